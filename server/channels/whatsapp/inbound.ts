import type { DeliveryStatus } from '#protocol/receipts'
import type { InboundEvent, InboundSender, RawInbound } from '../channel'
import { attachmentOf, textOf } from './media'
import { reasonOf, wordsOf } from './refusals'
import { sentAs } from './sent-along'
import { Call, Echo, Message, Profile, Status } from './update'

type Base = Pick<InboundEvent, 'eventKey' | 'externalChat'>
type Json = Readonly<Record<string, unknown>>

const ignored = (base: Base, why: string): InboundEvent => ({ ...base, kind: 'ignored', why })
const unreadable = (base: Base, why: string): InboundEvent => ({ ...base, kind: 'unreadable', why })

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Pure: what a raw event of ours (raws.ts) means. Never throws. */
export function interpretEvent(raw: RawInbound): readonly InboundEvent[] {
  const base: Base = { eventKey: raw.eventKey, externalChat: raw.externalChat }
  const held = raw.parsed ?? parsed(raw.body)
  if (!isObject(held)) return [unreadable(base, 'not JSON')]
  switch (held.kind) {
    case 'message':
      return messageEvents(base, held)
    case 'status':
      return [statusEvent(base, held.status)]
    case 'call':
      return [callEvent(base, held)]
    case 'echo':
      return [echoEvent(base, held.message)]
    case 'change':
      return [ignored(base, 'a change of the account')]
    case 'other':
      return [ignored(base, 'of a number that is no channel here')]
    default:
      return [unreadable(base, 'a call of unknown shape')]
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Null when nothing says who it is. */
function senderOf(
  base: Base,
  phone: string | undefined,
  userId: string | undefined,
  held: unknown,
): InboundSender | null {
  const contact = Profile.safeParse(held)
  const { profile, wa_id: waId, user_id: contactId } = contact.success ? contact.data : {}
  const id = userId ?? contactId
  const number = phone ?? waId ?? null
  if (id === undefined && number === null) return null
  const digits = number !== null && /^\d{5,20}$/.test(number) ? number : null
  const name = profile?.name?.trim() ?? ''
  const username = profile?.username ?? null
  const called = name !== '' ? name : (username ?? (digits === null ? base.externalChat : `+${digits}`))
  const aliases = number !== null && number !== base.externalChat ? [number] : []
  return {
    ...{ externalId: base.externalChat, name: called, username, aliases },
    link: digits === null ? null : `https://wa.me/${digits}`,
    phone: digits === null ? null : `+${digits}`,
  }
}

function messageEvents(base: Base, held: Json): readonly InboundEvent[] {
  const read = Message.safeParse(held.message)
  if (!read.success) return [unreadable(base, 'a message of unknown shape')]
  const message = read.data
  if (message.group_id !== undefined) return [ignored(base, 'written in a group')]
  if (message.type === 'system') return [systemEvent(base, message)]
  const sender = senderOf(base, message.from, message.from_user_id, held.contact)
  if (sender === null) return [unreadable(base, 'a message of nobody')]
  return [spoken(base, message, sender)]
}

/** What a person has said or done. */
function spoken(base: Base, message: Message, sender: InboundSender): InboundEvent {
  const { id: externalMessageId, type, reaction, button, interactive } = message
  const providerAt = message.timestamp * 1000
  if (type === 'request_welcome') return { ...base, kind: 'started', sender, payload: null }
  if (reaction !== undefined)
    return { ...base, kind: 'reaction', externalMessageId: reaction.message_id, emoji: reaction.emoji || null }
  const choice = interactive?.button_reply ?? interactive?.list_reply
  const [label, buttonId] = button === undefined ? [choice?.title, choice?.id] : [button.text, button.payload]
  if (label !== undefined && buttonId !== undefined)
    return {
      ...{ ...base, kind: 'buttonPressed', sender, label, buttonId, providerAt },
      ...{ externalMessageId: message.context?.id ?? null, callbackId: externalMessageId },
    }
  const attachment = attachmentOf(message)
  const text = textOf(message)
  if (attachment === null && text === '')
    return { ...base, kind: 'unsupported', sender, type: unknownType(message), externalMessageId, providerAt }
  return {
    kind: 'message',
    ...{ externalMessageId, isGroup: false, sender, text, providerAt },
    attachments: attachment === null ? [] : [attachment],
    album: null,
    replyToExternalId: message.context?.id ?? null,
    source: message.referral?.source_url ?? message.referral?.headline ?? null,
    ...base,
  }
}

const unknownType = ({ type, interactive }: Message) => (interactive === undefined ? type : interactive.type)

/** The person goes by another id from now on, or by another number where ids are not told. */
function systemEvent(base: Base, { system, from }: Message): InboundEvent {
  const before = system?.previous_user_id ?? from
  const after = system?.previous_user_id === undefined ? (system?.wa_id ?? system?.user_id) : system.user_id
  if (before === undefined || after === undefined || before === after) return ignored(base, 'a service line')
  return { ...base, kind: 'identityChanged', from: before, to: after }
}

const statuses: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
])

function statusEvent(base: Base, held: unknown): InboundEvent {
  const read = Status.safeParse(held)
  if (!read.success) return unreadable(base, 'a status of unknown shape')
  const { id: externalMessageId, status: told, errors, biz_opaque_callback_data: along } = read.data
  const status = statuses.get(told)
  if (status === undefined) return ignored(base, `a status "${told.slice(0, 40)}"`)
  const error = status === 'failed' ? errors?.[0] : undefined
  const sent = sentAs(along)
  return {
    ...base,
    kind: 'receipt',
    ...{ externalMessageId, status },
    reason: status === 'failed' ? (error === undefined ? 'refused' : reasonOf(error.code)) : null,
    detail: error === undefined ? null : wordsOf(error),
    send: sent === null ? null : { seq: sent.seq, key: sent.key },
  }
}

/** Said once, when it is over; while it rings there is nothing to write down. */
function callEvent(base: Base, held: Json): InboundEvent {
  const read = Call.safeParse(held.call)
  if (!read.success) return unreadable(base, 'a call of unknown shape')
  const { id, event, from, from_user_id: userId, direction, status, duration } = read.data
  if (event !== 'terminate') return ignored(base, 'a call that goes on')
  if (direction === 'BUSINESS_INITIATED') return ignored(base, 'a call of ours')
  const sender = senderOf(base, from, userId, held.contact)
  if (sender === null) return unreadable(base, 'a call of nobody')
  const told = status?.toUpperCase()
  const outcome = told === 'COMPLETED' ? 'answered' : told === 'REJECTED' ? 'declined' : 'missed'
  const durationMs = duration === undefined ? null : Math.round(duration * 1000)
  return { ...base, kind: 'call', sender, externalMessageId: id, outcome, durationMs }
}

/** Written by the company in the phone's own program. */
function echoEvent(base: Base, held: unknown): InboundEvent {
  const read = Echo.safeParse(held)
  if (!read.success) return unreadable(base, 'an echo of unknown shape')
  const attachment = attachmentOf(read.data)
  const text = textOf(read.data)
  if (attachment === null && text === '') return ignored(base, `an echo of type ${read.data.type}`)
  return {
    ...base,
    kind: 'writtenElsewhere',
    externalMessageId: read.data.id,
    author: null,
    text,
    attachments: attachment === null ? [] : [attachment],
    providerAt: read.data.timestamp * 1000,
  }
}
