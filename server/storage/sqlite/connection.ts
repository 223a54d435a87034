import Database from 'better-sqlite3'
import type { ReadableSql, SqlValue, WritableSql } from '../sql'

type Bound = Record<number, SqlValue>

/** better-sqlite3 takes `$1` only by name, and the name of `$1` is 1. */
function bind(values: readonly SqlValue[]): Bound {
  const bound: Bound = {}
  for (let index = 0; index < values.length; index++) bound[index + 1] = values[index] as SqlValue
  return bound
}

export interface Connection extends WritableSql {
  readonly database: Database.Database
  /** Runs statements without parameters at once (transaction control, schema). */
  execute(text: string): void
}

/** One SQLite connection behind the asynchronous port; statements are prepared once. */
function connect(database: Database.Database): Connection {
  const prepared = new Map<string, Database.Statement>()
  const statement = (text: string): Database.Statement => {
    let found = prepared.get(text)
    if (found === undefined) {
      found = database.prepare(text)
      prepared.set(text, found)
    }
    return found
  }
  return {
    database,
    execute: (text) => void statement(text).run(),
    all: async <Row>(text: string, values: readonly SqlValue[] = []) => statement(text).all(bind(values)) as Row[],
    get: async <Row>(text: string, values: readonly SqlValue[] = []) =>
      statement(text).get(bind(values)) as Row | undefined,
    run: async (text, values = []) => statement(text).run(bind(values)).changes,
  }
}

/**
 * The hub's one writing connection: WAL, every commit fsynced, foreign keys on, asserted because a pragma that is not understood
 * is silently ignored. Throws when the file cannot be opened or is not what it should be.
 */
export function openWritable(file: string): Connection {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('cache_size = -65536')
  const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 }
  for (const [name, wanted] of Object.entries(settings)) {
    const actual = database.pragma(name, { simple: true })
    if (actual !== wanted) throw new Error(`SQLite setting ${name} is ${String(actual)} instead of ${wanted}`)
  }
  return connect(database)
}

/** A reading connection on the same file; it sees the last commit. */
export function openReadable(file: string): Connection {
  const database = new Database(file, { readonly: true })
  database.pragma('busy_timeout = 5000')
  database.pragma('cache_size = -65536')
  return connect(database)
}

export type { ReadableSql }
