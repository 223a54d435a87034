import type { InboundAttachment, InboundEvent, InboundSender, RawInbound } from '../channel'
import { mapLink } from '../map-link'
import { parseWideJson } from '../wide-json'
import { isOwnCard, pressedButton } from './buttons'
import { About, type Content, Frame, longestId, Receipt, Started, Subscribed, type User, Written } from './update'

type Base = Pick<InboundEvent, 'eventKey' | 'externalChat'>
type Body = Readonly<Record<string, unknown>>

/** What concerns no chat of ours shares one place: nothing waits for it. */
const nowhere = 'none'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const idOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= longestId ? value : null

const idIn = (holder: unknown): string | null => (isObject(holder) ? idOf(holder.id) : null)

/** Whose chat a callback belongs to: the person's id, which is the bot's only address of him. */
function chatOf({ sender, user, user_id: id }: Body): string {
  return idIn(sender) ?? idIn(user) ?? idOf(id) ?? nowhere
}

/** A callback as it is stored: under its event, all digits of its token and the person. Null for what is none. */
export function rawOf(callback: unknown, body: string): RawInbound | null {
  if (!isObject(callback)) return null
  const frame = Frame.safeParse(callback)
  if (!frame.success || (frame.data.message_token === undefined && frame.data.timestamp === undefined)) return null
  const { event, message_token: token, timestamp } = frame.data
  const externalChat = chatOf(callback)
  return { eventKey: `${event}:${token ?? `at-${timestamp}`}:${externalChat}`, externalChat, body, parsed: callback }
}

function senderOf({ id, name, avatar }: User): InboundSender {
  const picture = avatar === undefined || avatar === '' ? null : avatar
  return { externalId: id, name: name === '' ? 'Viber' : name, username: null, link: null, picture }
}

const unreadable = (base: Base, why: string): InboundEvent => ({ ...base, kind: 'unreadable', why })

/** The end of an address is the file's name where nothing else says it. */
function nameOf({ file_name: told, media }: Content, fallback: string): string {
  if (told !== undefined && told !== '') return told
  const path = media !== undefined && URL.canParse(media) ? new URL(media).pathname : ''
  const last = path.split('/').at(-1) ?? ''
  return /^[\w-]{1,80}\.\w{1,8}$/.test(last) ? last : fallback
}

type Looks = Pick<InboundAttachment, 'kind' | 'mediaType'> & { readonly fallback: string }

const looksOf = (type: string, token: string): Looks | null => {
  switch (type) {
    case 'picture':
      return { kind: 'picture', mediaType: 'image/jpeg', fallback: `photo-${token}.jpg` }
    case 'video':
      return { kind: 'video', mediaType: 'video/mp4', fallback: `video-${token}.mp4` }
    case 'file':
      return { kind: 'file', mediaType: 'application/octet-stream', fallback: `file-${token}` }
    case 'sticker':
      return { kind: 'sticker', mediaType: 'image/png', fallback: `sticker-${token}.png` }
    default:
      return null
  }
}

function attachmentOf(content: Content, token: string): InboundAttachment | null {
  const looks = looksOf(content.type, token)
  if (looks === null || content.media === undefined) return null
  return {
    ...{ kind: looks.kind, mediaType: looks.mediaType, name: nameOf(content, looks.fallback) },
    ...{ size: content.file_size ?? content.size ?? null, width: null, height: null, durationMs: null },
    source: { kind: 'remote', reference: content.media },
  }
}

/** A card, a place or a link as words, since the operator has to be able to copy it. */
function textOf({ type, text = '', media = '', contact, location }: Content): string {
  if (type === 'contact' && contact !== undefined) return `${contact.name}\n${contact.phone_number}`.trim()
  if (type === 'location' && location !== undefined) return mapLink(location.lat, location.lon)
  return type === 'url' && media !== '' && !text.includes(media) ? `${text}\n${media}`.trim() : text
}

