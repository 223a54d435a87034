import type { ConversationRow } from '#protocol/conversation'
import type { ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { Presence } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { ConversationFacts } from '../conversations/facts'
import type { ChannelFacts } from '../conversations/ports'
import { receivingOf } from '../distribution/receiving'
import { pointerKey } from '../distribution/snapshot'
import { isSameMoment, type Moments, momentOf } from './moments'
import type { CompanyRows, Freed, Given, LoadRow, Staff, Tallies, Turn } from './ports'
import { absent, type Member, type Roster } from './roster'
import type { RosterScreen } from './roster-screen'

interface Effects {
  onUndone(effect: () => void): void
  afterCommit(effect: () => void): void
}

const assigneeOf = (row: ConversationRow): OperatorId | null =>
  row.isOpen && row.assignee?.kind === 'operator' ? row.assignee.id : null

/** The roster as one transaction sees and changes it. Every change is taken back with the transaction. */
export class RosterSession implements Staff {
  readonly #roster: Roster
  readonly #screen: RosterScreen
  readonly #effects: Effects
  readonly #moments: Pick<Moments, 'set'>
  #freed: Freed | null = null
  #given: Given[] = []
  #touched: Set<OperatorId> | null = null

  constructor(roster: Roster, screen: RosterScreen, moments: Pick<Moments, 'set'>, effects: Effects) {
    this.#roster = roster
    this.#screen = screen
    this.#effects = effects
    this.#moments = moments
  }

  actor(id: OperatorId): Actor | undefined {
    return this.#roster.members.get(id)?.actor
  }

  effective(id: OperatorId): Presence['effective'] {
    return this.#roster.members.get(id)?.presence.effective ?? absent.effective
  }

  place(id: OperatorId): { readonly load: number; readonly limit: number | null } {
    return this.#roster.members.get(id)?.entry ?? { load: 0, limit: 0 }
  }

  countsOnlyAwaiting(): boolean {
    return this.#roster.settings.loadCounts === 'awaitingAnswer'
  }

  hasGroup(id: GroupId): boolean {
    return this.#roster.groups.has(id)
  }

  groupLimit(id: GroupId): number | null {
    return this.#roster.groups.get(id)?.limit ?? null
  }

  receivingGroup(channelId: ChannelId, transferredTo: GroupId | null): GroupId | null {
    const receiving = receivingOf(this.#roster, { channelId, groupId: transferredTo })
    return receiving === undefined || receiving.kind === 'operator' ? null : (receiving.group?.id ?? null)
  }

  channel(id: ChannelId): ChannelFacts | undefined {
    return this.#roster.channelRecords.get(id)
  }

  takeGiven(): readonly Given[] {
    const given = this.#given
    if (given.length > 0) this.#given = []
    return given
  }

  takeFreed(): Freed | null {
    const freed = this.#freed
    this.#freed = null
    return freed
  }

  conversationChanged(before: ConversationFacts | null, after: ConversationFacts): void {
    this.#tally(before?.row ?? null, after.row)
    const was = before === null ? null : assigneeOf(before.row)
    const is = assigneeOf(after.row)
    const wasAwaiting = before?.row.unansweredSince != null
    const isAwaiting = after.row.unansweredSince !== null
    const wasOf = before?.ofGroup ?? null
    const isOf = after.ofGroup
    if (was !== is || wasOf !== isOf) {
      if (was !== null) this.#load(was, -1, wasAwaiting ? -1 : 0, 0, wasOf)
      if (is !== null) this.#load(is, 1, isAwaiting ? 1 : 0, 0, isOf)
    } else if (is !== null && wasAwaiting !== isAwaiting) this.#load(is, 0, isAwaiting ? 1 : -1, 0, isOf)
    const hasAnswered = wasAwaiting && !isAwaiting && this.countsOnlyAwaiting()
    if (was !== null && (was !== is || hasAnswered))
      this.#freed = after.row.isOpen ? (this.#freed ?? 'capacityFreed') : 'conversationClosed'
    if (is !== null && after.row.assignedAt !== before?.row.assignedAt) {
      this.#assigned(is, after.row.assignedAt)
      if (this.effective(is) !== 'online') this.#given.push({ operatorId: is, conversationId: after.row.id })
    }
    this.#shares(before?.row ?? null, after.row)
    this.#foresee(before, after)
  }

  /** When something has to be done about it follows from how it stands. */
  #foresee(before: ConversationFacts | null, after: ConversationFacts): void {
    const { waitAlarmMs } = this.#roster.settings
    const moment = momentOf(after, waitAlarmMs)
    if (before !== null && isSameMoment(momentOf(before, waitAlarmMs), moment)) return
    if (before === null && moment === null) return
    this.#effects.afterCommit(() => this.#moments.set(after.row.id, moment))
  }

  setPresence(id: OperatorId, presence: Presence): void {
    const member = this.#roster.members.get(id)
    if (member === undefined) return
    const previous = member.presence
    this.#effects.onUndone(() => this.#roster.place(member, previous))
    this.#roster.place(member, presence)
    this.#touch(id)
  }

  moveTurn({ groupId, channelId, operatorId }: Turn): void {
    const { pointers } = this.#roster
    const key = pointerKey(groupId, channelId)
    const previous = pointers.get(key)
    this.#effects.onUndone(() => void (previous === undefined ? pointers.delete(key) : pointers.set(key, previous)))
    pointers.set(key, operatorId)
  }

  takeCompany(rows: CompanyRows): void {
    const { rows: previous, pointers } = this.#roster
    const turns = new Map(pointers)
    this.#effects.onUndone(() => {
      this.#roster.take(previous)
      this.#roster.setTurns(turns)
    })
    this.#roster.take(rows)
    for (const id of this.#roster.members.keys()) this.#touch(id)
  }

  takeLoads(rows: readonly LoadRow[], tallies: Tallies): void {
    this.#roster.takeLoads(rows, tallies)
    for (const id of this.#roster.members.keys()) this.#touch(id)
  }

  #tally(before: ConversationRow | null, after: ConversationRow): void {
    const was = tallyOf(before)
    const is = tallyOf(after)
    if (
      was.open === is.open &&
      was.unassigned === is.unassigned &&
      was.closed === is.closed &&
      was.queued === is.queued
    )
      return
    const previous = this.#roster.tallies
    this.#effects.onUndone(() => {
      this.#roster.tallies = previous
    })
    this.#roster.tallies = {
      open: previous.open + is.open - was.open,
      unassigned: previous.unassigned + is.unassigned - was.unassigned,
      closed: previous.closed + is.closed - was.closed,
      queued: previous.queued + is.queued - was.queued,
    }
    const { tallies } = this.#roster
    this.#effects.afterCommit(() => this.#screen.setTallies(tallies))
  }

  #load(id: OperatorId, open: number, awaiting: number, shared: number, groupId: GroupId | null): void {
    const member = this.#roster.members.get(id)
    if (member === undefined) return
    this.#add(member, open, awaiting, shared, groupId)
    this.#effects.onUndone(() => this.#add(member, -open, -awaiting, -shared, groupId))
    if (open !== 0 || shared !== 0) this.#touch(id)
  }

  #add(member: Member, open: number, awaiting: number, shared: number, groupId: GroupId | null): void {
    member.open += open
    member.awaiting += awaiting
    member.shared += shared
    if (groupId !== null) {
      const known = member.groups.get(groupId)
      const now = { open: (known?.open ?? 0) + open, awaiting: (known?.awaiting ?? 0) + awaiting }
      if (now.open === 0) member.groups.delete(groupId)
      else member.groups.set(groupId, now)
    }
    this.#roster.count(member)
  }

  #assigned(id: OperatorId, at: number | null): void {
    const entry = this.#roster.members.get(id)?.entry
    if (entry === undefined) return
    const previous = entry.lastAssignedAt
    this.#effects.onUndone(() => {
      entry.lastAssignedAt = previous
    })
    entry.lastAssignedAt = at
  }

  #shares(before: ConversationRow | null, after: ConversationRow): void {
    const was = before?.isOpen ? before.coAssignees : []
    const is = after.isOpen ? after.coAssignees : []
    if (was === is || (was.length === 0 && is.length === 0)) return
    for (const id of was) if (!is.includes(id)) this.#load(id, 0, 0, -1, null)
    for (const id of is) if (!was.includes(id)) this.#load(id, 0, 0, 1, null)
  }

  #touch(id: OperatorId): void {
    if (this.#touched === null) {
      const touched = new Set<OperatorId>()
      this.#touched = touched
      this.#effects.afterCommit(() => this.#screen.show([...touched]))
    }
    this.#touched.add(id)
  }
}

const none: Tallies = { open: 0, unassigned: 0, closed: 0, queued: 0 }

function tallyOf(row: ConversationRow | null): Tallies {
  if (row === null) return none
  if (!row.isOpen) return { ...none, closed: 1 }
  const unassigned = row.assignee === null ? 1 : 0
  return { open: 1, unassigned, closed: 0, queued: unassigned === 1 || row.waitingSince !== null ? 1 : 0 }
}
