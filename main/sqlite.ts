import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'

// Electron's Node speaks Node-API 10 and takes the build that is the same for every version; Node 20, where the tests run the very
// same bundle, needs the older one (desktop.md section 4). The only place of main that names the packages.
const load = createRequire(import.meta.url)
const Constructor: typeof Sqlite = load(process.versions.electron ? 'better-sqlite3-electron' : 'better-sqlite3')

export type SqliteDatabase = Sqlite.Database

/** The window waits meanwhile: whoever holds our file for longer has it. */
const waitForOthersMs = 1000

/** Throws when the file cannot be opened; a file that is no database shows itself at the first statement. */
export const openSqlite = (file: string): SqliteDatabase => new Constructor(file, { timeout: waitForOthersMs })
