import type { GroupId, OperatorId } from '#protocol/ids'
import type { RosterEntry } from './snapshot'

type Seat = { -readonly [Key in keyof RosterEntry]: RosterEntry[Key] }

/**
 * The roster in the middle of a call, with what the call has handed out so far. The snapshot is never written into: entries
 * are copied, and only once something was handed out, so a call about one conversation copies one entry.
 */
export class Seats {
  private readonly copies = new Map<OperatorId, Seat>()
  private readonly rooms = new Map<readonly RosterEntry[], readonly RosterEntry[]>()

  constructor(private readonly roster: ReadonlyMap<OperatorId, RosterEntry>) {}

  get(id: OperatorId): RosterEntry | undefined {
    return this.copies.get(id) ?? this.roster.get(id)
  }

  /** These entries as they are now, in their order. */
  of(entries: readonly RosterEntry[]): readonly RosterEntry[] {
    return this.copies.size === 0 ? entries : this.lasting(entries)
  }

  /** These entries as they are now and as they become later in the call. */
  lasting(entries: readonly RosterEntry[]): readonly RosterEntry[] {
    const known = this.rooms.get(entries)
    if (known !== undefined) return known
    const copied = entries.map((entry) => this.copy(entry))
    this.rooms.set(entries, copied)
    return copied
  }

  /** A conversation of this weight comes to him; `groupId`: the group with a limit of its own it comes through. */
  give(to: OperatorId, weight: number, now: number, groupId: GroupId | null) {
    const receiving = this.roster.get(to)
    if (receiving === undefined) return
    const seat = this.copy(receiving)
    seat.load += weight
    seat.lastAssignedAt = now
    if (groupId !== null)
      seat.groupLoads = new Map(seat.groupLoads).set(groupId, (seat.groupLoads.get(groupId) ?? 0) + weight)
  }

  /** A conversation of this weight leaves him; `groupId`: the group it had come through. */
  free(from: OperatorId, weight: number, groupId: GroupId | null) {
    const leaving = this.roster.get(from)
    if (leaving === undefined) return
    const seat = this.copy(leaving)
    seat.load = Math.max(0, seat.load - weight)
    const ofGroup = groupId === null ? undefined : seat.groupLoads.get(groupId)
    if (groupId !== null && ofGroup !== undefined)
      seat.groupLoads = new Map(seat.groupLoads).set(groupId, Math.max(0, ofGroup - weight))
  }

  private copy(entry: RosterEntry): Seat {
    const known = this.copies.get(entry.id)
    if (known !== undefined) return known
    const made = { ...entry }
    this.copies.set(entry.id, made)
    return made
  }
}
