import type { Clock } from '../../platform'
import { type Job, StoreUnavailable, type Transaction, type Writer } from '../sql'
import type { Connection } from './connection'
import { JobTransaction } from './job-transaction'

/** A batch takes what is queued, up to these; longer would hold up the event loop and the first answer. */
const batchJobs = 500
const batchMs = 40

interface Queued {
  readonly run: Job<unknown>
  readonly rescue: ((transaction: Transaction, error: unknown) => Promise<unknown>) | undefined
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A job that ran: kept with its value, or undone by its own error. Both are answered after the commit. */
type Ran =
  | { readonly kind: 'kept'; readonly job: Queued; readonly value: unknown; readonly transaction: JobTransaction }
  | { readonly kind: 'failed'; readonly job: Queued; readonly error: unknown }

/** Fault points of reliability.md section 2 around the commit, for tests: what throws before it is a store that cannot commit. */
export interface CommitFaults {
  readonly beforeCommit?: () => void
  readonly afterCommitBeforeAck?: () => void
}

export interface WriterOptions {
  readonly faults?: CommitFaults | undefined
  readonly connection: Connection
  readonly clock: Clock
  /** Position of the newest event in the store. */
  readonly position: number
  /** Asks for a turn of the event loop (setImmediate); everything queued until then shares a commit. */
  readonly soon: (work: () => void) => void
  /** An effect threw after the commit: the store is right, something outside is not. */
  readonly onEffectFailed: (error: unknown) => void
}

/**
 * The one writer. Jobs run one at a time to the end, each in its savepoint, a turn's worth per commit, answers after the commit.
 * A job awaits nothing but the store, so with SQLite no other turn of the event loop can fall into it: the flag `#isInJob` is
 * enough to refuse a `write` inside a `write`, which would wait for itself.
 */
export class SqliteWriter implements Writer {
  readonly #options: WriterOptions
  readonly #connection: Connection
  #queue: Queued[] = []
  #isScheduled = false
  #isInJob = false
  #isClosed = false
  #committed: number
  #next: number
  readonly #positions = { takePosition: () => ++this.#next, position: () => this.#next }
  readonly #whenIdle: (() => void)[] = []

  constructor(options: WriterOptions) {
    this.#options = options
    this.#connection = options.connection
    this.#committed = options.position
    this.#next = options.position
  }

  write<Value>(run: Job<Value>, rescue?: (transaction: Transaction, error: unknown) => Promise<Value>): Promise<Value> {
    if (this.#isInJob)
      return Promise.reject(new Error('write inside write: the inner one would wait for the outer one'))
    if (this.#isClosed) return Promise.reject(new StoreUnavailable('the store is closing'))
    return new Promise<Value>((resolve, reject) => {
      this.#queue.push({ run, rescue, resolve: resolve as (value: unknown) => void, reject })
      this.#schedule()
    })
  }

  position(): number {
    return this.#committed
  }

  backlog(): number {
    return this.#queue.length
  }

  close(): Promise<void> {
    this.#isClosed = true
    if (this.#queue.length === 0 && !this.#isScheduled) return Promise.resolve()
    return new Promise((resolve) => void this.#whenIdle.push(resolve))
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#options.soon(() => void this.#runBatch())
  }

  async #runBatch(): Promise<void> {
    const { clock } = this.#options
    const startedAt = clock.monotonic()
    const ran: Ran[] = []
    let taken = 0
    try {
      this.#connection.execute('BEGIN IMMEDIATE')
      while (
        taken < this.#queue.length &&
        taken < batchJobs &&
        (taken === 0 || clock.monotonic() - startedAt < batchMs)
      ) {
        const job = this.#queue[taken++] as Queued
        ran.push(await this.#runJob(job))
      }
      this.#options.faults?.beforeCommit?.()
      this.#connection.execute('COMMIT')
      this.#options.faults?.afterCommitBeforeAck?.()
      this.#committed = this.#next
      this.#queue = this.#queue.slice(taken)
      this.#finish(ran)
    } catch (error) {
      const lost = this.#queue.slice(0, Math.max(taken, 1))
      this.#queue = this.#queue.slice(lost.length)
      this.#abandon(ran, lost, error)
    }
    this.#isScheduled = false
    if (this.#queue.length > 0) this.#schedule()
    else for (const idle of this.#whenIdle.splice(0)) idle()
  }

  /** Throws when the whole batch is lost. */
  async #runJob(job: Queued): Promise<Ran> {
    const ran = await this.#attempt(job, job.run)
    const { rescue } = job
    if (ran.kind === 'kept' || rescue === undefined) return ran
    return await this.#attempt(job, (transaction) => rescue(transaction, ran.error))
  }

  async #attempt(job: Queued, run: Job<unknown>): Promise<Ran> {
    const before = this.#next
    const transaction = new JobTransaction(this.#connection, this.#positions)
    this.#connection.execute('SAVEPOINT job')
    this.#isInJob = true
    try {
      const value = await run(transaction)
      this.#isInJob = false
      this.#assertStillOpen()
      this.#connection.execute('RELEASE job')
      transaction.kept()
      return { kind: 'kept', job, value, transaction }
    } catch (error) {
      this.#isInJob = false
      this.#next = before
      transaction.undo()
      if (error instanceof StoreUnavailable) throw error
      // On an I/O error or a full disk SQLite has rolled back everything; the next statement would commit by itself.
      this.#assertStillOpen(error)
      this.#connection.execute('ROLLBACK TO job')
      this.#connection.execute('RELEASE job')
      return { kind: 'failed', job, error }
    }
  }

  #assertStillOpen(cause?: unknown): void {
    if (!this.#connection.database.inTransaction)
      throw new StoreUnavailable('the store rolled the transaction back', { cause })
  }

  #finish(ran: readonly Ran[]): void {
    for (const one of ran) if (one.kind === 'kept') one.transaction.committed(this.#options.onEffectFailed)
    for (const one of ran) {
      if (one.kind === 'kept') one.job.resolve(one.value)
      else one.job.reject(one.error)
    }
  }

  /** Every job of a lost batch is refused, also those that had been run: nothing of them is in the store. */
  #abandon(ran: readonly Ran[], lost: readonly Queued[], cause: unknown): void {
    if (this.#connection.database.inTransaction) this.#connection.execute('ROLLBACK')
    this.#next = this.#committed
    for (const one of ran.toReversed()) if (one.kind === 'kept') one.transaction.undo()
    const error =
      cause instanceof StoreUnavailable ? cause : new StoreUnavailable('the store could not commit', { cause })
    for (const job of lost) job.reject(error)
  }
}
