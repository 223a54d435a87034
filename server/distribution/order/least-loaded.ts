import { type Bar, isAdmitted, isReady } from '../eligible'
import type { RosterEntry } from '../snapshot'
import type { Chosen } from './chosen'

/** Never assigned is longer ago than anything. */
const lastAssigned = (entry: RosterEntry): number => entry.lastAssignedAt ?? Number.NEGATIVE_INFINITY

/** The rule that tells two apart: the further down the list, the closer they were. */
const rules = ['onlyOne', 'leastLoaded', 'longestSinceAssigned', 'memberOrder'] as const

/**
 * The smallest load, then the longest since his last assignment, then the order of members (in that they never tie).
 * One pass that allocates nothing but the answer; what is dear to ask is asked only of those who would make a difference.
 */
export function leastLoaded(members: readonly RosterEntry[], bar: Bar): Chosen | null {
  let best: RosterEntry | null = null
  let rule = 0
  for (const entry of members) {
    if (best === null) {
      if (isReady(entry) && isAdmitted(entry, bar)) best = entry
      continue
    }
    const isLighter = entry.load < best.load
    if (!isLighter && entry.load > best.load && rule > 0) continue
    if (!isReady(entry)) continue
    const toldBy = entry.load === best.load ? ruleOfTimes(entry, best) : 1
    const isBetter = isLighter || (toldBy === 2 && lastAssigned(entry) < lastAssigned(best))
    if ((!isBetter && toldBy <= rule) || !isAdmitted(entry, bar)) continue
    if (isBetter) best = entry
    rule = isBetter ? toldBy : Math.max(rule, toldBy)
  }
  return best === null ? null : { entry: best, choice: rules[rule] ?? 'onlyOne' }
}

const ruleOfTimes = (one: RosterEntry, other: RosterEntry) => (one.lastAssignedAt === other.lastAssignedAt ? 3 : 2)

/** Members as they would come, the least loaded first. */
export const inOrderOfLoad = (members: readonly RosterEntry[]): readonly RosterEntry[] =>
  members.toSorted((one, other) => {
    if (one.load !== other.load) return one.load - other.load
    const [first, second] = [lastAssigned(one), lastAssigned(other)]
    return first === second ? 0 : first < second ? -1 : 1
  })
