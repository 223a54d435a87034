import Database from 'better-sqlite3'
import type { SqlValue, WritableSql } from '../sql'

/** A prepared text with the places its values go to. */
interface Prepared {
  readonly statement: Database.Statement
  /** Index of the value for each `?`, or null when they come in the order of the array. */
  readonly order: readonly number[] | null
}

/**
 * better-sqlite3 binds `$1` only by name, which costs more than the statement of a small insert; so `$n` become plain `?`
 * and the values are put in the order of their appearance, once for each. They are given one by one: an array is asked for each of
 * its values in turn.
 */
function prepare(database: Database.Database, text: string): Prepared {
  const order: number[] = []
  const plain = text.replaceAll(/\$(\d+)/g, (_match, number: string) => {
    order.push(Number(number) - 1)
    return '?'
  })
  return { statement: database.prepare(plain), order: order.every((place, index) => place === index) ? null : order }
}

const arranged = (order: readonly number[] | null, values: readonly SqlValue[]): readonly SqlValue[] =>
  order === null ? values : order.map((place) => values[place] ?? null)

export interface Connection extends WritableSql {
  readonly database: Database.Database
  /** Runs statements without parameters at once (transaction control, schema). */
  execute(text: string): void
}

/** What is known at once, as the asynchronous port gives it: cheaper than an async function, and this runs for every statement. */
function settled<Value>(work: () => Value): Promise<Value> {
  try {
    return Promise.resolve(work())
  } catch (error) {
    return Promise.reject(error)
  }
}

/** One SQLite connection behind the asynchronous port; statements are prepared once. */
function connect(database: Database.Database): Connection {
  const prepared = new Map<string, Prepared>()
  const find = (text: string): Prepared => {
    let found = prepared.get(text)
    if (found === undefined) {
      found = prepare(database, text)
      prepared.set(text, found)
    }
    return found
  }
  return {
    database,
    execute: (text) => void find(text).statement.run(),
    all: <Row>(text: string, values: readonly SqlValue[] = []) =>
      settled(() => {
        const { statement, order } = find(text)
        return statement.all(...arranged(order, values)) as Row[]
      }),
    get: <Row>(text: string, values: readonly SqlValue[] = []) =>
      settled(() => {
        const { statement, order } = find(text)
        return statement.get(...arranged(order, values)) as Row | undefined
      }),
    run: (text, values = []) =>
      settled(() => {
        const { statement, order } = find(text)
        return statement.run(...arranged(order, values)).changes
      }),
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
  // After a commit that has split pages SQLite looks through its whole cache, so a larger one costs more than it saves: what it
  // lacks the system's own cache has.
  database.pragma('cache_size = -8192')
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
