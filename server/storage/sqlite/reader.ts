import type { ReadableSql, Reader } from '../sql'
import type { Connection } from './connection'

/** Reads of committed state. Snapshots run one after another: two open at once on a connection would share one transaction. */
export function sqliteReader(connection: Connection): Reader {
  let last: Promise<unknown> = Promise.resolve()

  async function inTransaction<Value>(job: (sql: ReadableSql) => Promise<Value>): Promise<Value> {
    connection.execute('BEGIN')
    try {
      return await job(connection)
    } finally {
      connection.execute('COMMIT')
    }
  }

  return {
    all: (text, values) => connection.all(text, values),
    get: (text, values) => connection.get(text, values),
    snapshot: (job) => {
      const mine = last.then(() => inTransaction(job))
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
