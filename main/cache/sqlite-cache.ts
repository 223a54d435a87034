import type { Cache, CacheChanges, CachedCompany, CacheTaken, Cursor, Known, Reach, SearchResult } from '#client/cache'
import type { Contact } from '#protocol/contact'
import type { ConversationRow, ReadMark, Section } from '#protocol/conversation'
import type { ConversationId, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { ListCursor } from '#protocol/queries'
import * as reads from './cache-reads'
import { type StepMemory, stepsOf, type Taken } from './cache-steps'
import { cacheSchema } from './migrations/0001-cache'
import { assertWhole, type FileKind, isDamage, openFile, setAside } from './open-file'
import { Sql, type SqlWatch } from './sql'
import { tidySteps } from './tidy'

/** 'PuCa' */
const cacheFile: FileKind = { applicationId: 0x50_75_43_61, schema: cacheSchema, version: 1, synchronous: 'NORMAL' }

/** A transaction of so many rows takes a couple of milliseconds; then the windows have their turn (desktop.md section 9). */
const rowsPerTransaction = 100

export interface SqliteCacheOptions extends SqlWatch {
  readonly file: string
  /** A turn of the event loop between two batches. */
  readonly pause: () => Promise<void>
  /** The file was damaged, of another program or of another version; it lies aside and a new one has begun. */
  readonly onSetAside: (error: unknown) => void
}

/**
 * The desktop's copy in one SQLite file: WAL and NORMAL, since the hub has it all. What cannot be read is set aside and begun anew,
 * and whoever relies on it is told. Throws at opening only when no file can be had at all.
 */
export class SqliteCache implements Cache {
  readonly #options: SqliteCacheOptions
  readonly #listeners: (() => void)[] = []
  readonly #memory: StepMemory = { me: null, written: new Map() }
  #sql: Sql
  #isOpen = true
  /** Writes run one after another, also while one of them lets the windows draw. */
  #writing: Promise<unknown> = Promise.resolve()

  constructor(options: SqliteCacheOptions) {
    this.#options = options
    try {
      this.#sql = this.#open()
    } catch (error) {
      if (!isDamage(error)) throw error
      setAside(options.file)
      options.onSetAside(error)
      this.#sql = this.#open()
    }
  }

  onLost(listener: () => void): void {
    this.#listeners.push(listener)
  }

  async cursor(): Promise<Cursor | null> {
    return this.#read(reads.readCursor)
  }
  async company(): Promise<CachedCompany | null> {
    return this.#read(reads.readCompany)
  }
  async row(id: ConversationId): Promise<ConversationRow | null> {
    return this.#read((sql) => reads.readRow(sql, id))
  }
  async rows(section: Section, after: ListCursor | null, limit: number): Promise<readonly ConversationRow[]> {
    return this.#read((sql) => reads.readRows(sql, section, after, limit))
  }
  async reach(section: Section): Promise<Reach | null> {
    return this.#read((sql) => reads.readReach(sql, section))
  }
  async versions(limit: number): ReturnType<Cache['versions']> {
    return this.#read((sql) => reads.readVersions(sql, limit))
  }
  async marks(ids: readonly ConversationId[]): Promise<readonly ReadMark[]> {
    return this.#read((sql) => reads.readMarks(sql, ids))
  }
  async contact(row: ConversationRow): Promise<Contact | null> {
    return this.#read((sql) => reads.readContact(sql, row))
  }
  async entries(id: ConversationId, before: Seq | null, limit: number): Promise<readonly Entry[]> {
    return this.#read((sql) => reads.readEntries(sql, id, before, limit))
  }
  async known(id: ConversationId): Promise<Known | null> {
    return this.#read((sql) => reads.readKnown(sql, id))
  }
  async search(text: string, limit: number): Promise<SearchResult> {
    return this.#read((sql) => reads.search(sql, text, limit))
  }

  write(changes: CacheChanges): Promise<CacheTaken> {
    const taken: Taken = { rows: [], entries: [] }
    return this.#inTurn(async () => {
      await this.#walk((sql) => stepsOf(sql, changes, this.#memory, taken))
      return taken
    })
  }

  /** Keeps the file within its bounds and its journal short; for moments when nobody waits. */
  tidy(now: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#walk((sql) => tidySteps(sql, now))
      if (this.#isOpen) this.#read((sql) => sql.database.pragma('wal_checkpoint(TRUNCATE)'))
    })
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#isOpen) return
      this.#isOpen = false
      try {
        this.#sql.run(`insert or replace into fact (name, value) values ('isClosed', '1')`)
      } finally {
        this.#sql.database.close()
      }
    }).catch(() => undefined)
  }

  #open(): Sql {
    const sql = new Sql(openFile(this.#options.file, cacheFile), this.#options)
    try {
      const isNew = reads.readCursor(sql) === null
      const wasClosed = sql.run(`delete from fact where name = 'isClosed'`) > 0
      if (!isNew && !wasClosed) assertWhole(sql.database)
      this.#memory.me = reads.readCompany(sql)?.account.id ?? null
      this.#memory.written.clear()
      return sql
    } catch (error) {
      sql.database.close()
      throw error
    }
  }

  #read<Value>(work: (sql: Sql) => Value): Value {
    try {
      return work(this.#sql)
    } catch (error) {
      if (!isDamage(error) || !this.#isOpen) throw error
      this.#startAnew(error)
      return work(this.#sql)
    }
  }

  #startAnew(error: unknown): void {
    this.#sql.database.close()
    setAside(this.#options.file)
    this.#options.onSetAside(error)
    this.#sql = this.#open()
    for (const listener of this.#listeners) listener()
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#writing.then(work)
    this.#writing = mine.catch(() => undefined)
    return mine
  }

  /** Takes the steps in transactions of a hundred rows or so. Damage on the way begins the file anew and ends the walk: the hub has it all. */
  async #walk(stepsOn: (sql: Sql) => Generator<number>): Promise<void> {
    const sql = this.#sql
    const steps = stepsOn(sql)
    try {
      for (let isDone = this.#takeSteps(steps); !isDone; isDone = this.#takeSteps(steps)) {
        await this.#options.pause()
        // Closed, or begun anew by somebody who read meanwhile.
        if (!this.#isOpen || sql !== this.#sql) return
      }
    } catch (error) {
      if (!isDamage(error) || !this.#isOpen) throw error
      this.#startAnew(error)
    }
  }

  #takeSteps(steps: Generator<number>): boolean {
    let isDone = false
    this.#sql.transaction(() => {
      for (let rows = 0; rows < rowsPerTransaction && !isDone; ) {
        const step = steps.next()
        isDone = step.done === true
        if (!step.done) rows += Math.max(1, step.value)
      }
    })
    return isDone
  }
}
