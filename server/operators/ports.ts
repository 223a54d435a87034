import type { ChannelRules, Messenger } from '#protocol/channel'
import type { AttachmentId, ChannelId, ConversationId, DecisionId, GroupId, OperatorId } from '#protocol/ids'
import type { ChosenStatus, OrderOfChoosing, Presence, Role, StatusCause } from '#protocol/operator'
import type { Schedule } from '#protocol/schedules'
import type { DistributionSettings } from '#protocol/settings'
import type { ConversationFacts } from '../conversations/facts'
import type { Distribution, People, Work } from '../conversations/ports'

/** An account as distribution and rights need it. */
export interface AccountFacts {
  readonly id: OperatorId
  readonly name: string
  readonly role: Role
  readonly canSupervise: boolean
  readonly mayExceedLimit: boolean
  readonly isActive: boolean
  readonly takesPart: boolean
  /** `company` takes the company's limit; null = none. */
  readonly limit: 'company' | number | null
  readonly picture: AttachmentId | null
}

export interface GroupFacts {
  readonly id: GroupId
  readonly name: string
  /** Its members follow the accounts. */
  readonly isEverybody: boolean
  readonly version: number
  readonly order: OrderOfChoosing
  readonly answerTimeMs: number | null
  readonly limit: number | null
  readonly schedule: Schedule | null
  /** In their order; of the built-in group only those whose place was set. */
  readonly members: readonly OperatorId[]
}

export type StoredGroup = Omit<GroupFacts, 'isEverybody'>

export interface ChannelRecord {
  readonly id: ChannelId
  readonly name: string
  readonly messenger: Messenger
  readonly isConnected: boolean
  readonly version: number
  readonly rules: ChannelRules
}

export interface Turn {
  readonly groupId: GroupId
  readonly channelId: ChannelId
  readonly operatorId: OperatorId
}

/** A conversation and who has been given it. */
export interface Given {
  readonly operatorId: OperatorId
  readonly conversationId: ConversationId
}

/** The company as stored: what changes seldom and is needed for every decision. */
export interface CompanyRows {
  readonly name: string
  readonly settings: { readonly version: number; readonly value: DistributionSettings }
  /** Working hours of the company; null = day and night. */
  readonly schedule: { readonly version: number; readonly value: Schedule | null }
  readonly accounts: readonly AccountFacts[]
  readonly groups: readonly GroupFacts[]
  readonly channels: readonly ChannelRecord[]
  readonly turns: readonly Turn[]
}

/** What an operator has in hand, counted from the rows. */
export interface LoadRow {
  readonly operatorId: OperatorId
  readonly open: number
  /** Of these, those whose contact waits for our answer. */
  readonly awaiting: number
  /** Open ones in which he is co-assignee. */
  readonly shared: number
  readonly lastAssignedAt: number | null
  readonly groups: readonly GroupLoadRow[]
}

/** Of what he has in hand, conversations of one group. */
export interface GroupLoadRow {
  readonly groupId: GroupId
  readonly open: number
  readonly awaiting: number
}

/** Numbers of the whole company, for counts on screens. */
export interface Tallies {
  readonly open: number
  readonly unassigned: number
  readonly closed: number
  /** Open and without assignee, or marked as waiting for a free operator. */
  readonly queued: number
}

export interface CompanyStore {
  read(): Promise<CompanyRows>
  loads(): Promise<readonly LoadRow[]>
  /** Open conversations of each assignee, from an index alone: cheap enough to be asked every few seconds. */
  openCounts(): Promise<ReadonlyMap<OperatorId, number>>
  tallies(): Promise<Tallies>
  saveTurn(turn: Turn): Promise<void>
  /** With a line in the audit trail. */
  rename(name: string, at: number, by: OperatorId): Promise<void>
  /** False when the stored version is another one. */
  saveSettings(version: number, value: DistributionSettings, at: number, by: OperatorId | null): Promise<boolean>
  saveSchedule(version: number, value: Schedule | null, at: number, by: OperatorId | null): Promise<boolean>
  saveRules(id: ChannelId, version: number, rules: ChannelRules, at: number, by: OperatorId): Promise<boolean>
  /** `version` is the one that was edited; a new one has 0. */
  saveGroup(group: StoredGroup, isNew: boolean, at: number, by: OperatorId): Promise<boolean>
  deleteGroup(id: GroupId, version: number, at: number, by: OperatorId): Promise<boolean>
}

/** Presence as it outlives the hub. */
export interface PresenceRow {
  readonly chosen: ChosenStatus
  readonly version: number
  readonly cause: StatusCause
  readonly since: number
  readonly unavailableSince: number | null
  readonly wasLinked: boolean
}

