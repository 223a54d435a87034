import { type Change, mergeChanges } from './changes'
import type { ClientClock } from './clock'

/** One frame at 60 per second: windows are told at most that often. */
const frameMs = 16

export type ChangeListener = (changes: readonly Change[]) => void

/** Hands changes to windows, a frame's worth at a time. */
export class ChangeFeed {
  readonly #clock: ClientClock
  readonly #listeners = new Set<ChangeListener>()
  #waiting: Change[] = []
  #callOff: (() => void) | null = null

  constructor(clock: ClientClock) {
    this.#clock = clock
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  push(change: Change): void {
    this.#waiting.push(change)
    this.#callOff ??= this.#clock.after(frameMs, () => this.flush())
  }

  flush(): void {
    this.#callOff?.()
    this.#callOff = null
    const changes = mergeChanges(this.#waiting)
    this.#waiting = []
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes)
  }
}
