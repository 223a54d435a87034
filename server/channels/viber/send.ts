import type { OutboundPart, ReadAttachment, SendResult } from '../channel'
import { resultOf } from '../messenger-error'
import type { ViberApi } from './api'
import { bodyOf, plainBodyOf } from './outbound'
import { hasStatus, isProgramTooOld, statusOf } from './refusals'
import { requestBytes } from './settings'

export interface SendTools {
  readonly api: ViberApi
  readonly readAttachment: ReadAttachment
  /** The bot's own name, for what no person has written. */
  readonly botName: () => Promise<string>
  /** Sets a webhook that is missing; false when Viber cannot call us. */
  readonly mendWebhook: () => Promise<boolean>
}

/** Makes the call a part stands for and says what came of it. Never throws for anything Viber does. */
export async function sendPart(part: OutboundPart, tools: SendTools): Promise<SendResult> {
  const link = await linkOf(part, tools.readAttachment)
  if (link.kind === 'failed') return link
  try {
    const name = part.operatorName ?? (await tools.botName())
    const body = bodyOf(part, name, link.address)
    if (Buffer.byteLength(JSON.stringify(body)) > requestBytes)
      return { kind: 'failed', reason: 'too_long', detail: 'a request may have 30 kB' }
    const id = await sent(body, plainBodyOf(part, name, link.address), tools)
    return { kind: 'sent', externalMessageIds: [id], status: 'sent' }
  } catch (error) {
    return resultOf(error)
  }
}

/** What Viber certainly has not taken is put right and asked for again, once. */
async function sent(
  body: Readonly<Record<string, unknown>>,
  plain: Readonly<Record<string, unknown>>,
  { api, mendWebhook }: SendTools,
): Promise<string> {
  try {
    return await api.send(body)
  } catch (error) {
    if (isProgramTooOld(error)) return await api.send(plain)
    if (hasStatus(error, statusOf.webhookNotSet) && (await mendWebhook())) return await api.send(body)
    throw error
  }
}

type Link =
  | { readonly kind: 'link'; readonly address: string }
  | { readonly kind: 'failed'; readonly reason: 'bad_media'; readonly detail: string }

/** Viber takes no uploads: it fetches a file where we tell it. */
async function linkOf({ attachments: [file] }: OutboundPart, readAttachment: ReadAttachment): Promise<Link> {
  if (file === undefined) return { kind: 'link', address: '' }
  const stored = await readAttachment(file.id)
  const failed = (detail: string): Link => ({ kind: 'failed', reason: 'bad_media', detail })
  if (stored === null) return failed('a file is not in the store')
  const address = stored.publicAddress?.()
  return address === undefined ? failed('the hub has no public address') : { kind: 'link', address }
}
