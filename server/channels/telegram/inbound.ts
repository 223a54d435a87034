import type { ConnectionForm } from '#protocol/connection'
import type { InboundEvent, InboundSender, RawInbound } from '../channel'
import { attachmentOf, textOf } from './media'
import { CallbackQuery, ChatMember, Message, Migration, messageShape, Reaction, UpdateId, type User } from './update'

type Base = Pick<InboundEvent, 'eventKey' | 'externalChat'>

/** Under which settings an update is read. */
interface Reading {
  readonly takesGroups: boolean
}

/** Updates that concern no chat of ours share one place: nothing waits for them. */
const nowhere = 'none'

/** Service lines of a private chat: nothing was said. */
const silent: ReadonlySet<string> = new Set([
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'proximity_alert_triggered',
  'delete_chat_photo',
  ...['new_chat_members', 'left_chat_member', 'new_chat_title', 'new_chat_photo', 'group_chat_created'],
  ...['supergroup_chat_created', 'migrate_from_chat_id', 'video_chat_started', 'video_chat_ended'],
])

/** Updates that Telegram has and that bring nothing a contact says to the company. */
const foreign: ReadonlySet<string> = new Set([
  ...['channel_post', 'edited_channel_post', 'inline_query', 'chosen_inline_result', 'shipping_query'],
  ...['pre_checkout_query', 'purchased_paid_media', 'poll', 'poll_answer', 'chat_member', 'chat_join_request'],
  ...['message_reaction_count', 'chat_boost', 'removed_chat_boost', 'business_connection'],
  ...['business_message', 'edited_business_message', 'deleted_business_messages'],
])

/** Fields that every message has or may have, whatever it holds. */
const frame: ReadonlySet<string> = new Set([
  ...['message_id', 'date', 'edit_date', 'chat', 'from', 'sender_chat', 'reply_to_message', 'reply_markup', 'via_bot'],
  ...['forward_origin', 'forward_date', 'forward_from', 'forward_sender_name', 'is_automatic_forward', 'quote'],
  ...['external_reply', 'has_protected_content', 'media_group_id', 'author_signature', 'effect_id', 'is_from_offline'],
  ...['link_preview_options', 'entities', 'caption_entities', 'has_media_spoiler', 'show_caption_above_media'],
  ...['sender_business_bot', 'business_connection_id', 'paid_star_count', 'sender_boost_count', 'message_thread_id'],
])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function chatOf(update: Record<string, unknown>): string {
  for (const body of Object.values(update)) {
    if (!isObject(body)) continue
    const holder = isObject(body.message) ? body.message : body
    const who = isObject(holder.chat) ? holder.chat : body.from
    if (isObject(who) && Number.isSafeInteger(who.id)) return String(who.id)
  }
  return nowhere
}

/** An update as it is stored: under Telegram's own number, which is the same when it comes again. Null for what is no update. */
export function rawOf(update: unknown, body: string): RawInbound | null {
  if (!isObject(update)) return null
  const id = UpdateId.safeParse(update.update_id)
  if (!id.success) return null
  return { eventKey: `update:${id.data}`, externalChat: chatOf(update), body, parsed: update }
}

function senderOf(user: User): InboundSender {
  const name = [user.first_name, user.last_name ?? ''].join(' ').trim()
  return {
    externalId: String(user.id),
    name: name === '' ? (user.username ?? String(user.id)) : name,
    username: user.username ?? null,
    link: user.username === undefined ? null : `https://t.me/${user.username}`,
  }
}

function ignored(base: Base, why: string): InboundEvent {
  return { ...base, kind: 'ignored', why }
}

function unreadable(base: Base, why: string): InboundEvent {
  return { ...base, kind: 'unreadable', why }
}

const isGroup = (chat: { readonly type: string }) => chat.type === 'group' || chat.type === 'supergroup'

/** A dialogue is; a group where groups are switched on. */
const isOurs = (chat: { readonly type: string }, { takesGroups }: Reading) =>
  chat.type === 'private' || (takesGroups && isGroup(chat))

/** His own card, shared by a button: only that one is his number. */
const phoneOf = ({ contact, from }: Message): string | null =>
  contact !== undefined && contact.user_id !== undefined && contact.user_id === from?.id ? contact.phone_number : null

const startForm = /^\/start(?:@\w+)?(?:\s+(\S+))?\s*$/

/** The name of what a message holds that we do not know. */
const unknownType = (body: Record<string, unknown>): string | undefined =>
  Object.keys(body).find((key) => !frame.has(key))

function messageEvent(base: Base, body: Record<string, unknown>, reading: Reading): InboundEvent {
  if ('migrate_to_chat_id' in body) return migrationEvent(base, body)
  const parsed = messageShape(body).safeParse(body)
  if (!parsed.success) return unreadable(base, 'a message of unknown shape')
  const message = parsed.data
  const { chat, from } = message
  if (!isOurs(chat, reading)) return ignored(base, `a chat of type ${chat.type}`)
  if (from === undefined || from.is_bot === true) return ignored(base, 'not written by a person')
  const phone = phoneOf(message)
  const sender = phone === null ? senderOf(from) : { ...senderOf(from), phone }
  const start = startForm.exec(message.text ?? '')
  if (start !== null) return startEvent(base, message, sender, start[1] ?? null)
  const attachment = attachmentOf(message)
  const text = textOf(message)
  const externalMessageId = String(message.message_id)
  const providerAt = message.date * 1000
  if (attachment === null && text === '') {
    const type = unknownType(body) ?? 'message'
    if (silent.has(type)) return ignored(base, `a service line: ${type}`)
    return { ...base, kind: 'unsupported', sender, type, externalMessageId, providerAt }
  }
  const answered = message.reply_to_message
  return {
    kind: 'message',
    externalMessageId,
    isGroup: isGroup(chat),
    groupName: chat.title,
    sender,
    text,
    providerAt,
    source: null,
    attachments: attachment === null ? [] : [attachment],
    album: message.media_group_id ?? null,
    replyToExternalId: answered === undefined ? null : String(answered.message_id),
    ...base,
  }
}

