const windowMs = 15 * 60_000
const firstDelayMs = 2_000
const longestDelayMs = 15 * 60_000
const mostKeys = 20_000

interface Failures {
  count: number
  lastAt: number
}

/**
 * Counts failures by key (an account's login, an address). After `free` of them within 15 minutes each further attempt has to wait,
 * twice as long every time. Bounded: under a flood of keys the oldest are forgotten.
 */
export class Throttle {
  readonly #free: number
  readonly #failures = new Map<string, Failures>()

  constructor(free: number) {
    this.#free = free
  }

  /** How long an attempt has to wait; 0 = go on. `now` is monotonic. */
  waitMs(key: string, now: number): number {
    const known = this.#current(key, now)
    if (known === undefined || known.count < this.#free) return 0
    const delay = Math.min(firstDelayMs * 2 ** (known.count - this.#free), longestDelayMs)
    return Math.max(0, Math.ceil(known.lastAt + delay - now))
  }

  failed(key: string, now: number): void {
    const count = (this.#current(key, now)?.count ?? 0) + 1
    this.#failures.delete(key)
    this.#failures.set(key, { count, lastAt: now })
    if (this.#failures.size <= mostKeys) return
    const [oldest] = this.#failures.keys()
    if (oldest !== undefined) this.#failures.delete(oldest)
  }

  /** Takes one failure back: it was none. */
  forgive(key: string): void {
    const known = this.#failures.get(key)
    if (known === undefined) return
    known.count -= 1
    if (known.count <= 0) this.#failures.delete(key)
  }

  succeeded(key: string): void {
    this.#failures.delete(key)
  }

  #current(key: string, now: number): Failures | undefined {
    const known = this.#failures.get(key)
    return known !== undefined && now - known.lastAt < windowMs ? known : undefined
  }
}
