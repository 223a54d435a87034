import { isUtf8 } from 'node:buffer'
import { createHash, createHmac } from 'node:crypto'
import type { RawInbound, StoredConnection, WebhookCall, WebhookVerdict } from '../channel'
import { isSameSecret } from '../same-secret'
import { parseWideJson } from '../wide-json'
import { rawOf } from './inbound'

const header = 'x-viber-content-signature'

/** Viber signs the bytes it sends with the bot's token. */
const signatureOf = (body: Buffer, token: string) => createHmac('sha256', token).update(body).digest('hex')

/** https, or whatever the administrator has named beside a base URL of his own (a stand-in on this machine). */
export const isReachable = (address: string | null, baseUrl: string | null): address is string =>
  address !== null && (address.startsWith('https://') || baseUrl !== null)

/** A call is believed by its signature alone, the greeting of a new webhook too. */
export function checkWebhook(
  { method, headers, body }: Pick<WebhookCall, 'method' | 'headers' | 'body'>,
  { form }: Pick<StoredConnection, 'form'>,
): WebhookVerdict {
  if (method !== 'POST') return { kind: 'notHere' }
  const given = headers[header]
  const isSigned =
    form.messenger === 'viber' && typeof given === 'string' && isSameSecret(given, signatureOf(body, form.token))
  if (!isSigned) return { kind: 'unauthorized' }
  const text = isUtf8(body) ? body.toString() : null
  const callback = text === null ? undefined : parsed(text)
  if (text === null || callback === undefined) return { kind: 'malformed', reason: 'not JSON' }
  const raw = rawOf(callback, text) ?? unknown(text)
  // Only says that the address answers; there is nothing in it to keep.
  if (raw.eventKey.startsWith('webhook:')) return { kind: 'answer', body: '' }
  return { kind: 'updates', raws: [raw], answer: '' }
}

function parsed(text: string): unknown {
  try {
    return parseWideJson(text)
  } catch {
    return undefined
  }
}

/** Signed and of no known shape: kept as it is, once. */
function unknown(body: string): RawInbound {
  const digest = createHash('sha256').update(body).digest('base64url')
  return { eventKey: `unknown:${digest}`, externalChat: 'none', body }
}
