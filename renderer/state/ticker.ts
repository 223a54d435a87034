import type { Platform } from '../platform'

/** The present, in steps: waiting times of a hundred rows change together, and a step nobody looks at costs nothing. */
export class Ticker {
  readonly #platform: Platform
  readonly #watchers = new Map<number, Set<() => void>>()
  readonly #stops = new Map<number, () => void>()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** Now, rounded down to the step: equal until the step is over. */
  now(stepMs: number): number {
    return Math.floor(this.#platform.now() / stepMs) * stepMs
  }

  watch(stepMs: number, onStep: () => void): () => void {
    const watchers = this.#watchers.get(stepMs) ?? new Set()
    this.#watchers.set(stepMs, watchers)
    watchers.add(onStep)
    if (!this.#stops.has(stepMs)) this.#schedule(stepMs)
    return () => {
      watchers.delete(onStep)
      if (watchers.size > 0) return
      this.#stops.get(stepMs)?.()
      this.#stops.delete(stepMs)
    }
  }

  #schedule(stepMs: number): void {
    const rest = stepMs - (this.#platform.now() % stepMs)
    const stop = this.#platform.after(rest + 1, () => {
      this.#schedule(stepMs)
      for (const onStep of [...(this.#watchers.get(stepMs) ?? [])]) onStep()
    })
    this.#stops.set(stepMs, stop)
  }
}
