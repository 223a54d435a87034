import { assertNever, ChannelId, ConversationId, GroupId, OperatorId } from '#protocol/ids'
import type { OrderOfChoosing } from '#protocol/operator'
import { defaultDistribution } from '#protocol/settings'
import type { Decision } from '#server/distribution/decision'
import {
  type ChannelState,
  type ConversationState,
  type GroupState,
  pointerKey,
  type RosterEntry,
  type Snapshot,
} from '#server/distribution/snapshot'

export const noon = 1_800_000_000_000
export const operatorId = (name: string) => OperatorId.parse(name)
export const conversationId = (name: string) => ConversationId.parse(name)
export const shop = ChannelId.parse('shop')
const everybody = GroupId.parse('everybody')

/** An operator who can have anything: active, taking part, Online, with nothing yet. */
export const anOperator = (name: string, change: Partial<Omit<RosterEntry, 'id'>> = {}): RosterEntry => ({
  id: operatorId(name),
  isActive: true,
  takesPart: true,
  effective: 'online',
  link: 'live',
  presenceSince: noon - 3_600_000,
  unavailableSince: null,
  load: 0,
  limit: null,
  lastAssignedAt: null,
  groupLoads: new Map(),
  ...change,
})

/** One who went away so many seconds ago; 60 is longer than the reassignment delay. */
export const anAbsentOperator = (
  name: string,
  change: Partial<Omit<RosterEntry, 'id'>> = {},
  secondsAgo = 60,
): RosterEntry =>
  anOperator(name, {
    effective: 'busy',
    presenceSince: noon - secondsAgo * 1_000,
    unavailableSince: noon - secondsAgo * 1_000,
    ...change,
  })

/** An open conversation a contact began a minute ago, with nobody. */
export const aConversation = (
  name: string,
  change: Partial<Omit<ConversationState, 'id'>> = {},
): ConversationState => ({
  id: conversationId(name),
  channelId: shop,
  isOpen: true,
  priority: 'normal',
  assignee: null,
  assignedAt: null,
  assignVersion: 1,
  groupId: null,
  returnsTo: null,
  releasedBy: null,
  openedBy: 'contact',
  openedAt: noon - 60_000,
  unansweredSince: noon - 60_000,
  waitingSince: null,
  isAnswered: false,
  moves: [],
  restsUntil: null,
  answerBy: null,
  ofGroup: null,
  lapsed: [],
  ...change,
})

/** One that an operator has had for ten minutes, the contact's word being the last. */
export const anAssigned = (
  name: string,
  assignee: string,
  change: Partial<Omit<ConversationState, 'id'>> = {},
): ConversationState =>
  aConversation(name, {
    assignee: { kind: 'operator', id: operatorId(assignee) },
    assignedAt: noon - 600_000,
    openedAt: noon - 600_000,
    ...change,
  })

/** A group in turn with these members and nothing special. */
export const aGroupState = (id: GroupId, members: readonly RosterEntry[]): GroupState => ({
  ...{ id, order: 'inTurn', members, isOpen: null, limit: null, answerTimeMs: null },
})

interface Situation {
  readonly operators?: readonly RosterEntry[]
  readonly conversations?: readonly ConversationState[]
  readonly order?: OrderOfChoosing
  /** Names in the order of the group; all operators when absent. */
  readonly members?: readonly string[]
  readonly pool?: readonly string[]
  readonly pointer?: string
  /** Named operator as receiver instead of the group. */
  readonly receiver?: string
  readonly settings?: Partial<Snapshot['settings']>
  readonly isPaused?: boolean
  /** Outside the company's working hours. */
  readonly isClosed?: boolean
  readonly groupTraits?: Partial<Omit<GroupState, 'id' | 'order' | 'members'>>
  readonly channelTraits?: Partial<Omit<ChannelState, 'id' | 'pool'>>
  readonly groups?: readonly GroupState[]
  readonly channels?: readonly ChannelState[]
}

/** One channel, one group of everybody, distribution as a new company has it. */
export function aSnapshot(situation: Situation): Snapshot {
  const { operators = [], conversations = [], order = 'inTurn', members, pool, pointer, receiver } = situation
  const entries = members === undefined ? operators : operators.filter((entry) => members.includes(entry.id))
  const group: GroupState = { ...aGroupState(everybody, entries), order, ...situation.groupTraits }
  const channel: ChannelState = {
    id: shop,
    receiver:
      receiver === undefined
        ? { kind: 'group', groupId: everybody }
        : { kind: 'operator', operatorId: operatorId(receiver) },
    outside: { kind: 'nobody' },
    onlyInHours: true,
    ...situation.channelTraits,
    pool: pool === undefined ? null : new Set(pool.map(operatorId)),
  }
  const { isOn, loadCounts, reassignment, reassignmentDelayMs, returnToLastAssignee, waitAlarmMs, overflowGroupId } =
    defaultDistribution
  return {
    now: noon,
    settings: {
      version: 7,
      isOn,
      loadCounts,
      reassignment,
      reassignmentDelayMs,
      returnToLastAssignee,
      waitAlarmMs,
      overflowGroupId,
      ...situation.settings,
    },
    isPaused: situation.isPaused ?? false,
    isOpen: !situation.isClosed,
    roster: new Map(operators.map((entry) => [entry.id, entry])),
    groups: new Map([group, ...(situation.groups ?? [])].map((each) => [each.id, each])),
    channels: new Map([channel, ...(situation.channels ?? [])].map((each) => [each.id, each])),
    pointers: new Map(pointer === undefined ? [] : [[pointerKey(everybody, shop), operatorId(pointer)]]),
    conversations,
  }
}

/** A decision as a sentence: who gets what, and why. */
export function told(decision: Decision): string {
  switch (decision.kind) {
    case 'assign':
      return `${decision.conversationId}: ${decision.from ?? 'nobody'} -> ${decision.to}, ${decision.cause}, ${decision.choice}`
    case 'wait':
      return `${decision.conversationId}: ${decision.marks ? 'waits' : 'stays'}, ${decision.choice}`
    case 'stopWaiting':
      return `${decision.conversationId}: no longer waits`
    case 'rest':
      return `${decision.conversationId}: rests for ${(decision.until - noon) / 1_000} s`
    case 'movePointer':
      return `pointer -> ${decision.to}`
    case 'startReassignmentDelay':
      return `${decision.operatorId} again in ${(decision.until - noon) / 1_000} s`
    default:
      return assertNever(decision)
  }
}
