import type { Connection } from './sqlite/connection'

/** One step of the schema: `name` is `0007-contact-identities`, its number is its place in the list. */
export interface Migration {
  readonly name: string
  /** Statements, run in order inside the migration's transaction. */
  readonly statements: readonly string[]
}

/** The store was written by a newer program: opening it could destroy what this one does not know. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema'
}

/** Throws NewerSchema, touching nothing, when the store knows a step that this program does not. Gives the last step it has. */
export function assertKnownSchema({ database }: Connection, migrations: readonly Migration[]): number {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > migrations.length)
    throw new NewerSchema(`store has schema ${version}, this program knows ${migrations.length}`)
  return version
}

/**
 * Brings the schema up to date, each step in a transaction with its number, so that a crash leaves a whole step or none.
 * Throws NewerSchema like `assertKnownSchema`.
 */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  const version = assertKnownSchema(connection, migrations)
  for (let index = version; index < migrations.length; index++) {
    const step = migrations[index] as Migration
    connection.database.transaction(() => {
      for (const statement of step.statements) connection.database.exec(statement)
      connection.database.pragma(`user_version = ${index + 1}`)
    })()
  }
}
