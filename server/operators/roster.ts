import type { At, ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { Operator, Presence } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { Schedule } from '#protocol/schedules'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import {
  type ChannelState,
  type EngineSettings,
  type GroupState,
  pointerKey,
  type RosterEntry,
} from '../distribution/snapshot'
import type { AccountFacts, ChannelRecord, CompanyRows, GroupFacts, LoadRow, Tallies } from './ports'
import { isOpen, openState } from './working-hours'

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] }

/** An operator in the model. `entry` is the living object the engine reads; loads are counted here and compared with the rows. */
export interface Member {
  account: AccountFacts
  actor: Actor
  presence: Presence
  open: number
  awaiting: number
  shared: number
  /** Of these, what he has as conversations of a group. */
  readonly groups: Map<GroupId, { readonly open: number; readonly awaiting: number }>
  readonly entry: Mutable<RosterEntry> & { readonly groupLoads: Map<GroupId, number> }
}

export const absent: Presence = {
  chosen: 'offline',
  link: 'gone',
  effective: 'offline',
  version: 0,
  since: 0,
  unavailableSince: 0,
  cause: 'hub',
}

const actorOf = ({ id, role, canSupervise, mayExceedLimit, isActive }: AccountFacts): Actor => ({
  id,
  role,
  canSupervise,
  mayExceedLimit,
  isActive,
})

const limitOf = (account: AccountFacts, settings: DistributionSettings): number | null =>
  account.limit === 'company' ? settings.conversationLimit : account.limit

/** What of the settings the engine reads, and what is kept with every decision. */
const engineSettingsOf = (version: number, settings: DistributionSettings): EngineSettings => ({
  version,
  isOn: settings.isOn,
  loadCounts: settings.loadCounts,
  reassignment: settings.reassignment,
  reassignmentDelayMs: settings.reassignmentDelayMs,
  returnToLastAssignee: settings.returnToLastAssignee,
  waitAlarmMs: settings.waitAlarmMs,
  overflowGroupId: settings.overflowGroupId,
})

const nobody: CompanyRows = {
  name: '',
  settings: { version: 0, value: defaultDistribution },
  schedule: { version: 0, value: null },
  accounts: [],
  groups: [],
  channels: [],
  turns: [],
}

/**
 * The company as every decision needs it: operators with presence and load, groups, channels, turns, settings. A read model of
 * what the open transaction sees; a RosterSession changes it and takes the change back when the transaction is undone.
 */
export class Roster {
  rows: CompanyRows = nobody
  settings: DistributionSettings = defaultDistribution
  settingsVersion = 0
  engineSettings: EngineSettings = engineSettingsOf(0, defaultDistribution)
  tallies: Tallies = { open: 0, unassigned: 0, closed: 0, queued: 0 }
  members: ReadonlyMap<OperatorId, Member> = new Map()
  entries: ReadonlyMap<OperatorId, RosterEntry> = new Map()
  groups: ReadonlyMap<GroupId, Mutable<GroupState>> = new Map()
  groupFacts: readonly GroupFacts[] = []
  channels: ReadonlyMap<ChannelId, ChannelState> = new Map()
  channelRecords: ReadonlyMap<ChannelId, ChannelRecord> = new Map()
  readonly pointers = new Map<string, OperatorId>()
  /** Inside the company's working hours, as of the last moment asked about. */
  isOpen = true
  #hours = nothingKnown

