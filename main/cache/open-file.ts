import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqlite, type SqliteDatabase } from '../sqlite'

export interface FileKind {
  /** Marks the file as ours: 'PuCa', 'PuOu' as a number. */
  readonly applicationId: number
  readonly schema: readonly string[]
  readonly version: number
  readonly synchronous: 'NORMAL' | 'FULL'
}

/** The file is not what it should be: damaged, of a newer program, or of somebody else. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/** What SQLite says of a file whose bytes are wrong; everything else (full disk, no rights) is not the file's fault. */
export function isDamage(error: unknown): boolean {
  if (error instanceof Unusable) return true
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_SCHEMA'
}

const pragma = (database: SqliteDatabase, text: string): unknown => database.pragma(text, { simple: true })

function settings(database: SqliteDatabase, kind: FileKind): void {
  const mode = pragma(database, 'journal_mode = WAL')
  if (mode !== 'wal') throw new Unusable(`the journal is ${String(mode)}`)
  database.pragma(`synchronous = ${kind.synchronous}`)
  // A setting that is not understood is ignored without a word.
  if (pragma(database, 'synchronous') !== (kind.synchronous === 'FULL' ? 2 : 1))
    throw new Error('synchronous is not set')
  database.pragma('foreign_keys = ON')
}

/** An empty file becomes ours; one of another program or a newer version of this one does not. */
function adopt(database: SqliteDatabase, kind: FileKind): void {
  const version = Number(pragma(database, 'user_version'))
  const owner = Number(pragma(database, 'application_id'))
  if (version === 0 && owner === 0 && pragma(database, 'page_count') === 0) {
    settings(database, kind)
    database.transaction(() => {
      for (const statement of kind.schema) database.exec(statement)
      database.pragma(`application_id = ${kind.applicationId}`)
      database.pragma(`user_version = ${kind.version}`)
    })()
    return
  }
  if (owner !== kind.applicationId) throw new Unusable('the file is not ours')
  if (version !== kind.version)
    throw new Unusable(`the file has version ${version}, this program knows ${kind.version}`)
  settings(database, kind)
}

/** Reads every page once: what a power cut or a failing disk has done shows here. */
export function assertWhole(database: SqliteDatabase): void {
  if (pragma(database, 'quick_check') !== 'ok') throw new Unusable('the file is damaged')
}

/** Opens the file or makes it. Throws Unusable (or what SQLite throws) with the file closed and untouched. */
export function openFile(file: string, kind: FileKind): SqliteDatabase {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const database = openSqlite(file)
  try {
    adopt(database, kind)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const tails = ['', '-wal', '-shm'] as const
const asideOf = (file: string): string => `${file}.damaged`

/** Out of the way, the last one kept for whoever wants to know what happened to it. */
export function setAside(file: string): void {
  removeFile(asideOf(file))
  for (const tail of tails) {
    try {
      renameSync(file + tail, asideOf(file) + tail)
    } catch {
      // Not there, or a folder that cannot be written: then making the new one says so.
      rmSync(file + tail, { force: true })
    }
  }
}

function removeFile(file: string): void {
  for (const tail of tails) rmSync(file + tail, { force: true })
}

/** The file, what belongs to it and what was set aside: nothing of the account stays on the device. */
export function wipeFile(file: string): void {
  removeFile(file)
  removeFile(asideOf(file))
}
