import { createHash } from 'node:crypto'
import type { CommentPlace } from '#protocol/message'
import type { InboundEvent, RawInbound } from '../channel'
import { parseWideJson } from '../wide-json'
import { isObject, rawShapeOf, threadOf } from './frame'
import { attachmentsOf, phoneOf, textOf, unknownTypes } from './media'
import { senderOf } from './people'
import { Callback, Message, Removed, Started } from './update'

type Base = Pick<InboundEvent, 'eventKey' | 'externalChat'>
type Update = Readonly<Record<string, unknown>>

const longestKey = 250

const ignored = (base: Base, why: string): readonly InboundEvent[] => [{ ...base, kind: 'ignored', why }]
const unreadable = (base: Base, why: string): readonly InboundEvent[] => [{ ...base, kind: 'unreadable', why }]

/** An update as it is stored. Updates have no id of their own: the key is made of what they are about (channels.md section 2, rule 2). */
export function rawOf(update: unknown, body: string): RawInbound | null {
  const shape = rawShapeOf(update)
  if (shape === null || !isObject(update)) return null
  const { key, externalChat } = shape
  const eventKey = key.length > longestKey ? `long:${createHash('sha256').update(key).digest('base64url')}` : key
  return { eventKey, externalChat, body, parsed: update }
}

/** Of a post in a channel; its page in the browser where MAX gives no link. */
const placeOf = ({ recipient, url }: Message): CommentPlace => ({
  ...{ kind: 'post', title: null },
  link: url ?? `https://web.max.ru/${recipient.chat_id ?? ''}`,
})

function spoken(base: Base, message: Message, place: CommentPlace | null): readonly InboundEvent[] {
  const { sender, link, timestamp, body = null } = message
  if (sender === undefined || sender === null || sender.is_bot === true) return ignored(base, 'not written by a person')
  // What is passed on has its words in the message it was passed on from, beside those of his own or instead of them.
  const passedOn = link?.type === 'forward' ? link.message : null
  const bodies = [body, passedOn].filter((one) => one !== null)
  if (bodies.length === 0) return unreadable(base, 'a message without content')
  const text = bodies.map(textOf).filter(isFilled).join('\n')
  const attachments = bodies.flatMap(attachmentsOf)
  const from = senderOf(sender, body === null ? null : phoneOf(body, sender.user_id))
  const providerAt = timestamp ?? null
  // The same post may be passed on twice: its id is not the id of what was said.
  const externalMessageId = body?.mid ?? base.eventKey
  const isEmpty = text === '' && attachments.length === 0
  const types = bodies.flatMap(unknownTypes)
  const unsupported = (isEmpty && types.length === 0 ? ['message'] : types).map((type, index): InboundEvent => {
    const id = isEmpty && index === 0 ? externalMessageId : null
    return { ...base, kind: 'unsupported', sender: from, type, externalMessageId: id, providerAt }
  })
  if (isEmpty) return unsupported
  const said: InboundEvent = {
    kind: 'message',
    externalMessageId,
    isGroup: false,
    sender: from,
    text,
    attachments,
    album: null,
    replyToExternalId: link?.type === 'reply' ? link.message.mid : null,
    providerAt,
    source: null,
    ...base,
    ...(place !== null && { place }),
  }
  return [said, ...unsupported]
}

const isFilled = (text: string) => text !== ''

function createdEvent(base: Base, update: Update): readonly InboundEvent[] {
  const read = Message.safeParse(update.message)
  // Seen for voice messages while polling: there is nothing to show, and somebody should know.
  if (!read.success)
    return unreadable(base, update.message === undefined ? 'a message without itself' : 'a message of unknown shape')
  const { chat_type: type } = read.data.recipient
  return type === 'dialog' ? spoken(base, read.data, null) : ignored(base, `a chat of type ${type.slice(0, 60)}`)
}

function commentEvent(base: Base, update: Update): readonly InboundEvent[] {
  const read = Message.safeParse(update.message)
  if (!read.success) return unreadable(base, 'a comment of unknown shape')
  const isPlaced = threadOf(base.externalChat) !== null
  // What the channel itself says under its posts comes without a sender.
  return isPlaced || !isObject(read.data.sender)
    ? spoken(base, read.data, placeOf(read.data))
    : unreadable(base, 'a comment of no post')
}

