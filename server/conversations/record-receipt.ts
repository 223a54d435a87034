import type { ChannelId } from '#protocol/ids'
import type { Delivery } from '#protocol/message'
import { advance, type DeliveryStatus, type FailureReason } from '#protocol/receipts'
import { changeIdentity } from './change-identity'
import type { SendName } from './inbound'
import type { DeliveryPart, EarlyReceipt, MessagePlace, Work } from './ports'

/** What a send came to, as delivery reports it about one part of a message. */
export type SendReport =
  | {
      readonly kind: 'sent'
      readonly externalMessageIds: readonly string[]
      readonly status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read'>
      /** The chat goes on under this id, and that is where it went. */
      readonly movedTo?: string
    }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly detail: string }
  | { readonly kind: 'unconfirmed'; readonly detail: string }

interface InboundReceipt {
  readonly externalChat: string
  readonly externalMessageId: string
  readonly status: DeliveryStatus
  readonly reason: FailureReason | null
  readonly detail?: string | null
  readonly send?: SendName | null
}

type ReceiptUpTo = Pick<InboundReceipt, 'externalChat' | 'externalMessageId'> & {
  readonly status: Extract<DeliveryStatus, 'delivered' | 'read'>
}

/**
 * A status told by the messenger. One that names our send settles it though its answer never came; another that overtook the
 * answer to its send is kept until the id is known.
 */
export async function recordReceipt(work: Work, channelId: ChannelId, receipt: InboundReceipt): Promise<void> {
  const { externalChat, externalMessageId, status, reason, detail = null } = receipt
  const place = await work.providerMessages.find(channelId, externalChat, externalMessageId)
  if (place !== undefined) return await settle(work, place, { status, reason, detail }, [])
  const named = receipt.send == null ? undefined : await placeOfSend(work, channelId, externalChat, receipt.send)
  if (named !== undefined) {
    await work.providerMessages.add(channelId, externalChat, externalMessageId, named)
    if (named.part === 0) await work.stream.name(named.conversationId, named.seq, externalMessageId)
    return await settle(work, named, { status, reason, detail }, [externalMessageId])
  }
  const early = await work.providerMessages.takeEarly(channelId, externalChat, externalMessageId)
  const kept: EarlyReceipt =
    early === undefined || advance(early.status, status) === status ? { status, reason, detail } : early
  await work.providerMessages.keepEarly(channelId, externalChat, externalMessageId, kept, work.now)
}

/**
 * Everything of ours up to a message has come that far. What never left, and what nobody knows to have arrived, is not lifted
 * by it; a message whose id is not known yet is lifted alone, once it is.
 */
export async function recordReceiptUpTo(work: Work, channelId: ChannelId, receipt: ReceiptUpTo): Promise<void> {
  const { externalChat, externalMessageId, status } = receipt
  const last = await work.providerMessages.find(channelId, externalChat, externalMessageId)
  if (last === undefined) return await recordReceipt(work, channelId, { ...receipt, reason: null })
  for (const seq of await work.stream.arrivedUpTo(last.conversationId, last.seq, status))
    for (const { part } of await work.deliveries.parts(last.conversationId, seq)) {
      const isBehind = seq === last.seq && part > last.part
      const place = { conversationId: last.conversationId, seq, part }
      if (!isBehind) await settle(work, place, { status, reason: null, detail: null }, [])
    }
}

/** Sent again since, it has another key, and what became of the first is no news any more. */
async function placeOfSend(
  work: Work,
  channelId: ChannelId,
  externalChat: string,
  { seq, key }: SendName,
): Promise<MessagePlace | undefined> {
  const conversationId = await conversationOfChat(work, channelId, externalChat)
  if (conversationId === undefined) return undefined
  const parts = await work.deliveries.parts(conversationId, seq)
  const part = parts.find((one) => one.key === key)
  return part && { conversationId, seq, part: part.part }
}

/** The chat as it was called then: its contact may go by another id by now. */
async function conversationOfChat(work: Work, channelId: ChannelId, externalChat: string) {
  const draft = await work.draftOfChat(channelId, externalChat)
  if (draft !== undefined) return draft.id
  const former = await work.providerMessages.formerly(channelId, externalChat)
  if (former !== undefined) return former
  const contact = await work.contacts.byIdentity(channelId, externalChat)
  const all = contact === undefined ? [] : await work.conversations.ofContact(contact.id)
  return all.find(({ row }) => row.channelId === channelId && row.place === null)?.row.id
}

