import type { InboundEvent, RawInbound } from '../channel'
import { commentEvents } from './comments'
import { isObject, NewMessage, Permission, Profile, profileKey, Reaction, ReadMark } from './event'
import { editEvent, elsewhereEvent, messageEvents, pressEvent } from './messages'
import { commentOf } from './pages'
import { safeId } from './raw'
import { type Base, ignored, isGroupChat, type Told, unreadable } from './told'

/** Events that VK has and that bring nothing a person says to the company. */
const foreign: ReadonlySet<string> = new Set([
  ...['audio_new', 'group_leave', 'group_join', 'group_change_photo', 'group_change_settings', 'group_officers_edit'],
  ...[
    'lead_forms_new',
    'like_add',
    'like_remove',
    'market_order_new',
    'market_order_edit',
    'photo_new',
    'poll_vote_new',
  ],
  ...['user_block', 'user_unblock', 'video_new', 'wall_post_new', 'wall_repost', 'wall_schedule_post_new'],
  ...['wall_schedule_post_delete', 'vkpay_transaction', 'app_payload', 'message_typing_state', 'confirmation'],
  ...['donut_subscription_create', 'donut_subscription_prolonged', 'donut_subscription_cancelled'],
  ...['donut_subscription_price_changed', 'donut_subscription_expired', 'donut_money_withdraw'],
  ...['donut_money_withdraw_error'],
])

function permissionEvent({ base, object }: Told, kind: 'blocked' | 'unblocked'): InboundEvent {
  return Permission.safeParse(object).success ? { ...base, kind } : unreadable(base, 'a permission of unknown shape')
}

function readEvent({ base, object, groupId }: Told): InboundEvent {
  const parsed = ReadMark.safeParse(object)
  if (!parsed.success) return unreadable(base, 'a read mark of unknown shape')
  const { from_id: reader, conversation_message_id: id } = parsed.data
  if (reader === -groupId || isGroupChat(Number(base.externalChat))) return ignored(base, 'not read by a contact')
  return { ...base, kind: 'receiptUpTo', externalMessageId: String(id), status: 'read' }
}

/** VK numbers its reactions; these are the sixteen every account has. */
const reactions = ['❤️', '🔥', '😂', '👍', '💩', '❓', '😭', '😡', '👎', '👌', '😃', '🤔', '🙏', '😘', '😍', '🎉']

function reactionEvent({ base, object, groupId }: Told): InboundEvent {
  const parsed = Reaction.safeParse(object)
  if (!parsed.success) return unreadable(base, 'a reaction of unknown shape')
  const { reacted_id: author, peer_id: peer, cmid, reaction_id: number } = parsed.data
  if (author === -groupId || isGroupChat(peer)) return ignored(base, 'not a reaction of a contact')
  const emoji = number === undefined ? null : reactions[number - 1]
  if (emoji === undefined) return ignored(base, `a reaction of number ${number}`)
  return { ...base, kind: 'reaction', externalMessageId: String(cmid), emoji }
}

function newEvents(told: Told): readonly InboundEvent[] {
  const parsed = NewMessage.safeParse(told.object)
  return parsed.success
    ? messageEvents(told, parsed.data.message)
    : [unreadable(told.base, 'a message of unknown shape')]
}

const readers: ReadonlyMap<string, (told: Told) => readonly InboundEvent[]> = new Map([
  ['message_new', newEvents],
  ['message_reply', (told) => [elsewhereEvent(told)]],
  ['message_edit', (told) => [editEvent(told)]],
  ['message_event', (told) => [pressEvent(told)]],
  ['message_allow', (told) => [permissionEvent(told, 'unblocked')]],
  ['message_deny', (told) => [permissionEvent(told, 'blocked')]],
  ['message_read', (told) => [readEvent(told)]],
  ['message_reaction_event', (told) => [reactionEvent(told)]],
])

/** What a stored event means. Never throws: what is not ours is `ignored`, what nobody knows `unsupported` or `unreadable`. */
export function interpretEvent(raw: RawInbound): readonly InboundEvent[] {
  const base: Base = { eventKey: raw.eventKey, externalChat: raw.externalChat }
  const event = raw.parsed ?? parsedBody(raw.body)
  if (event === null || typeof event.type !== 'string' || !isObject(event.object))
    return [unreadable(base, 'not an event')]
  const { type, object } = event
  const groupId = safeId(event.group_id) ?? 0
  const profile = Profile.safeParse(event[profileKey])
  const told: Told = { base, groupId, object, profile: profile.success ? profile.data : null }
  const read = readers.get(type)
  if (read !== undefined) return read(told)
  const comment = commentOf(type, object, groupId)
  if (comment !== null) return commentEvents(told, comment)
  const why = `an event of type ${type.slice(0, 60)}`
  return [foreign.has(type) ? ignored(base, why) : unreadable(base, why)]
}

function parsedBody(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
