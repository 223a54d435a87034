import type { OutsideReceiver, PeopleReceiver } from '#protocol/channel'
import type { ReceivingRoad } from '#protocol/explanation'
import type { GroupId, OperatorId } from '#protocol/ids'
import type { ConversationState, GroupState, Snapshot } from './snapshot'

/** Who is to get a conversation, and on which road it comes to him; `closed`: nobody before working hours begin. */
export type Receiving =
  | { readonly kind: 'operator'; readonly id: OperatorId; readonly road: ReceivingRoad }
  | { readonly kind: 'group'; readonly group: GroupState; readonly road: ReceivingRoad }
  | { readonly kind: 'closed'; readonly group: GroupState | null; readonly road: ReceivingRoad }

type Rules = Pick<Snapshot, 'groups' | 'channels' | 'isOpen'>

/**
 * Where a conversation belongs at this moment (product.md sections 3 and 5): the group it was transferred to, else what its
 * channel says for inside or outside working hours. A group's own hours replace the company's. A bot that cannot be reached
 * receives nothing, so its reserve does; a group that is there no longer gives way to the channel. Undefined when the snapshot
 * lacks the channel or its receiver: then nothing can be said.
 */
export function receivingOf(
  { groups, channels, isOpen }: Rules,
  conversation: Pick<ConversationState, 'channelId' | 'groupId'>,
): Receiving | undefined {
  const channel = channels.get(conversation.channelId)
  if (channel === undefined) return undefined
  const inHours = (group: GroupState | null) => !channel.onlyInHours || (group?.isOpen ?? isOpen)
  const transferred = conversation.groupId === null ? undefined : groups.get(conversation.groupId)
  if (transferred !== undefined) {
    const kind = inHours(transferred) ? 'group' : 'closed'
    return { kind, group: transferred, road: 'transfer' }
  }
  const { receiver, outside } = channel
  const inside = people(groups, receiver)
  if (inside === undefined) return undefined
  const road = receiver.kind === 'bot' ? 'reserve' : 'receiver'
  if (inHours(inside.group)) return receiving(inside, road)
  if (outside.kind === 'nobody') return { kind: 'closed', group: inside.group, road }
  const duty = people(groups, outside)
  if (duty === undefined) return undefined
  const dutyRoad = outside.kind === 'bot' ? 'outsideReserve' : 'outside'
  // Of those who have duty only hours of their own count: the company's are over.
  return duty.group?.isOpen === false
    ? { kind: 'closed', group: duty.group, road: dutyRoad }
    : receiving(duty, dutyRoad)
}

type People = { readonly group: GroupState; readonly id: null } | { readonly group: null; readonly id: OperatorId }

function people(
  groups: ReadonlyMap<GroupId, GroupState>,
  receiver: PeopleReceiver | { readonly kind: 'bot'; readonly reserve: PeopleReceiver },
): People | undefined {
  const asked = receiver.kind === 'bot' ? receiver.reserve : receiver
  if (asked.kind === 'operator') return { group: null, id: asked.operatorId }
  const group = groups.get(asked.groupId)
  return group === undefined ? undefined : { group, id: null }
}

const receiving = (those: People, road: ReceivingRoad): Receiving =>
  those.group === null ? { kind: 'operator', id: those.id, road } : { kind: 'group', group: those.group, road }

/** Where a conversation may go as well, once it has waited for longer than anybody should; nothing waits too long for opening. */
export function overflowOf(
  { settings, groups, channels, isOpen, now }: Snapshot,
  { channelId, unansweredSince }: ConversationState,
  receiving: Receiving,
): Receiving | undefined {
  const { overflowGroupId, waitAlarmMs } = settings
  if (overflowGroupId === null || unansweredSince === null) return undefined
  // What lies ahead came before the clock was set back: nobody knows how long ago, so that is long enough.
  if (unansweredSince <= now && now < unansweredSince + waitAlarmMs) return undefined
  const group = groups.get(overflowGroupId)
  // Where people take by hand nobody can be chosen.
  if (group === undefined || group.order === 'byHand' || receiving.kind === 'closed') return undefined
  if (receiving.kind === 'group' && receiving.group.id === group.id) return undefined
  const isThere = channels.get(channelId)?.onlyInHours !== true || (group.isOpen ?? isOpen)
  return isThere ? { kind: 'group', group, road: 'overflow' } : undefined
}

/** It comes to those who have duty while the others are not at work. */
export const isOutside = ({ road }: Receiving): boolean => road === 'outside' || road === 'outsideReserve'

export const isAmong = (receiving: Receiving, id: OperatorId): boolean =>
  receiving.kind === 'operator' ? receiving.id === id : (receiving.group?.members.some((one) => one.id === id) ?? false)

/** The group a receiver names, itself or as its bot's reserve. */
export function groupIdOf(receiver: OutsideReceiver): GroupId | null {
  const people = receiver.kind === 'bot' ? receiver.reserve : receiver
  return people.kind === 'group' ? people.groupId : null
}