  /** Takes the stored company in; operators who stay keep presence and loads. */
  take(rows: CompanyRows): void {
    const { settings, accounts, groups, channels, turns } = rows
    this.rows = rows
    this.#hours = nothingKnown
    this.settings = settings.value
    this.settingsVersion = settings.version
    this.engineSettings = engineSettingsOf(settings.version, settings.value)
    const members = new Map(accounts.map((account) => [account.id, this.#member(account)]))
    this.members = members
    this.entries = new Map([...members].map(([id, member]) => [id, member.entry]))
    this.groupFacts = groups
    this.groups = new Map(groups.map((group) => [group.id, this.#groupState(group)]))
    this.channelRecords = new Map(channels.map((channel) => [channel.id, channel]))
    this.channels = new Map(
      channels.map(({ id, rules: { receiver, outside, onlyInHours, pool } }) => [
        id,
        { id, receiver, outside, onlyInHours, pool: pool === null ? null : new Set(pool) },
      ]),
    )
    this.setTurns(
      turns.map(({ groupId, channelId, operatorId }) => [pointerKey(groupId, channelId), operatorId] as const),
    )
  }

  /** Brings working hours to this moment. Asked before every decision, so it only compares as a rule. */
  atMoment(now: At): void {
    const { from, until } = this.#hours
    if (now >= from && now < until) return
    const company = hoursAt(this.rows.schedule.value, now)
    this.isOpen = company.isOpen
    let first = company.until
    for (const { id, schedule } of this.groupFacts) {
      const group = this.groups.get(id)
      if (group === undefined || schedule === null) continue
      const hours = hoursAt(schedule, now)
      group.isOpen = hours.isOpen
      first = Math.min(first, hours.until)
    }
    this.#hours = { from: now, until: first }
  }

  /** When working hours begin or end next, as of the last moment asked about; null = not within a year. */
  get nextEdge(): At | null {
    const { until } = this.#hours
    return Number.isFinite(until) ? until : null
  }

  /** Is he in working hours at this moment: the company's, or those of a group he belongs to? */
  worksAt(id: OperatorId, at: At): boolean {
    const { value } = this.rows.schedule
    if (value === null || isOpen(value, at)) return true
    return this.groupFacts.some(
      ({ schedule, members }) => schedule !== null && members.includes(id) && isOpen(schedule, at),
    )
  }

  setTurns(turns: Iterable<readonly [string, OperatorId]>): void {
    this.pointers.clear()
    for (const [key, operatorId] of turns) this.pointers.set(key, operatorId)
  }

  takeLoads(rows: readonly LoadRow[], tallies: Tallies): void {
    const byId = new Map(rows.map((row) => [row.operatorId, row]))
    for (const [id, member] of this.members) {
      const row = byId.get(id)
      member.open = row?.open ?? 0
      member.awaiting = row?.awaiting ?? 0
      member.shared = row?.shared ?? 0
      member.groups.clear()
      for (const { groupId, open, awaiting } of row?.groups ?? []) member.groups.set(groupId, { open, awaiting })
      member.entry.lastAssignedAt = row?.lastAssignedAt ?? member.entry.lastAssignedAt
      this.count(member)
    }
    this.tallies = tallies
  }

  /** What counts as load is a setting. */
  count(member: Member): void {
    const isAll = this.settings.loadCounts === 'allOpen'
    member.entry.load = isAll ? member.open : member.awaiting
    const { groupLoads } = member.entry
    if (groupLoads.size === 0 && member.groups.size === 0) return
    groupLoads.clear()
    for (const [id, { open, awaiting }] of member.groups) groupLoads.set(id, isAll ? open : awaiting)
  }

  /** Members of a group in their order; of the built-in one everybody, those whose place was set first. */
  membersOf({ isEverybody, members }: GroupFacts): readonly OperatorId[] {
    if (!isEverybody) return members
    const placed = members.filter((id) => this.members.has(id))
    const known = new Set(placed)
    return [...placed, ...[...this.members.keys()].filter((id) => !known.has(id))]
  }

  /** Could anything be handed out at this moment? At night, with nobody on duty, the queue need not be read. */
  isAnythingOpen(): boolean {
    if (this.isOpen) return true
    for (const { isOpen: isGroupOpen } of this.groups.values()) if (isGroupOpen === true) return true
    for (const { onlyInHours, outside } of this.channels.values())
      if (!onlyInHours || outside.kind !== 'nobody') return true
    return false
  }

  place(member: Member, presence: Presence): void {
    member.presence = presence
    member.entry.effective = presence.effective
    member.entry.link = presence.link
    member.entry.presenceSince = presence.since
    member.entry.unavailableSince = presence.unavailableSince
  }

  /** Could anybody be given anything at all? Spares reading the queue when nobody can. */
  hasRoom(): boolean {
    for (const entry of this.entries.values())
      if (
        entry.isActive &&
        entry.takesPart &&
        entry.effective === 'online' &&
        entry.link === 'live' &&
        (entry.limit === null || entry.load < entry.limit)
      )
        return true
    return false
  }

  #member(account: AccountFacts): Member {
    const known = this.members.get(account.id)
    const limit = limitOf(account, this.settings)
    const { isActive, takesPart } = account
    if (known !== undefined) {
      known.account = account
      known.actor = actorOf(account)
      Object.assign(known.entry, { isActive, takesPart, limit })
      this.count(known)
      return known
    }
    const entry: Member['entry'] = {
      id: account.id,
      isActive,
      takesPart,
      effective: absent.effective,
      link: absent.link,
      presenceSince: absent.since,
      unavailableSince: absent.unavailableSince,
      load: 0,
      limit,
      lastAssignedAt: null,
      groupLoads: new Map(),
    }
    const nothing = { open: 0, awaiting: 0, shared: 0, groups: new Map() }
    return { account, actor: actorOf(account), presence: absent, ...nothing, entry }
  }

  #groupState(group: GroupFacts): Mutable<GroupState> {
    const { id, order, limit, answerTimeMs } = group
    const members = this.membersOf(group).flatMap((member) => this.entries.get(member) ?? [])
    return { id, order, limit, answerTimeMs, members, isOpen: null }
  }
}

/** Until the first moment is asked about. */
const nothingKnown = { from: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY }

/** No schedule: day and night. */
function hoursAt(schedule: Schedule | null, now: At): { readonly isOpen: boolean; readonly until: number } {
  if (schedule === null) return { isOpen: true, until: Number.POSITIVE_INFINITY }
  const { isOpen: open, changesAt } = openState(schedule, now)
  return { isOpen: open, until: changesAt ?? Number.POSITIVE_INFINITY }
}

/** An operator as colleagues see him. */
export const operatorOf = ({ account, presence, open, shared, entry }: Member): Operator => ({
  id: account.id,
  name: account.name,
  role: account.role,
  isActive: account.isActive,
  takesPart: account.takesPart,
  presence,
  load: open,
  shared,
  limit: entry.limit,
  picture: account.picture,
})
