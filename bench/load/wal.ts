import { statSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Empties the log of an idle store and holds the state of now open, so that no checkpoint can start the log over: the size of
 * the `-wal` file is then exactly what was written since. `end` lets go.
 */
export function watchWal(file: string): { bytes(): number; end(): void } {
  const emptying = new Database(file)
  emptying.pragma('wal_checkpoint(TRUNCATE)')
  emptying.close()
  const database = new Database(file, { readonly: true })
  database.exec('BEGIN')
  database.prepare('SELECT count(*) FROM sqlite_schema').get()
  const size = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  return {
    bytes: size,
    end: () => {
      database.exec('COMMIT')
      database.close()
    },
  }
}