/** In a group it starts nothing: the group is there already. */
const startEvent = (base: Base, { chat }: Message, sender: InboundSender, payload: string | null): InboundEvent =>
  isGroup(chat) ? ignored(base, 'a start in a group') : { ...base, kind: 'started', sender, payload }

function migrationEvent(base: Base, body: Record<string, unknown>): InboundEvent {
  const parsed = Migration.safeParse(body)
  if (!parsed.success) return unreadable(base, 'a move of unknown shape')
  const { chat, migrate_to_chat_id: to } = parsed.data
  return { ...base, kind: 'identityChanged', from: String(chat.id), to: String(to) }
}

function editedEvent(base: Base, body: Record<string, unknown>, reading: Reading): InboundEvent {
  const parsed = Message.safeParse(body)
  if (!parsed.success) return unreadable(base, 'an edit of unknown shape')
  const { chat, from, message_id, edit_date, date } = parsed.data
  if (!isOurs(chat, reading)) return ignored(base, `a chat of type ${chat.type}`)
  if (from?.is_bot === true) return ignored(base, 'not written by a person')
  const editedAt = (edit_date ?? date) * 1000
  return { ...base, kind: 'edited', externalMessageId: String(message_id), text: textOf(parsed.data), editedAt }
}

/** Of a button whose message Telegram does not show any more: its id is its place and its words, as many as there was room for. */
const wordsIn = (data: string) => data.replace(/^\d+:/, '')

function pressEvent(base: Base, body: Record<string, unknown>, reading: Reading): InboundEvent {
  const parsed = CallbackQuery.safeParse(body)
  if (!parsed.success) return unreadable(base, 'a press of unknown shape')
  const { id, from, data = '', message } = parsed.data
  if (message !== undefined && !isOurs(message.chat, reading))
    return ignored(base, `a chat of type ${message.chat.type}`)
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? []
  return {
    ...base,
    kind: 'buttonPressed',
    sender: senderOf(from),
    label: buttons.find((button) => button.callback_data === data)?.text ?? wordsIn(data),
    buttonId: data,
    externalMessageId: message === undefined ? null : String(message.message_id),
    callbackId: id,
  }
}

const outside: ReadonlySet<string> = new Set(['kicked', 'left'])
const inside: ReadonlySet<string> = new Set(['member', 'administrator'])

/** In a dialogue he has blocked the bot or let it in; from a group it was sent away or taken in. */
function memberEvent(base: Base, body: Record<string, unknown>, reading: Reading): InboundEvent {
  const parsed = ChatMember.safeParse(body)
  if (!parsed.success) return unreadable(base, 'a change of members of unknown shape')
  const { chat, new_chat_member } = parsed.data
  const { status } = new_chat_member
  if (!isOurs(chat, reading)) return ignored(base, `a chat of type ${chat.type}`)
  if (status === 'kicked' || (isGroup(chat) && outside.has(status))) return { ...base, kind: 'blocked' }
  if (status === 'member' || (isGroup(chat) && inside.has(status))) return { ...base, kind: 'unblocked' }
  return ignored(base, `a member of status ${status}`)
}

/** A sign that is no character of its own is shown as one that says so. */
const ownSign = '✨'

function reactionEvent(base: Base, body: Record<string, unknown>, reading: Reading): InboundEvent {
  const parsed = Reaction.safeParse(body)
  if (!parsed.success) return unreadable(base, 'a reaction of unknown shape')
  const { chat, message_id, new_reaction } = parsed.data
  if (!isOurs(chat, reading)) return ignored(base, `a chat of type ${chat.type}`)
  const last = new_reaction.at(-1)
  const emoji = last === undefined ? null : (last.emoji ?? ownSign)
  return { ...base, kind: 'reaction', externalMessageId: String(message_id), emoji }
}

type Read = (base: Base, body: Record<string, unknown>, reading: Reading) => InboundEvent

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['message', messageEvent],
  ['edited_message', editedEvent],
  ['callback_query', pressEvent],
  ['my_chat_member', memberEvent],
  ['message_reaction', reactionEvent],
])

/** What a stored update means. Never throws: what is not ours is `ignored`, what nobody knows `unsupported` or `unreadable`. */
export function interpretUpdate(raw: RawInbound, form: ConnectionForm | null = null): readonly InboundEvent[] {
  const reading = { takesGroups: form?.messenger === 'telegram' && form.groups === true }
  const base: Base = { eventKey: raw.eventKey, externalChat: raw.externalChat }
  const update = raw.parsed ?? parsedBody(raw.body)
  if (update === null) return [unreadable(base, 'not an update')]
  for (const [name, body] of Object.entries(update)) {
    const read = readers.get(name)
    if (read !== undefined && isObject(body)) return [read(base, body, reading)]
  }
  const name = Object.keys(update).find((key) => key !== 'update_id') ?? 'nothing'
  const why = `an update of type ${name.slice(0, 60)}`
  return [foreign.has(name) ? ignored(base, why) : unreadable(base, why)]
}

function parsedBody(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
