import type { Clock } from '../../platform'
import { StoreUnavailable, type Transaction, type Writer } from '../sql'
import type { Connection } from './connection'

/** A batch takes what is queued, up to these; longer would hold up the event loop and the first answer. */
const batchJobs = 500
const batchMs = 40

interface Job {
  readonly run: (transaction: Transaction) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Effect = () => void

/** A job that ran: kept with its value, or undone by its own error. Both are answered after the commit. */
type Ran =
  | {
      readonly kind: 'kept'
      readonly job: Job
      readonly value: unknown
      readonly undone: readonly Effect[]
      readonly afterCommit: readonly Effect[]
    }
  | { readonly kind: 'failed'; readonly job: Job; readonly error: unknown }

export interface WriterOptions {
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
 * A job awaits nothing but the store, so with SQLite no other turn of the event loop can fall into it: the flag `isInJob` is
 * enough to refuse a `write` inside a `write`, which would wait for itself.
 */
export function sqliteWriter({ connection, clock, position, soon, onEffectFailed }: WriterOptions): Writer {
  let queue: Job[] = []
  let isScheduled = false
  let isInJob = false
  let isClosed = false
  let committed = position
  let next = position
  const whenIdle: (() => void)[] = []

  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    soon(() => void runBatch())
  }

  async function runBatch(): Promise<void> {
    const startedAt = clock.monotonic()
    const ran: Ran[] = []
    let taken = 0
    try {
      connection.execute('BEGIN IMMEDIATE')
      while (taken < queue.length && taken < batchJobs && (taken === 0 || clock.monotonic() - startedAt < batchMs)) {
        const job = queue[taken++] as Job
        ran.push(await runJob(job))
      }
      connection.execute('COMMIT')
      committed = next
      queue = queue.slice(taken)
      finish(ran)
    } catch (error) {
      const lost = queue.slice(0, Math.max(taken, 1))
      queue = queue.slice(lost.length)
      abandon(ran, lost, error)
    }
    isScheduled = false
    if (queue.length > 0) schedule()
    else for (const idle of whenIdle.splice(0)) idle()
  }

  /** Throws when the whole batch is lost. */
  async function runJob(job: Job): Promise<Ran> {
    const before = next
    const onKept: Effect[] = []
    const undone: Effect[] = []
    const afterCommit: Effect[] = []
    const transaction: Transaction = {
      all: connection.all,
      get: connection.get,
      run: connection.run,
      takePosition: () => ++next,
      onKept: (effect) => void onKept.push(effect),
      onUndone: (effect) => void undone.push(effect),
      afterCommit: (effect) => void afterCommit.push(effect),
    }
    connection.execute('SAVEPOINT job')
    isInJob = true
    try {
      const value = await job.run(transaction)
      isInJob = false
      assertStillOpen()
      connection.execute('RELEASE job')
      for (const effect of onKept) effect()
      return { kind: 'kept', job, value, undone, afterCommit }
    } catch (error) {
      isInJob = false
      next = before
      for (const effect of undone) effect()
      if (error instanceof StoreUnavailable) throw error
      // On an I/O error or a full disk SQLite has rolled back everything; the next statement would commit by itself.
      assertStillOpen(error)
      connection.execute('ROLLBACK TO job')
      connection.execute('RELEASE job')
      return { kind: 'failed', job, error }
    }
  }

  function assertStillOpen(cause?: unknown): void {
    if (!connection.database.inTransaction)
      throw new StoreUnavailable('the store rolled the transaction back', { cause })
  }

  function finish(ran: readonly Ran[]): void {
    for (const one of ran) {
      for (const effect of one.kind === 'kept' ? one.afterCommit : []) {
        try {
          effect()
        } catch (error) {
          onEffectFailed(error)
        }
      }
    }
    for (const one of ran) {
      if (one.kind === 'kept') one.job.resolve(one.value)
      else one.job.reject(one.error)
    }
  }

  /** Every job of a lost batch is refused, also those that had been run: nothing of them is in the store. */
  function abandon(ran: readonly Ran[], lost: readonly Job[], cause: unknown): void {
    if (connection.database.inTransaction) connection.execute('ROLLBACK')
    next = committed
    for (const one of [...ran].reverse()) for (const effect of one.kind === 'kept' ? one.undone : []) effect()
    const error =
      cause instanceof StoreUnavailable ? cause : new StoreUnavailable('the store could not commit', { cause })
    for (const job of lost) job.reject(error)
  }

  return {
    write: <Value>(run: (transaction: Transaction) => Promise<Value>) => {
      if (isInJob) return Promise.reject(new Error('write inside write: the inner one would wait for the outer one'))
      if (isClosed) return Promise.reject(new StoreUnavailable('the store is closing'))
      return new Promise<Value>((resolve, reject) => {
        queue.push({ run, resolve: resolve as (value: unknown) => void, reject })
        schedule()
      })
    },
    position: () => committed,
    backlog: () => queue.length,
    close: () => {
      isClosed = true
      return queue.length === 0 && !isScheduled
        ? Promise.resolve()
        : new Promise((resolve) => void whenIdle.push(resolve))
    },
  }
}
