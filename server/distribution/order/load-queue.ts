import { type Bar, isAdmitted, isBelowGroupLimit, isReady } from '../eligible'
import type { RosterEntry } from '../snapshot'
import type { Chosen } from './chosen'

/** A member with his rank when it was last looked at; in one call a rank only gets worse. */
interface Ranked {
  readonly entry: RosterEntry
  readonly place: number
  readonly load: number
  readonly at: number
}

/** `leastLoaded` for many conversations in a row: the same choice from a heap instead of a scan each. Entries are the living ones of the call. */
export class LoadQueue {
  private readonly heap: Ranked[] = []

  /** Of the bar only what all conversations of the receiver share: pool and the group's limit. */
  constructor(
    members: readonly RosterEntry[],
    private readonly shared: Pick<Bar, 'pool' | 'group'>,
  ) {
    const { pool } = shared
    members.forEach((entry, place) => {
      if (isReady(entry) && (pool === null || pool.has(entry.id))) this.push(ranked(entry, place))
    })
  }

  choose(bar: Bar): Chosen | null {
    const aside: Ranked[] = []
    const first = this.next(bar, aside)
    const second = this.next(bar, aside)
    for (const each of [first, second, ...aside]) if (each !== undefined) this.push(each)
    if (first === undefined) return null
    if (second === undefined) return { entry: first.entry, choice: 'onlyOne' }
    if (first.load !== second.load) return { entry: first.entry, choice: 'leastLoaded' }
    return { entry: first.entry, choice: first.at === second.at ? 'memberOrder' : 'longestSinceAssigned' }
  }

  /** Takes out the best who is still ready, ranks brought up to date on the way. */
  private next(bar: Bar, aside: Ranked[]): Ranked | undefined {
    for (let top = this.pop(); top !== undefined; top = this.pop()) {
      if (!isReady(top.entry) || !isBelowGroupLimit(top.entry, this.shared)) continue
      const now = ranked(top.entry, top.place)
      if (isBefore(top, now)) this.push(now)
      else if (!isAdmitted(top.entry, bar)) aside.push(top)
      else return top
    }
    return undefined
  }

  private push(item: Ranked) {
    const { heap } = this
    let index = heap.push(item) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(item, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = item
  }

  private pop(): Ranked | undefined {
    const { heap } = this
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    let index = 0
    for (;;) {
      const left = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      const isRight = left !== undefined && right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (child === undefined || !isBefore(child, last)) break
      heap[index] = child
      index = 2 * index + (isRight ? 2 : 1)
    }
    heap[index] = last
    return top
  }
}

const ranked = (entry: RosterEntry, place: number): Ranked => ({
  entry,
  place,
  load: entry.load,
  at: entry.lastAssignedAt ?? Number.NEGATIVE_INFINITY,
})

function isBefore(one: Ranked, other: Ranked): boolean {
  if (one.load !== other.load) return one.load < other.load
  if (one.at !== other.at) return one.at < other.at
  return one.place < other.place
}
