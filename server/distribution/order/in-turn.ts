import type { OperatorId } from '#protocol/ids'
import { type Bar, isEligible } from '../eligible'
import type { RosterEntry } from '../snapshot'
import type { Chosen } from './chosen'

/** Place of the member whose turn it is; after one who has left the group the turn starts from the top. */
const turn = (members: readonly RosterEntry[], pointer: OperatorId | undefined): number =>
  pointer === undefined ? 0 : members.findIndex((entry) => entry.id === pointer) + 1

/** The first eligible member behind the pointer, going round. Whoever is passed owes no turn. */
export function inTurn(members: readonly RosterEntry[], pointer: OperatorId | undefined, bar: Bar): Chosen | null {
  const start = turn(members, pointer)
  let first: RosterEntry | null = null
  for (let step = 0; step < members.length; step++) {
    const entry = members[(start + step) % members.length]
    if (entry === undefined || !isEligible(entry, bar)) continue
    if (first !== null) return { entry: first, choice: 'inTurn' }
    first = entry
  }
  return first === null ? null : { entry: first, choice: 'onlyOne' }
}

/** Members as they would come, the next one first. */
export function inOrderOfTurn(
  members: readonly RosterEntry[],
  pointer: OperatorId | undefined,
): readonly RosterEntry[] {
  const start = turn(members, pointer)
  return [...members.slice(start), ...members.slice(0, start)]
}
