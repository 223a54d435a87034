import { type Outcome, refused } from '#protocol/errors'
import type { GatewayTimers } from './ports'

const mostWaiting = 200
const retryMs = 1_000

/**
 * Lets a crowd that comes back at once in one by one, a turn of the event loop each, so that nobody's message waits for a thousand
 * snapshots. Who finds too many before him is asked to come again.
 */
export class SnapshotGate {
  readonly #timers: GatewayTimers
  readonly #number: () => number
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(timers: GatewayTimers, randomNumber: () => number) {
    this.#timers = timers
    this.#number = randomNumber
  }

  async enter<Value>(job: () => Promise<Value>): Promise<Outcome<Value>> {
    if (this.#waiting >= mostWaiting) {
      const retryAfterMs = Math.round(retryMs + this.#number() * 2 * retryMs)
      return refused('RATE_LIMITED', 'too many are starting at once', { retryAfterMs })
    }
    this.#waiting += 1
    const turn = this.#last.then(() => new Promise<void>((resolve) => void this.#timers.after(0, resolve)))
    const mine = turn.then(job)
    this.#last = mine.catch(() => undefined)
    try {
      return { ok: true, value: await mine }
    } finally {
      this.#waiting -= 1
    }
  }
}