function messageEvent(base: Base, body: Body): InboundEvent {
  const read = Written.safeParse(body)
  if (!read.success) return unreadable(base, 'a message of unknown shape')
  const { sender: user, message: content, message_token: token, timestamp } = read.data
  const { type, contact, tracking_data: trackingData } = content
  const isOwn = type === 'contact' && contact !== undefined && contact.phone_number !== '' && isOwnCard(trackingData)
  const sender = isOwn ? { ...senderOf(user), phone: contact.phone_number } : senderOf(user)
  const text = textOf(content)
  const pressed = type === 'text' ? pressedButton(text, trackingData) : null
  if (pressed !== null)
    return {
      ...base,
      kind: 'buttonPressed',
      sender,
      label: text,
      buttonId: pressed,
      externalMessageId: null,
      callbackId: '',
    }
  const attachment = attachmentOf(content, token)
  const providerAt = timestamp ?? null
  if (attachment === null && text === '')
    return {
      ...base,
      kind: 'unsupported',
      sender,
      type: content.type.slice(0, 60),
      externalMessageId: token,
      providerAt,
    }
  return {
    kind: 'message',
    externalMessageId: token,
    isGroup: false,
    sender,
    text,
    attachments: attachment === null ? [] : [attachment],
    album: null,
    replyToExternalId: null,
    providerAt,
    source: null,
    ...base,
  }
}

function startedEvent(base: Base, body: Body): InboundEvent {
  const read = Started.safeParse(body)
  if (!read.success) return unreadable(base, 'a beginning of unknown shape')
  const { user, context = '' } = read.data
  return { ...base, kind: 'started', sender: senderOf(user), payload: context === '' ? null : context }
}

function receiptEvent(status: 'delivered' | 'read' | 'failed') {
  return (base: Base, body: Body): InboundEvent => {
    const read = Receipt.safeParse(body)
    if (!read.success) return unreadable(base, 'a receipt of unknown shape')
    const { message_token: externalMessageId, desc } = read.data
    const failed = status === 'failed'
    const detail = failed && desc !== undefined ? { detail: desc.slice(0, 300) } : {}
    return { ...base, kind: 'receipt', externalMessageId, status, reason: failed ? 'refused' : null, ...detail }
  }
}

const readers: ReadonlyMap<string, (base: Base, body: Body) => InboundEvent> = new Map([
  ['message', messageEvent],
  ['conversation_started', startedEvent],
  ['delivered', receiptEvent('delivered')],
  ['seen', receiptEvent('read')],
  ['failed', receiptEvent('failed')],
  [
    'subscribed',
    (base: Base, body: Body): InboundEvent =>
      Subscribed.safeParse(body).success
        ? { ...base, kind: 'unblocked' }
        : unreadable(base, 'a subscription of nobody'),
  ],
  [
    'unsubscribed',
    (base: Base, body: Body): InboundEvent =>
      About.safeParse(body).success ? { ...base, kind: 'blocked' } : unreadable(base, 'a farewell of nobody'),
  ],
])

/** Callbacks that Viber has and that bring nothing a contact says to the company. */
const foreign: ReadonlySet<string> = new Set(['webhook', 'client_status', 'action'])

/** What a stored callback means. Never throws: what is not ours is `ignored`, what nobody knows `unsupported` or `unreadable`. */
export function interpretCallback(raw: RawInbound): readonly InboundEvent[] {
  const base: Base = { eventKey: raw.eventKey, externalChat: raw.externalChat }
  const body = raw.parsed ?? parsedBody(raw.body)
  if (body === null || typeof body.event !== 'string') return [unreadable(base, 'not a callback')]
  const read = readers.get(body.event)
  if (read !== undefined) return [read(base, body)]
  const why = `a callback of type ${body.event.slice(0, 60)}`
  return [foreign.has(body.event) ? { ...base, kind: 'ignored', why } : unreadable(base, why)]
}

function parsedBody(body: string): Body | null {
  try {
    const parsed = parseWideJson(body)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
