import type { IneligibleReason } from '#protocol/explanation'
import type { GroupId, OperatorId } from '#protocol/ids'
import type { RosterEntry } from './snapshot'

/** What a conversation asks of whoever gets it, beyond being ready for any. */
export interface Bar {
  /** Operators its channel is narrowed to; null = everybody. */
  readonly pool: ReadonlySet<OperatorId> | null
  /** Who has it or gave it back. */
  readonly takenFrom: OperatorId | null
  /** The group it is given through, when that has a limit of its own. */
  readonly group: { readonly id: GroupId; readonly limit: number } | null
  /** Who has let it lapse in this round. */
  readonly lapsed: readonly OperatorId[]
  /** Outside the hours in which he could be chosen for it. */
  readonly isClosed: boolean
}

/** Has he room in the group it would come through? */
export const isBelowGroupLimit = (entry: RosterEntry, { group }: Pick<Bar, 'group'>): boolean =>
  group === null || (entry.groupLoads.get(group.id) ?? 0) < group.limit

/** An allow-list: whoever is not named here gets nothing. Asked of everybody for every choice, so it only compares. */
export const isReady = (entry: RosterEntry): boolean =>
  entry.effective === 'online' &&
  entry.link === 'live' &&
  entry.takesPart &&
  entry.isActive &&
  (entry.limit === null || entry.load < entry.limit)

/** The part that needs a look-up; asked only of those who are ready and would make a difference. */
export const isAdmitted = (entry: RosterEntry, bar: Bar): boolean =>
  !bar.isClosed &&
  entry.id !== bar.takenFrom &&
  (bar.pool === null || bar.pool.has(entry.id)) &&
  isBelowGroupLimit(entry, bar) &&
  !bar.lapsed.includes(entry.id)

export const isEligible = (entry: RosterEntry, bar: Bar): boolean => isReady(entry) && isAdmitted(entry, bar)

/** The same rule told as the first reason against him, in the order of `ineligibleReasons`; null = he is eligible. */
export function ineligibleReason(entry: RosterEntry, bar: Bar): IneligibleReason | null {
  if (!entry.isActive) return 'disabled'
  if (!entry.takesPart) return 'takesNoPart'
  if (bar.pool !== null && !bar.pool.has(entry.id)) return 'notInPool'
  if (entry.id === bar.takenFrom) return 'takenFrom'
  if (entry.effective === 'offline') return 'offline'
  if (entry.effective === 'lost') return 'lost'
  if (entry.link !== 'live') return 'connectionLost'
  if (entry.effective === 'busy') return 'busy'
  if (entry.limit !== null && entry.load >= entry.limit) return 'atLimit'
  if (!isBelowGroupLimit(entry, bar)) return 'atGroupLimit'
  if (bar.isClosed) return 'outsideHours'
  return bar.lapsed.includes(entry.id) ? 'lapsed' : null
}