/** `isWanted`: in a dialogue, or under a post. */
function editedEvent(isWanted: (message: Message) => boolean) {
  return (base: Base, update: Update): readonly InboundEvent[] => {
    const read = Message.safeParse(update.message)
    if (!read.success || read.data.body === undefined || read.data.body === null)
      return unreadable(base, 'an edit of unknown shape')
    const { sender, body, timestamp } = read.data
    if (!isWanted(read.data)) return ignored(base, 'an edit of somebody else')
    if (sender === undefined || sender === null || sender.is_bot === true)
      return ignored(base, 'not written by a person')
    const editedAt = typeof update.timestamp === 'number' ? update.timestamp : (timestamp ?? 0)
    return [{ ...base, kind: 'edited', externalMessageId: body.mid, text: textOf(body), editedAt }]
  }
}

function removedEvent(base: Base, update: Update): readonly InboundEvent[] {
  const read = Removed.safeParse(update)
  if (!read.success) return unreadable(base, 'a deletion of unknown shape')
  return [{ ...base, kind: 'deleted', externalMessageId: read.data.message_id }]
}

function pressEvent(base: Base, update: Update): readonly InboundEvent[] {
  const read = Callback.safeParse(update)
  if (!read.success) return unreadable(base, 'a press of unknown shape')
  const { callback, message } = read.data
  if (message !== null && message !== undefined && message.recipient.chat_type !== 'dialog')
    return ignored(base, 'a press outside dialogues')
  const payload = callback.payload ?? ''
  const buttons = message?.body?.attachments?.flatMap(({ payload: held }) => held?.buttons?.flat() ?? []) ?? []
  return [
    {
      ...base,
      kind: 'buttonPressed',
      sender: senderOf(callback.user, null),
      label: buttons.find((button) => button.payload === payload)?.text ?? payload,
      buttonId: payload,
      externalMessageId: message?.body?.mid ?? null,
      callbackId: callback.callback_id,
    },
  ]
}

function startedEvent(base: Base, update: Update): readonly InboundEvent[] {
  const read = Started.safeParse(update)
  if (!read.success) return unreadable(base, 'a beginning of unknown shape')
  const { user, payload } = read.data
  return [
    { ...base, kind: 'started', sender: senderOf(user, null), payload: payload === '' ? null : (payload ?? null) },
  ]
}

function stoppedEvent(base: Base, update: Update): readonly InboundEvent[] {
  return Started.safeParse(update).success
    ? [{ ...base, kind: 'blocked' }]
    : unreadable(base, 'a farewell of unknown shape')
}

const readers: ReadonlyMap<unknown, (base: Base, update: Update) => readonly InboundEvent[]> = new Map([
  ['message_created', createdEvent],
  ['message_edited', editedEvent(({ recipient }) => recipient.chat_type === 'dialog')],
  ['message_removed', removedEvent],
  ['message_callback', pressEvent],
  ['bot_started', startedEvent],
  ['bot_stopped', stoppedEvent],
  ['dialog_removed', stoppedEvent],
  ['comment_created', commentEvent],
  ['comment_edited', editedEvent(({ recipient }) => typeof recipient.post_id === 'string')],
  ['comment_removed', removedEvent],
])

/** Updates that MAX has and that bring nothing a contact says to the company. */
const foreign: ReadonlySet<unknown> = new Set([
  ...['dialog_cleared', 'dialog_muted', 'dialog_unmuted', 'bot_added', 'bot_removed', 'user_added', 'user_removed'],
  ...['chat_title_changed', 'message_chat_created', 'message_construction_request', 'message_constructed'],
])

/** What a stored update means. Never throws: what is not ours is `ignored`, what nobody knows `unsupported` or `unreadable`. */
export function interpretUpdate(raw: RawInbound): readonly InboundEvent[] {
  const base: Base = { eventKey: raw.eventKey, externalChat: raw.externalChat }
  const update = raw.parsed ?? parsedBody(raw.body)
  if (update === null || typeof update.update_type !== 'string') return unreadable(base, 'not an update')
  const read = readers.get(update.update_type)
  if (read !== undefined) return read(base, update)
  const why = `an update of type ${update.update_type.slice(0, 60)}`
  return foreign.has(update.update_type) ? ignored(base, why) : unreadable(base, why)
}

function parsedBody(body: string): Update | null {
  try {
    const parsed = parseWideJson(body)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
