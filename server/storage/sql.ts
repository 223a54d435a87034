import type { ConversationId, Position, Seq } from '#protocol/ids'

/** What both engines can bind: booleans go as 0 and 1. */
export type SqlValue = string | number | bigint | null | Uint8Array

/**
 * Reading. Parameters are `$1..$n` in the text, given as an array; the text stays within what SQLite and PostgreSQL both speak.
 * Rejects with the engine's error when the store is broken; a row that is not there is `undefined`, not an error.
 */
export interface ReadableSql {
  all<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]>
  get<Row>(text: string, values?: readonly SqlValue[]): Promise<Row | undefined>
}

/** Writing: only the writer hands one out, so a query cannot write. `run` gives the number of rows changed. */
export interface WritableSql extends ReadableSql {
  run(text: string, values?: readonly SqlValue[]): Promise<number>
}

/** What a job of the writer gets: the open transaction, and the places to hang what must follow its fate. */
export interface Transaction extends WritableSql {
  /** Gives the event the next hub-wide position, taken back when the job or the batch is undone, so positions stay dense. The log has it with the commit, not before. */
  logEvent(conversationId: ConversationId, seq: Seq, at: number): Position
  /** The last one taken, here or before. */
  position(): number
  /** Runs when the job has come to its end, before the next job of the batch begins: read models join their overlay here. */
  onKept(effect: () => void): void
  /** Runs when the job or its whole batch is undone, newest first: read models take back what they had assumed. */
  onUndone(effect: () => void): void
  /** Runs after the commit, in order: events to sockets, timers, work to be taken up. What leaves the process waits for this. */
  afterCommit(effect: () => void): void
}

/** The store cannot commit (full disk, broken file). Nothing of the job was kept; the caller answers 503 or STORE_UNAVAILABLE. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

export type Job<Value> = (transaction: Transaction) => Promise<Value>

export interface Writer {
  /**
   * Runs `job` alone within the running batch; resolves after the commit. Rejects with the job's own error (nothing of it kept)
   * or StoreUnavailable. When a job of the batch throws, the batch is undone and run again, so a job may run twice: what it
   * changes outside the store hangs on the effects of its transaction. With `rescue`, a job that throws is undone and `rescue`
   * runs in its place, before the next job: what must be remembered about a failure is kept in its turn.
   */
  write<Value>(job: Job<Value>, rescue?: (transaction: Transaction, error: unknown) => Promise<Value>): Promise<Value>
  /** Last committed position. */
  position(): number
  /** Jobs waiting or running: what overload is judged by. */
  backlog(): number
  /** Resolves when everything queued before is committed or refused; refuses what comes later. */
  close(): Promise<void>
}

export interface Reader extends ReadableSql {
  /** Several reads of one committed state. */
  snapshot<Value>(job: (sql: ReadableSql) => Promise<Value>): Promise<Value>
}