export interface PresenceStore {
  all(): Promise<readonly (PresenceRow & { readonly operatorId: OperatorId })[]>
  save(operatorId: OperatorId, row: PresenceRow): Promise<void>
  /** A line of the history of what colleagues saw. */
  note(operatorId: OperatorId, at: number, presence: Presence, by: OperatorId | null): Promise<void>
  /** The hub accepts connections from now on; what it believes of everybody is noted after it. */
  started(at: number): Promise<void>
}

/** Where a page of the queue ended: the next one begins behind it. */
export interface QueuePlace {
  readonly rank: number
  readonly at: number
  readonly openedAt: number
  readonly id: ConversationId
}

export interface QueueStore {
  /** The queue in its order, a page at a time. */
  page(
    after: QueuePlace | null,
    limit: number,
  ): Promise<{ readonly conversations: readonly ConversationFacts[]; readonly next: QueuePlace | null }>
  /** Open conversations of these operators. */
  assignedTo(operators: readonly OperatorId[]): Promise<readonly ConversationFacts[]>
  /** Every open conversation for which a moment may come at which something has to be done: queued, or to be answered in time. */
  awaited(): Promise<readonly ConversationFacts[]>
  /** Every open conversation with a stored moment up to which, or from which on, time has really to pass. */
  timed(): Promise<readonly ConversationFacts[]>
  resting(): Promise<readonly { readonly id: ConversationId; readonly until: number }[]>
}

/** One conversation of a decision. */
export interface DecisionRow {
  readonly conversationId: ConversationId
  readonly kind: string
  readonly chosen: OperatorId | null
  readonly choice: string
  readonly groupId: GroupId | null
}

export interface DecisionStore {
  /** Stores the basis of one call of the engine; the id is known before its rows are. */
  addBasis(at: number, body: string): Promise<DecisionId>
  addRows(id: DecisionId, rows: readonly DecisionRow[]): Promise<void>
}

/** When something has to be done about a conversation if nothing happens before. */
export interface Moment {
  readonly conversationId: ConversationId
  readonly at: number
  /** Comes before the others of the same moment, as in the queue. */
  readonly isUrgent: boolean
  readonly kind: 'answerTimeOver' | 'waitTooLong'
}

export type Freed = 'conversationClosed' | 'capacityFreed'

/** The roster inside a transaction, with what only operators and distribution change. */
export interface Staff extends People {
  setPresence(id: OperatorId, presence: Presence): void
  moveTurn(turn: Turn): void
  /** The stored company has changed in this transaction. */
  takeCompany(rows: CompanyRows): void
  /** The rows say otherwise than the model: the rows are right. */
  takeLoads(rows: readonly LoadRow[], tallies: Tallies): void
  /** What has made room in this transaction; told once. */
  takeFreed(): Freed | null
  /** Who has been given a conversation while he was away; told once. */
  takeGiven(): readonly Given[]
}

/** Distribution with what sets it going besides conversations. */
export interface FullDistribution extends Distribution {
  /** Comes first in every transaction: when the wall clock has jumped, what runs on time that really passes moves along. */
  begin(): Promise<void>
  /** He has become free to be given something. */
  operatorReady(operatorId: OperatorId): Promise<void>
  /** His reassignment delay has run out; judged as of a moment, now unless said otherwise. Gives the number of conversations it changed. */
  reassignmentDue(operatorId: OperatorId, asOf?: number): Promise<number>
  /** A conversation that had moved too often has rested. */
  restOver(conversationId: ConversationId): Promise<void>
  /** Settings, accounts, groups or channels are others now: the queue and those who are away are looked at. */
  companyChanged(): Promise<void>
  /** Its answer time is over, or it has waited for too long; judged as of that moment. */
  momentCame(moment: Moment): Promise<void>
  /** Hands out the queue from a place on; gives the number of conversations it changed. */
  drain(
    trigger: 'settingsChanged' | 'hubStarted' | 'capacityFreed' | 'scheduleEdge' | 'sweep',
    after: QueuePlace | null,
  ): Promise<number>
}

/** An open transaction with what operators and distribution need of it. */
export interface OperatorsWork extends Work {
  readonly people: Staff
  readonly distribution: FullDistribution
  readonly company: CompanyStore
  readonly presences: PresenceStore
  readonly queue: QueueStore
  readonly decisions: DecisionStore
}

export interface Timers {
  /** Calls once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void
}

export interface Clock {
  /** Wall time; may jump. */
  now(): number
  /** Milliseconds that really passed since some start. */
  monotonic(): number
}

/** What of the distribution support asks for first; ids and codes only. */
export interface DistributionLog {
  decided(trigger: string, decisions: number, decisionId: DecisionId): void
  /** The sweep found what no event had handled, or the read model differed from the rows: a bug to be counted. */
  bug(what: 'sweepFound' | 'claimRefused' | 'loadsDiffer', count: number): void
  /** The wall clock has jumped by so much; presence and its deadlines were moved along. */
  clockJumped(ms: number): void
  failed(what: string, error: unknown): void
}
