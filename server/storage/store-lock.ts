import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Clock, Timers } from '../platform'

const heartbeatMs = 10_000

/** Another hub has this store. `owner` says who, as far as it has told. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked'
  constructor(
    readonly owner: string,
    options?: ErrorOptions,
  ) {
    super(`the store is in use by ${owner}`, options)
  }
}

interface Held {
  release(): void
}

/**
 * One hub a store: an exclusive lock of the operating system, which a killed hub cannot leave behind, held through SQLite because
 * that is the same on every system. Who holds it, and that he lives, is written beside it for the message of the second one.
 */
export function lockStore(folder: string, clock: Clock, timers: Timers): Held {
  const database = new Database(join(folder, 'hub.lock'), { timeout: 0 })
  const ownerFile = join(folder, 'hub.owner')
  try {
    database.pragma('journal_mode = DELETE')
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new StoreLocked(ownerOf(ownerFile), { cause: error })
    throw error
  }
  const startedAt = clock.now()
  let callOff = () => {}
  const beat = () => {
    const owner = { process: process.pid, host: hostname(), startedAt, aliveAt: clock.now() }
    // The lock holds without it: a full disk must not stop a running hub here.
    try {
      writeFileSync(ownerFile, `${JSON.stringify(owner)}\n`, { mode: 0o600 })
    } catch {}
    callOff = timers.after(heartbeatMs, beat)
  }
  beat()
  return {
    release: () => {
      callOff()
      if (!database.open) return
      database.exec('ROLLBACK')
      database.close()
    },
  }
}

function ownerOf(file: string): string {
  try {
    const { process: id, host } = JSON.parse(readFileSync(file, 'utf8'))
    return `process ${Number(id)} on ${String(host)}`
  } catch {
    return 'another hub'
  }
}
