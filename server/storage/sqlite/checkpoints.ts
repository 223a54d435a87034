import type { Connection } from './connection'

/** Pages of log at which a commit also copies them back. */
const calmPages = 400
const busyPages = 2_400
/** Jobs a commit, on average, from which on it is busy. */
const busyJobs = 8
const smoothing = 1 / 16

/**
 * How long the log may grow before it is copied back into the file, which holds up the writer and whoever waits for it: a millisecond
 * for some hundred pages, most of it for the disk. Under load that is seldom, so that a page written many times is copied once. While
 * commits hold a job or two it is often and a little at a time: then nobody notices.
 */
export class Checkpoints {
  readonly #connection: Connection
  #jobs = 0
  #isBusy = false

  constructor(connection: Connection) {
    this.#connection = connection
    this.#set(calmPages)
  }

  /** A commit held so many jobs. */
  committed(jobs: number): void {
    this.#jobs += (jobs - this.#jobs) * smoothing
    const isBusy = this.#jobs >= busyJobs
    if (isBusy === this.#isBusy) return
    this.#isBusy = isBusy
    this.#set(isBusy ? busyPages : calmPages)
  }

  #set(pages: number): void {
    this.#connection.database.pragma(`wal_autocheckpoint = ${pages}`)
  }
}
