import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { RawInbound, StoredConnection, WebhookVerdict } from '../channel'
import { isSameSecret } from '../same-secret'
import { rawOf } from './inbound'

const header = 'x-telegram-bot-api-secret-token'

const digest = (text: string | Buffer) => createHash('sha256').update(text).digest()

/** Telegram sends the secret back that we registered; without one nothing is believed (channels.md pitfall 11.18). */
export function checkWebhook(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
  connection: Pick<StoredConnection, 'webhookSecret'>,
): WebhookVerdict {
  const given = headers[header]
  if (typeof given !== 'string' || !isSameSecret(given, connection.webhookSecret)) return { kind: 'unauthorized' }
  const text = textOf(body)
  const update = text === null ? undefined : parse(text)
  if (text === null || update === undefined) return { kind: 'malformed', reason: 'not JSON' }
  return { kind: 'updates', raws: [rawOf(update, text) ?? unknown(text)], answer: '' }
}

const textOf = (body: Buffer): string | null => (isUtf8(body) ? body.toString() : null)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Signed and of no known shape: kept as it is, once. */
function unknown(body: string): RawInbound {
  return { eventKey: `unknown:${digest(body).toString('base64url')}`, externalChat: 'none', body }
}
