import { createHash } from 'node:crypto'
import type { ForAnother, RawInbound } from '../channel'
import type { WhatsAppForm } from './account'
import { sentAs } from './sent-along'

type Json = Readonly<Record<string, unknown>>

/** Changes that concern no chat share one place: nothing waits for them. */
const nowhere = 'none'

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

const wordOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= 250 ? value : null

/** Long ids (`wamid.…`) stay readable; what is longer than a key may be is hashed. */
const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('base64url')

/** The id under which a person is known: the one that stays though he hides his phone, else the phone. */
const personOf = (userId: unknown, phone: unknown): string | null => wordOf(userId) ?? wordOf(phone)

/** What of a call is one number's, and what is another's. */
export interface Split {
  readonly raws: readonly RawInbound[]
  /** Null where all of it concerns this number alone. */
  readonly elsewhere: readonly ForAnother[] | null
}

interface Sorted {
  readonly raws: RawInbound[]
  elsewhere: ForAnother[] | null
}

type Receiver = Pick<WhatsAppForm, 'phoneNumberId' | 'accountId'>

/**
 * One call holds many events, of several people: each becomes a raw of its own, under its own key and in its own chat. The callback
 * of an account, and that of an app, gets what all its numbers are told; and what an account is told concerns all its numbers.
 * Null for what is no call of WhatsApp at all.
 */
export function rawsOf(payload: unknown, receiver: Receiver): Split | null {
  if (!isObject(payload) || !Array.isArray(payload.entry)) return null
  const sorted: Sorted = { raws: [], elsewhere: null }
  for (const entry of listOf(payload.entry))
    for (const change of listOf(entry.changes)) sort(sorted, change, wordOf(entry.id), receiver)
  return sorted
}

function sort(sorted: Sorted, change: Json, account: string | null, { phoneNumberId, accountId }: Receiver): void {
  const value = isObject(change.value) ? change.value : {}
  const number = isObject(value.metadata) ? wordOf(value.metadata.phone_number_id) : null
  const isAnothers = number === null ? account !== null && account !== accountId : number !== phoneNumberId
  if (isAnothers || number === null) sorted.elsewhere ??= []
  if (isAnothers) sorted.elsewhere?.push({ account: number, raw: otherRaw(change) })
  else addChange(sorted.raws, change, value)
}

function addChange(raws: RawInbound[], change: Json, value: Json): void {
  const before = raws.length
  const people = listOf(value.contacts)
  for (const message of listOf(value.messages)) raws.push(messageRaw(message, people))
  for (const status of listOf(value.statuses)) raws.push(statusRaw(status))
  for (const call of listOf(value.calls)) raws.push(callRaw(call, people))
  for (const echo of listOf(value.message_echoes)) raws.push(echoRaw(echo))
  if (raws.length === before) raws.push(raw(`change:${hashOf(change)}`, nowhere, { kind: 'change', change }))
}

/** Whole: who it is for is asked of the other channels, and what nobody takes is kept as it came. */
const otherRaw = (change: Json) => raw(`other:${hashOf(change)}`, nowhere, { kind: 'other', change })

function raw(eventKey: string, externalChat: string, held: Json): RawInbound {
  return { eventKey, externalChat, body: JSON.stringify(held), parsed: held }
}

/** Who wrote it, of those the change names. */
function contactOf(people: readonly Json[], userId: unknown, phone: unknown): Json | undefined {
  const named = people.find(
    ({ user_id, wa_id }) =>
      (wordOf(user_id) !== null && user_id === userId) || (wordOf(wa_id) !== null && wa_id === phone),
  )
  return named ?? (people.length === 1 ? people[0] : undefined)
}

function messageRaw(message: Json, people: readonly Json[]): RawInbound {
  const contact = contactOf(people, message.from_user_id, message.from)
  const chat = personOf(message.from_user_id ?? contact?.user_id, message.from ?? contact?.wa_id)
  const id = wordOf(message.id)
  return raw(id === null ? `message:${hashOf(message)}` : `message:${id}`, chat ?? nowhere, {
    kind: 'message',
    contact: contact ?? null,
    message,
  })
}

/** Our own words come back with each status, the chat among them: a failure may name nobody else. */
function statusRaw(status: Json): RawInbound {
  const along = sentAs(status.biz_opaque_callback_data)
  const chat = along?.externalChat ?? personOf(status.recipient_user_id, status.recipient_id)
  const id = wordOf(status.id)
  const key = id === null ? hashOf(status) : `${id}:${wordOf(status.status) ?? ''}`
  return raw(`status:${key}`, chat ?? nowhere, { kind: 'status', status })
}

/** A call comes as several events: it rings, it is over. */
function callRaw(call: Json, people: readonly Json[]): RawInbound {
  const isTheirs = call.direction !== 'BUSINESS_INITIATED'
  const [userId, phone] = isTheirs ? [call.from_user_id, call.from] : [call.to_user_id, call.to]
  const contact = contactOf(people, userId, phone)
  const chat = personOf(userId ?? contact?.user_id, phone ?? contact?.wa_id)
  const id = wordOf(call.id)
  const key = id === null ? hashOf(call) : `${id}:${wordOf(call.event) ?? ''}`
  return raw(`call:${key}`, chat ?? nowhere, { kind: 'call', contact: contact ?? null, call })
}

/** What the company has written in the phone's own program. */
function echoRaw(echo: Json): RawInbound {
  const chat = personOf(echo.to_user_id, echo.to)
  return raw(`echo:${wordOf(echo.id) ?? hashOf(echo)}`, chat ?? nowhere, { kind: 'echo', message: echo })
}
