import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { RawInbound, StoredConnection, WebhookCall, WebhookVerdict } from '../channel'
import { isSameSecret } from '../same-secret'
import { parseWideJson } from '../wide-json'
import { rawOf } from './inbound'

const header = 'x-max-bot-api-secret'

/** MAX sends the secret back that we subscribed with; without one nothing is believed. It wants 200 and no other code. */
export function checkWebhook(
  { method, headers, body }: Pick<WebhookCall, 'method' | 'headers' | 'body'>,
  { webhookSecret }: Pick<StoredConnection, 'webhookSecret'>,
): WebhookVerdict {
  if (method !== 'POST') return { kind: 'notHere' }
  const given = headers[header]
  if (typeof given !== 'string' || !isSameSecret(given, webhookSecret)) return { kind: 'unauthorized' }
  const text = isUtf8(body) ? body.toString() : null
  const update = text === null ? undefined : parsed(text)
  if (text === null || update === undefined) return { kind: 'malformed', reason: 'not JSON' }
  return { kind: 'updates', raws: [rawOf(update, text) ?? unknown(text)], answer: '' }
}

function parsed(text: string): unknown {
  try {
    return parseWideJson(text)
  } catch {
    return undefined
  }
}

/** Genuine and of no known shape: kept as it is, once. */
export function unknown(body: string): RawInbound {
  const digest = createHash('sha256').update(body).digest('base64url')
  return { eventKey: `unknown:${digest}`, externalChat: 'none', body }
}
