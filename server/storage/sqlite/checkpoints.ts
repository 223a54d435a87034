import { Worker } from 'node:worker_threads'
import { type Connection, checkpoint } from './connection'

/** Jobs of the writer after which the log is copied back: some 12,000 pages, half of what SQLite itself waits for. */
const jobsBetween = 6_000

/** Keeps the log of the store short. */
export interface Checkpoints {
  /** So many jobs more are committed. */
  committed(jobs: number): void
  close(): Promise<void>
}

/** Nothing besides SQLite's own checkpoint, which runs within a commit. */
export const noCheckpoints: Checkpoints = { committed: () => undefined, close: () => Promise.resolve() }

/**
 * Copies the log back beside the writer, in a thread of its own. What was written meanwhile is little and is copied by the writer's
 * connection, after which the log begins anew. Should the thread fail, SQLite's own checkpoint within a commit is what remains.
 */
export class ThreadedCheckpoints implements Checkpoints {
  readonly #connection: Connection
  readonly #worker: Worker
  #jobs = 0
  #isRunning = false
  #isOver = false

  constructor(connection: Connection, script: URL, onFailed: (error: unknown) => void) {
    this.#connection = connection
    this.#worker = new Worker(script, { workerData: connection.database.name })
    this.#worker.unref()
    this.#worker.on('message', () => this.#rest())
    this.#worker.on('error', (error) => {
      this.#isOver = true
      onFailed(error)
    })
  }

  committed(jobs: number): void {
    this.#jobs += jobs
    if (this.#jobs < jobsBetween || this.#isRunning || this.#isOver) return
    this.#isRunning = true
    this.#jobs = 0
    this.#worker.postMessage('checkpoint')
  }

  async close(): Promise<void> {
    this.#isOver = true
    await this.#worker.terminate()
  }

  /** A message of the thread comes between two batches, never into one. */
  #rest(): void {
    this.#isRunning = false
    if (!this.#isOver) checkpoint(this.#connection.database)
  }
}
