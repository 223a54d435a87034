import { type Bar, isAdmitted, isReady } from '../eligible'
import type { RosterEntry } from '../snapshot'
import type { Chosen } from './chosen'

/** Never assigned is longer ago than anything. */
const lastAssigned = (entry: RosterEntry): number => entry.lastAssignedAt ?? Number.NEGATIVE_INFINITY

/** The rule that tells two apart: the further down the list, the closer they were. */
const rules = ['onlyOne', 'leastLoaded', 'longestSinceAssigned', 'memberOrder'] as const

/** The smallest load, then the longest since his last assignment, then the order of members (they never tie in that). One pass, nothing allocated but the answer. */
export function leastLoaded(members: readonly RosterEntry[], bar: Bar): Chosen | null {
  let best: RosterEntry | null = null
  let rule = 0
  for (const entry of members) {
    if (!isReady(entry)) continue
    if (best === null) {
      if (isAdmitted(entry, bar)) best = entry
      continue
    }
    const byLoad = entry.load - best.load
    const byTime = byLoad === 0 ? lastAssigned(entry) - lastAssigned(best) : 0
    const isBetter = byLoad < 0 || byTime < 0
    const toldBy = byLoad !== 0 ? 1 : byTime < 0 || byTime > 0 ? 2 : 3
    if (!isBetter && toldBy <= rule) continue
    if (!isAdmitted(entry, bar)) continue
    if (isBetter) best = entry
    rule = isBetter ? toldBy : Math.max(rule, toldBy)
  }
  return best === null ? null : { entry: best, choice: rules[rule] ?? 'onlyOne' }
}

/** Members as they would come, the least loaded first. */
export const inOrderOfLoad = (members: readonly RosterEntry[]): readonly RosterEntry[] =>
  members.toSorted((one, other) => {
    if (one.load !== other.load) return one.load - other.load
    const [first, second] = [lastAssigned(one), lastAssigned(other)]
    return first === second ? 0 : first < second ? -1 : 1
  })
