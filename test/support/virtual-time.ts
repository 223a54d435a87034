import type { Clock, Timers } from '#server/platform'

interface Timer {
  readonly at: number
  readonly work: () => void
}

/** Turns of the event loop after which promises and immediates that follow one another have settled. */
const settlingTurns = 25

/** A clock that moves when told; timers run in order of their moments, and what they set off has settled before the next one. */
export class VirtualTime implements Clock, Timers {
  #now: number
  #elapsed = 0
  readonly #timers = new Set<Timer>()

  constructor(start = Date.UTC(2026, 10, 20, 9)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#elapsed
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.#elapsed + Math.max(0, ms), work }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Moves on by `ms`, running what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms
    await settle()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next)
      this.#moveTo(Math.max(next.at, this.#elapsed))
      next.work()
      await settle()
    }
    this.#moveTo(end)
  }

  /** The wall clock jumps; what runs does not notice. */
  jump(ms: number): void {
    this.#now += ms
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer
    return next
  }

  #moveTo(moment: number): void {
    this.#now += moment - this.#elapsed
    this.#elapsed = moment
  }
}

/** Lets everything that is already on its way come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < settlingTurns; turn++) await new Promise<void>((resolve) => void setImmediate(resolve))
}
