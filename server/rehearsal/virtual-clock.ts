import type { Clock, Timers } from '../operators/ports'

interface Timer {
  readonly at: number
  readonly order: number
  readonly work: () => void
  isOff: boolean
}

const isSooner = (one: Timer, other: Timer): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order)

/** Time that goes as far as it is told to; what falls due on the way is called in order. */
export class VirtualClock implements Clock, Timers {
  #now: number
  #set = 0
  /** A binary heap, the soonest first. */
  readonly #heap: Timer[] = []

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now
  }

  after(ms: number, work: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#set++, work, isOff: false }
    this.#push(timer)
    return () => {
      timer.isOff = true
    }
  }

  /** Goes on to a moment; true when something fell due there and was called, and this is to be asked again. */
  step(to: number): boolean {
    for (let first = this.#heap[0]; first !== undefined && first.at <= to; first = this.#heap[0]) {
      this.#pop()
      if (first.isOff) continue
      this.#now = Math.max(this.#now, first.at)
      first.work()
      return true
    }
    this.#now = Math.max(this.#now, to)
    return false
  }

  #push(timer: Timer): void {
    const heap = this.#heap
    let place = heap.push(timer) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isSooner(timer, parent)) break
      heap[place] = parent
      place = above
    }
    heap[place] = timer
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let place = 0
    for (;;) {
      let below = place * 2 + 1
      const left = heap[below]
      if (left === undefined) break
      const right = heap[below + 1]
      if (right !== undefined && isSooner(right, left)) below++
      const child = heap[below]
      if (child === undefined || !isSooner(child, last)) break
      heap[place] = child
      place = below
    }
    heap[place] = last
  }
}
