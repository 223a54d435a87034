import type { Clock } from '../../platform'
import { EventLog } from '../event-log'
import { type Job, StoreUnavailable, type Transaction, type Writer } from '../sql'
import { Checkpoints } from './checkpoints'
import type { Connection } from './connection'
import { JobTransaction } from './job-transaction'

/** A batch takes what is queued, up to these; longer would hold up the event loop and the first answer. */
const batchJobs = 500
const batchMs = 40
const gatheringTurns = 20
const idleTurnsAllowed = 2

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

/** What of the queue a batch has run so far. */
interface Pass {
  readonly ran: Ran[]
  taken: number
}

/** A job threw while nothing stood between it and its neighbours. */
class BatchSpoilt extends Error {
  override readonly name = 'BatchSpoilt'
}

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
  /** Everything a commit holds has had its effects; before the answers. */
  readonly afterBatch?: () => void
}

/**
 * The one writer. Jobs run one at a time to the end, a turn's worth per commit, answers after the commit. A savepoint costs more
 * than the statements in it and hardly a job throws, so a batch is run without them first; if one throws, everything is undone
 * and the batch is run again with a savepoint for each job, which keeps the others. A job may therefore run twice: what it
 * changes outside the store hangs on its transaction's effects. A job awaits nothing but the store, so with SQLite no other turn of the event loop can fall into it: the flag `#isInJob` is
 * enough to refuse a `write` inside a `write`, which would wait for itself.
 */
export class SqliteWriter implements Writer {
  readonly #options: WriterOptions
  readonly #connection: Connection
  readonly #checkpoints: Checkpoints
  #queue: Queued[] = []
  #isScheduled = false
  #isInJob = false
  #isClosed = false
  readonly #log: EventLog
  readonly #whenIdle: (() => void)[] = []

  constructor(options: WriterOptions) {
    this.#options = options
    this.#connection = options.connection
    this.#checkpoints = new Checkpoints(options.connection)
    this.#log = new EventLog(options.position)
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
    return this.#log.committed
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
    this.#options.soon(() => this.#gather(1, 0, 0))
  }

  /**
   * A job alone begins in the next turn of the event loop. Where more come, a commit waits while turns bring them, for a moment
   * at most: a commit costs as much as several messages, so under load it pays to hold what all sockets have brought.
   */
  #gather(seen: number, turn: number, idleTurns: number): void {
    const queued = this.#queue.length
    const idle = queued > seen ? 0 : idleTurns + 1
    if (queued === 1 || queued >= batchJobs || idle > idleTurnsAllowed || turn === gatheringTurns) void this.#runBatch()
    else this.#options.soon(() => this.#gather(queued, turn + 1, idle))
  }

  async #runBatch(): Promise<void> {
    let pass: Pass = { ran: [], taken: 0 }
    try {
      this.#connection.execute('BEGIN IMMEDIATE')
      try {
        await this.#take(pass, (job) => this.#runBare(job))
      } catch (error) {
        if (!(error instanceof BatchSpoilt)) throw error
        this.#rollBack(pass.ran)
        pass = { ran: [], taken: 0 }
        this.#connection.execute('BEGIN IMMEDIATE')
        await this.#take(pass, (job) => this.#runApart(job))
      }
      await this.#log.write(this.#connection)
      this.#options.faults?.beforeCommit?.()
      this.#connection.execute('COMMIT')
      this.#options.faults?.afterCommitBeforeAck?.()
      this.#log.keep()
      this.#queue = this.#queue.slice(pass.taken)
      this.#finish(pass.ran)
      this.#checkpoints.committed(pass.taken)
    } catch (error) {
      const lost = this.#queue.slice(0, Math.max(pass.taken, 1))
      this.#queue = this.#queue.slice(lost.length)
      this.#abandon(pass.ran, lost, error)
    }
    this.#isScheduled = false
    if (this.#queue.length > 0) this.#schedule()
    else for (const idle of this.#whenIdle.splice(0)) idle()
  }

  async #take(pass: Pass, run: (job: Queued) => Promise<Ran>): Promise<void> {
    const { clock } = this.#options
    const startedAt = clock.monotonic()
    while (
      pass.taken < this.#queue.length &&
      pass.taken < batchJobs &&
      (pass.taken === 0 || clock.monotonic() - startedAt < batchMs)
    ) {
      const job = this.#queue[pass.taken++] as Queued
      pass.ran.push(await run(job))
    }
  }

  async #runBare(job: Queued): Promise<Ran> {
    const transaction = new JobTransaction(this.#connection, this.#log)
    try {
      const value = await this.#call(job.run, transaction)
      return { kind: 'kept', job, value, transaction }
    } catch (error) {
      transaction.undo()
      if (error instanceof StoreUnavailable) throw error
      this.#assertStillOpen(error)
      throw new BatchSpoilt('a job threw', { cause: error })
    }
  }

  async #call(run: Job<unknown>, transaction: JobTransaction): Promise<unknown> {
    this.#isInJob = true
    try {
      const value = await run(transaction)
      this.#assertStillOpen()
      transaction.kept()
      return value
    } finally {
      this.#isInJob = false
    }
  }

  /** Throws when the whole batch is lost. */
  async #runApart(job: Queued): Promise<Ran> {
    const ran = await this.#attempt(job, job.run)
    const { rescue } = job
    if (ran.kind === 'kept' || rescue === undefined) return ran
    return await this.#attempt(job, (transaction) => rescue(transaction, ran.error))
  }

  async #attempt(job: Queued, run: Job<unknown>): Promise<Ran> {
    const before = this.#log.newest
    const transaction = new JobTransaction(this.#connection, this.#log)
    this.#connection.execute('SAVEPOINT job')
    try {
      const value = await this.#call(run, transaction)
      this.#connection.execute('RELEASE job')
      return { kind: 'kept', job, value, transaction }
    } catch (error) {
      this.#log.backTo(before)
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
    this.#options.afterBatch?.()
    for (const one of ran) {
      if (one.kind === 'kept') one.job.resolve(one.value)
      else one.job.reject(one.error)
    }
  }

  /** Nothing of what ran is in the store; what was assumed from it is taken back, newest first. */
  #rollBack(ran: readonly Ran[]): void {
    if (this.#connection.database.inTransaction) this.#connection.execute('ROLLBACK')
    this.#log.backTo(this.#log.committed)
    for (const one of ran.toReversed()) if (one.kind === 'kept') one.transaction.undo()
  }

  /** Every job of a lost batch is refused, also those that had been run: nothing of them is in the store. */
  #abandon(ran: readonly Ran[], lost: readonly Queued[], cause: unknown): void {
    this.#rollBack(ran)
    const error =
      cause instanceof StoreUnavailable ? cause : new StoreUnavailable('the store could not commit', { cause })
    for (const job of lost) job.reject(error)
  }
}
