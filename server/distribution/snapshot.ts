import type { OutsideReceiver, Priority, Receiver } from '#protocol/channel'
import type { ChannelId, ConversationId, GroupId, OperatorId } from '#protocol/ids'
import type { AssigneeRef } from '#protocol/message'
import type { Link, OrderOfChoosing, Presence } from '#protocol/operator'
import type { DistributionSettings } from '#protocol/settings'

/**
 * An operator as the engine sees him. `load` is what the setting counts; `limit` is already resolved (personal or company's), null = none.
 * May be the read model's own living object: the engine reads it during the call and never after.
 */
export interface RosterEntry {
  readonly id: OperatorId
  readonly isActive: boolean
  readonly takesPart: boolean
  readonly effective: Presence['effective']
  readonly link: Link
  readonly presenceSince: number
  /** Null while he is Online; the reassignment delay counts from it. */
  readonly unavailableSince: number | null
  readonly load: number
  readonly limit: number | null
  readonly lastAssignedAt: number | null
  /** Of `load`, what came to him as conversations of a group; looked at where the group has a limit of its own. */
  readonly groupLoads: ReadonlyMap<GroupId, number>
}

export interface GroupState {
  readonly id: GroupId
  readonly order: OrderOfChoosing
  /** In the set order; the same objects as in `Snapshot.roster`, because a thousand look-ups by id cost more than the choice. */
  readonly members: readonly RosterEntry[]
  /** Inside its own working hours? Null when it has none: then the company's count. */
  readonly isOpen: boolean | null
  /** Conversations of this group one member may have; null = none. */
  readonly limit: number | null
  /** No reply for so long, and the conversation goes to the next one; null = it stays. */
  readonly answerTimeMs: number | null
}

export interface ChannelState {
  readonly id: ChannelId
  readonly receiver: Receiver
  readonly outside: OutsideReceiver
  /** Working hours count for it. */
  readonly onlyInHours: boolean
  readonly pool: ReadonlySet<OperatorId> | null
}

/** What the engine needs of a conversation. */
export interface ConversationState {
  readonly id: ConversationId
  readonly channelId: ChannelId
  readonly isOpen: boolean
  readonly priority: Priority
  readonly assignee: AssigneeRef | null
  /** The reassignment delay counts from here when he was given it while already away. */
  readonly assignedAt: number | null
  readonly assignVersion: number
  /** The group it came to its assignee through, which it counts for; null = none. */
  readonly ofGroup: GroupId | null
  /** Group it was transferred to; replaces the channel's receiver. */
  readonly groupId: GroupId | null
  /** Set on a reopened conversation whose inquiry nobody has had yet. */
  readonly returnsTo: OperatorId | null
  /** Who had it when a person released it or transferred it to a group: he does not get it again by himself until somebody else had it. */
  readonly releasedBy: OperatorId | null
  readonly openedBy: 'contact' | 'operator'
  readonly openedAt: number
  readonly unansweredSince: number | null
  readonly waitingSince: number | null
  readonly isAnswered: boolean
  /** Until when its assignee should have answered, when the group that gave it to him asks for that. */
  readonly answerBy: number | null
  /** Who has let it lapse in this round of the group: skipped until everybody has. */
  readonly lapsed: readonly OperatorId[]
  /** Moments of automatic reassignments, newest last; only those of the last 10 minutes matter (promise 10). */
  readonly moves: readonly number[]
  /** After too many moves: nothing automatic until then. */
  readonly restsUntil: number | null
}

/** Pointer of an in-turn group on a channel: who was chosen last. */
export const pointerKey = (groupId: GroupId, channelId: ChannelId): string => `${groupId} ${channelId}`

export type EngineSettings = Pick<
  DistributionSettings,
  | 'isOn'
  | 'loadCounts'
  | 'reassignment'
  | 'reassignmentDelayMs'
  | 'returnToLastAssignee'
  | 'waitAlarmMs'
  | 'overflowGroupId'
> & { readonly version: number }

/** Everything a decision depends on. Read-only: the engine never writes into it. A conversation whose channel or group is missing here is passed over. */
export interface Snapshot {
  /** On the clock of `unavailableSince` and `assignedAt`. */
  readonly now: number
  readonly settings: EngineSettings
  /** After a hub start nothing is handed out until everybody had the chance to be back. */
  readonly isPaused: boolean
  /** Inside the company's working hours? */
  readonly isOpen: boolean
  readonly roster: ReadonlyMap<OperatorId, RosterEntry>
  readonly groups: ReadonlyMap<GroupId, GroupState>
  readonly channels: ReadonlyMap<ChannelId, ChannelState>
  /** By `pointerKey`: the operator chosen last. */
  readonly pointers: ReadonlyMap<string, OperatorId>
  /** The conversations in question, as the trigger says; each once, in any order. */
  readonly conversations: readonly ConversationState[]
}
