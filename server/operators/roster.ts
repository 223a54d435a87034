import type { ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { Group, Operator, Presence } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import {
  type ChannelState,
  type EngineSettings,
  type GroupState,
  pointerKey,
  type RosterEntry,
} from '../distribution/snapshot'
import type { AccountFacts, ChannelRecord, CompanyRows, GroupFacts, LoadRow, Tallies } from './ports'

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] }

/** An operator in the model. `entry` is the living object the engine reads; loads are counted here and compared with the rows. */
export interface Member {
  account: AccountFacts
  actor: Actor
  presence: Presence
  open: number
  awaiting: number
  shared: number
  readonly entry: Mutable<RosterEntry>
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
})

const nobody: CompanyRows = {
  name: '',
  settings: { version: 0, value: defaultDistribution },
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
  groups: ReadonlyMap<GroupId, GroupState> = new Map()
  groupFacts: readonly GroupFacts[] = []
  channels: ReadonlyMap<ChannelId, ChannelState> = new Map()
  channelRecords: ReadonlyMap<ChannelId, ChannelRecord> = new Map()
  readonly pointers = new Map<string, OperatorId>()

  /** Takes the stored company in; operators who stay keep presence and loads. */
  take(rows: CompanyRows): void {
    const { settings, accounts, groups, channels, turns } = rows
    this.rows = rows
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
      channels.map(({ id, receiver, pool }) => [id, { id, receiver, pool: pool === null ? null : new Set(pool) }]),
    )
    this.setTurns(
      turns.map(({ groupId, channelId, operatorId }) => [pointerKey(groupId, channelId), operatorId] as const),
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
      member.entry.lastAssignedAt = row?.lastAssignedAt ?? member.entry.lastAssignedAt
      this.count(member)
    }
    this.tallies = tallies
  }

  /** What counts as load is a setting. */
  count(member: Member): void {
    member.entry.load = this.settings.loadCounts === 'allOpen' ? member.open : member.awaiting
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

  orderOf(groupId: GroupId): Group['order'] {
    return this.settings.orders.find((one) => one.groupId === groupId)?.order ?? 'inTurn'
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
    const entry: Mutable<RosterEntry> = {
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
    }
    return { account, actor: actorOf(account), presence: absent, open: 0, awaiting: 0, shared: 0, entry }
  }

  #groupState(group: GroupFacts): GroupState {
    const all = [...this.entries.values()]
    const members = group.isEverybody
      ? all
      : group.members.map((id) => this.entries.get(id)).filter((entry) => entry !== undefined)
    return { id: group.id, order: this.orderOf(group.id), members }
  }
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
})
