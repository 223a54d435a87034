import type { InboundEvent } from '../channel'
import { ButtonPayload, isObject, Message, Press } from './event'
import { type Content, contentOf } from './media'
import { randomIdOf } from './outbound'
import { type Base, ignored, isGroupChat, senderOf, type Told, unreadable } from './told'

const keyOf = ({ conversation_message_id: id }: Message) => String(id)

/** What a button carries, as it was given to it; VK gives it back as text in a message and as a value in a press. */
function payloadOf(payload: unknown): Record<string, unknown> | null {
  if (isObject(payload)) return payload
  if (typeof payload !== 'string') return null
  try {
    const parsed: unknown = JSON.parse(payload)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}

const isStart = (payload: Record<string, unknown> | null) => payload?.command === 'start'

/** What was said and, of kinds that cannot be shown, that it was. */
export function saidEvents(
  base: Base,
  content: Content,
  said: Omit<Extract<InboundEvent, { kind: 'message' }>, 'kind' | 'text' | 'attachments' | keyof Base>,
): readonly InboundEvent[] {
  const { text, files, unknown } = content
  const { sender, providerAt, externalMessageId } = said
  const isEmpty = text === '' && files.length === 0
  const lost = unknown.map((type, index): InboundEvent => {
    const id = isEmpty && index === 0 ? externalMessageId : null
    return { kind: 'unsupported', sender, type, providerAt, externalMessageId: id, ...base }
  })
  if (isEmpty)
    return lost.length > 0
      ? lost
      : [{ kind: 'unsupported', sender, type: 'message', providerAt, externalMessageId, ...base }]
  return [{ ...said, kind: 'message', text, attachments: files, ...base }, ...lost]
}

/** A call stands in the dialogue as a message with one attachment. */
function callOf(base: Base, message: Message, sender: ReturnType<typeof senderOf>): InboundEvent | null {
  const [only] = message.attachments
  if (!isObject(only) || only.type !== 'call' || !isObject(only.call)) return null
  const { state, duration } = only.call
  const outcome = state === 'reached' ? 'answered' : state === 'canceled_by_receiver' ? 'declined' : 'missed'
  const durationMs =
    typeof duration === 'number' && duration >= 0 && duration < 1e6 ? Math.round(duration * 1000) : null
  return { ...base, kind: 'call', sender, externalMessageId: keyOf(message), outcome, durationMs }
}

/** A message of a contact, or START. */
export function messageEvents({ base, groupId, profile }: Told, message: Message): readonly InboundEvent[] {
  const { peer_id: peer, from_id: author, date, ref } = message
  if (isGroupChat(peer)) return [ignored(base, 'a group chat')]
  if (author === -groupId || author <= 0) return [ignored(base, 'not written by a person')]
  const sender = senderOf(author, profile)
  if (isStart(payloadOf(message.payload))) return [{ ...base, kind: 'started', sender, payload: ref ?? null }]
  const call = callOf(base, message, sender)
  if (call !== null) return [call]
  const answered = message.reply_message
  return saidEvents(base, contentOf(message), {
    ...{ externalMessageId: keyOf(message), isGroup: false, sender, album: null, source: ref ?? null },
    replyToExternalId: answered === undefined ? null : String(answered.conversation_message_id),
    providerAt: date * 1000,
  })
}

/** Written in VK itself or by another program; what we have sent ourselves is known by its id. */
export function elsewhereEvent({ base, object, profile }: Told): InboundEvent {
  const parsed = Message.safeParse(object)
  if (!parsed.success) return unreadable(base, 'an answer of unknown shape')
  const message = parsed.data
  if (isGroupChat(message.peer_id)) return ignored(base, 'a group chat')
  const { text, files, unknown } = contentOf(message)
  if (text === '' && files.length === 0) return ignored(base, `an answer that holds ${unknown[0] ?? 'nothing'}`)
  const { admin_author_id: writer, random_id: randomId } = message
  return {
    ...base,
    kind: 'writtenElsewhere',
    externalMessageId: keyOf(message),
    author: writer === undefined ? null : senderOf(writer, profile).name,
    text,
    attachments: files,
    providerAt: message.date * 1000,
    ...(randomId !== undefined && { isSend: (key: string) => randomId === randomIdOf(key) }),
  }
}

/** An edit of a contact; our own come back too, from here and from VK itself. */
export function editEvent({ base, groupId, object }: Told): InboundEvent {
  const parsed = Message.safeParse(object)
  if (!parsed.success) return unreadable(base, 'an edit of unknown shape')
  const message = parsed.data
  const { peer_id: peer, from_id: author, deleted, date, update_time: updated } = message
  if (isGroupChat(peer)) return ignored(base, 'a group chat')
  if (author === -groupId) return ignored(base, 'an edit of our own')
  if (deleted === 1) return { ...base, kind: 'deleted', externalMessageId: keyOf(message) }
  const editedAt = (updated ?? date) * 1000
  return { ...base, kind: 'edited', externalMessageId: keyOf(message), text: contentOf(message).text, editedAt }
}

/** A button of another program: the first words that it carries have to do. */
function foreignButton(payload: unknown) {
  const words = isObject(payload) ? Object.values(payload) : [payload]
  const label = words.find((word) => typeof word === 'string' && word !== '')
  const shown = typeof label === 'string' ? label.slice(0, 64) : 'button'
  return { button: shown, label: shown }
}

export function pressEvent({ base, object, profile }: Told): InboundEvent {
  const parsed = Press.safeParse(object)
  if (!parsed.success) return unreadable(base, 'a press of unknown shape')
  const { user_id: user, peer_id: peer, event_id: callbackId, payload, conversation_message_id: id } = parsed.data
  if (isGroupChat(peer)) return ignored(base, 'a group chat')
  const carried = ButtonPayload.safeParse(payloadOf(payload))
  const button = carried.success ? carried.data : foreignButton(payload)
  return {
    ...base,
    kind: 'buttonPressed',
    sender: senderOf(user, profile),
    label: button.label === '' ? button.button : button.label,
    buttonId: button.button,
    externalMessageId: id === undefined ? null : String(id),
    callbackId,
  }
}