/** What came of sending a part: the ids under which later receipts come, the part's state, and what the message is by that. */
export async function recordSend(work: Work, place: MessagePlace, report: SendReport): Promise<void> {
  if (report.kind === 'unconfirmed')
    return await settle(work, place, { status: 'unconfirmed', reason: null, detail: report.detail }, [])
  if (report.kind === 'failed')
    return await settle(work, place, { status: 'failed', reason: report.reason, detail: report.detail }, [])
  const draft = await work.draft(place.conversationId)
  if (draft === undefined) throw new Error(`no conversation ${place.conversationId}`)
  const { externalChat } = draft.facts
  if (report.movedTo !== undefined && report.movedTo !== externalChat)
    await changeIdentity(work, draft.row.channelId, { from: externalChat, to: report.movedTo })
  let status: DeliveryStatus = report.status
  let reason: FailureReason | null = null
  let detail: string | null = null
  const [first] = report.externalMessageIds
  if (first !== undefined && place.part === 0) await work.stream.name(place.conversationId, place.seq, first)
  for (const externalId of report.externalMessageIds) {
    const { channelId } = draft.row
    await work.providerMessages.add(channelId, draft.facts.externalChat, externalId, place)
    const early = await work.providerMessages.takeEarly(channelId, draft.facts.externalChat, externalId)
    if (early === undefined) continue
    status = advance(status, early.status)
    reason = early.reason
    detail = early.detail
  }
  await settle(work, place, { status, reason, detail }, report.externalMessageIds)
}

async function settle(
  work: Work,
  place: MessagePlace,
  delivery: Delivery,
  externalIds: readonly string[],
): Promise<void> {
  const draft = await work.draft(place.conversationId)
  const entry = draft?.unsavedEntry(place.seq) ?? (await work.stream.entry(place.conversationId, place.seq))
  if (draft === undefined || entry?.kind !== 'message' || entry.delivery === null) return
  const parts = await work.deliveries.parts(place.conversationId, place.seq)
  const part = parts.find((one) => one.part === place.part)
  const next = advance(part?.state ?? entry.delivery.status, delivery.status)
  if (part === undefined || part.state === next) return
  await work.deliveries.settle(place, next, externalIds)
  if (next === 'failed') await failRest(work, place, parts)
  const whole = statusOfMessage(parts.map((one) => (one.part === place.part ? { ...one, state: next } : one)))
  if (whole === entry.delivery.status) return
  const isFailed = whole === 'failed' || whole === 'unconfirmed'
  draft.replaceEntry({
    ...entry,
    delivery: {
      status: whole,
      reason: isFailed ? delivery.reason : null,
      detail: isFailed ? delivery.detail : null,
    },
  })
  if (whole !== 'failed') return
  const reason = delivery.reason ?? 'refused'
  if (reason === 'blocked' && !draft.row.isBlocked) {
    draft.change({ isBlocked: true })
    draft.addSystem(work.now, { kind: 'contactBlocked' })
  } else draft.addSystem(work.now, { kind: 'deliveryFailed', messageSeq: place.seq, reason })
}

/** What follows a refused part would make no sense alone. */
async function failRest(work: Work, place: MessagePlace, parts: readonly DeliveryPart[]): Promise<void> {
  for (const { part, state } of parts)
    if (part > place.part && state === 'queued') await work.deliveries.settle({ ...place, part }, 'failed', [])
}

const ladder: readonly DeliveryStatus[] = ['queued', 'sending', 'sent', 'delivered', 'read']

/** A message is what its worst part is: failed before unconfirmed before the lowest step reached. */
function statusOfMessage(parts: readonly DeliveryPart[]): DeliveryStatus {
  const states = new Set(parts.map((part) => part.state))
  if (states.has('failed')) return 'failed'
  if (states.has('unconfirmed')) return 'unconfirmed'
  return ladder.find((status) => states.has(status)) ?? 'queued'
}
