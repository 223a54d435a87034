import type Sqlite from 'better-sqlite3'
import type { SqliteDatabase } from '../sqlite'

export type SqlValue = string | number | null

/** A frame is lost when a statement takes longer: main serves all windows. */
const slowMs = 16

export interface SqlWatch {
  /** Milliseconds since some start, never back. */
  readonly monotonic: () => number
  readonly onSlow: (statement: string, ms: number) => void
}

/** Statements of one connection: prepared once, watched for time. What comes out is unknown until it is parsed. */
export class Sql {
  readonly database: SqliteDatabase
  readonly #watch: SqlWatch
  readonly #prepared = new Map<string, Sqlite.Statement>()

  constructor(database: SqliteDatabase, watch: SqlWatch) {
    this.database = database
    this.#watch = watch
  }

  /** Gives the number of rows changed. */
  run(text: string, ...values: readonly SqlValue[]): number {
    return this.#timed(text, (statement) => statement.run(...values).changes)
  }

  rows(text: string, ...values: readonly SqlValue[]): readonly (readonly unknown[])[] {
    return this.#timed(text, (statement) => {
      const rows = statement.raw().all(...values)
      return rows.filter((row): row is unknown[] => Array.isArray(row))
    })
  }

  /** The first column of each row. */
  column(text: string, ...values: readonly SqlValue[]): readonly unknown[] {
    return this.rows(text, ...values).map((row) => row[0])
  }

  /** The first column of the first row; undefined without one. */
  value(text: string, ...values: readonly SqlValue[]): unknown {
    return this.rows(text, ...values)[0]?.[0]
  }

  transaction(work: () => void): void {
    this.#watched('transaction', () => this.database.transaction(work)())
  }

  #timed<Value>(text: string, work: (statement: Sqlite.Statement) => Value): Value {
    let statement = this.#prepared.get(text)
    if (statement === undefined) {
      statement = this.database.prepare(text)
      this.#prepared.set(text, statement)
    }
    const found = statement
    return this.#watched(text, () => work(found))
  }

  #watched<Value>(what: string, work: () => Value): Value {
    const startedAt = this.#watch.monotonic()
    const value = work()
    const ms = this.#watch.monotonic() - startedAt
    if (ms > slowMs) this.#watch.onSlow(what, ms)
    return value
  }
}
