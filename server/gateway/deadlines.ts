import type { GatewayClock, GatewayTimers } from './ports'

interface Waiting {
  readonly begunAt: number
  readonly over: () => void
}

/** One time limit for many that begin one after another, with one timer for all of them: those that end in time arm none. */
export class Deadlines {
  readonly #clock: GatewayClock
  readonly #timers: GatewayTimers
  readonly #limitMs: number
  /** The oldest first. */
  readonly #waiting = new Set<Waiting>()
  #isWatching = false

  constructor(clock: GatewayClock, timers: GatewayTimers, limitMs: number) {
    this.#clock = clock
    this.#timers = timers
    this.#limitMs = limitMs
  }

  /** `over` is called once the limit has passed, unless what is returned was called before. */
  begin(over: () => void): () => void {
    const one: Waiting = { begunAt: this.#clock.monotonic(), over }
    this.#waiting.add(one)
    if (!this.#isWatching) this.#watch(this.#limitMs)
    return () => void this.#waiting.delete(one)
  }

  #watch(ms: number): void {
    this.#isWatching = true
    this.#timers.after(ms, () => {
      this.#isWatching = false
      const dueAt = this.#clock.monotonic() - this.#limitMs
      for (const oldest of this.#waiting) {
        if (oldest.begunAt > dueAt) return this.#watch(oldest.begunAt - dueAt)
        this.#waiting.delete(oldest)
        oldest.over()
      }
    })
  }
}
