import { readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { z } from 'zod'

const TreePage = z.tuple([z.string(), z.number()])

export interface Frames {
  /** Numbers of the pages, in the order they were written. */
  readonly pages: readonly number[]
  readonly commits: number
}

export interface WalWatch {
  bytes(): number
  frames(): Frames
  end(): void
}

/**
 * Empties the log of an idle store and holds the state of now open, so that no checkpoint can start the log over: the size of
 * the `-wal` file is then exactly what was written since. `end` lets go.
 */
export function watchWal(file: string): WalWatch {
  const emptying = new Database(file)
  emptying.pragma('wal_checkpoint(TRUNCATE)')
  emptying.close()
  const database = new Database(file, { readonly: true })
  database.exec('BEGIN')
  database.prepare('SELECT count(*) FROM sqlite_schema').get()
  const size = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  return {
    bytes: size,
    frames: () => framesOf(readFileSync(`${file}-wal`)),
    end: () => {
      database.exec('COMMIT')
      database.close()
    },
  }
}

const headerBytes = 32
const frameHeaderBytes = 24

/** Pages written and transactions ended: the last frame of each names the size of the database after it (file format of SQLite, 4.1). */
function framesOf(log: Buffer): Frames {
  const frameBytes = frameHeaderBytes + log.readUInt32BE(8)
  const pages: number[] = []
  let commits = 0
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    pages.push(log.readUInt32BE(at))
    if (log.readUInt32BE(at + 4) > 0) commits++
  }
  return { pages, commits }
}

/** How often pages of each table and index were written: what a message costs, and where. */
export function writesByTree(file: string, pages: readonly number[]): ReadonlyMap<string, number> {
  const database = new Database(file, { readonly: true })
  const rows: unknown[] = database.prepare('SELECT name, pageno FROM dbstat').raw().all()
  database.close()
  const trees = new Map(rows.map((row) => TreePage.parse(row)).map(([name, page]) => [page, name]))
  const writes = new Map<string, number>()
  for (const page of pages) {
    const tree = trees.get(page) ?? 'free'
    writes.set(tree, (writes.get(tree) ?? 0) + 1)
  }
  return new Map([...writes].sort(([, one], [, other]) => other - one))
}
