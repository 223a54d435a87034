import { isUtf8 } from 'node:buffer'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { RawInbound, StoredConnection, WebhookCall, WebhookVerdict } from '../channel'
import { isSameSecret } from '../same-secret'
import type { WhatsAppForm } from './account'
import { rawsOf, type Split } from './raws'

/** Meta's handshake when the callback is set, and its signed calls afterwards. */
export function checkWebhook(call: WebhookCall, connection: StoredConnection): WebhookVerdict {
  const { form, webhookSecret } = connection
  if (form.messenger !== 'whatsapp') throw new Error('a number was called with the settings of another messenger')
  if (call.method === 'GET') return handshake(call.query, webhookSecret)
  const signature = call.headers['x-hub-signature-256']
  if (typeof signature !== 'string' || !isSigned(call.body, signature, form.appSecret)) return { kind: 'unauthorized' }
  const text = isUtf8(call.body) ? call.body.toString() : null
  const payload = text === null ? undefined : parsed(text)
  if (text === null || payload === undefined) return { kind: 'malformed', reason: 'not JSON' }
  const told = split(payload, form)
  if (told === null) return { kind: 'updates', raws: [unknown(text)], answer: '' }
  return { kind: 'updates', raws: told.raws, elsewhere: told.elsewhere, answer: '' }
}

const challengeForm = /^[\w.-]{1,200}$/

/** The verify token is the channel's secret; whoever knows it gets his challenge back as text. */
function handshake(query: URLSearchParams, secret: string): WebhookVerdict {
  const challenge = query.get('hub.challenge') ?? ''
  const isOurs = query.get('hub.mode') === 'subscribe' && isSameSecret(query.get('hub.verify_token') ?? '', secret)
  return isOurs && challengeForm.test(challenge) ? { kind: 'answer', body: challenge } : { kind: 'notHere' }
}

const signatureForm = /^sha256=([0-9a-f]{64})$/

const signatureOf = (secret: string, body: Buffer | string) => createHmac('sha256', secret).update(body).digest()

/** Over the bytes that came; where a proxy has unescaped them, over the form Meta signs (channels.md section 5.2). */
function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const digits = signatureForm.exec(signature)?.[1]
  if (secret === '' || digits === undefined) return false
  const given = Buffer.from(digits, 'hex')
  if (timingSafeEqual(given, signatureOf(secret, body))) return true
  const escaped = escapedOf(body)
  return escaped !== null && timingSafeEqual(given, signatureOf(secret, escaped))
}

/** Null when nothing in it could be escaped, so that forged calls cost one hash. */
function escapedOf(body: Buffer): string | null {
  const text = body.toString()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is the purpose
  const escaped = text.replaceAll(/[^\x00-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return escaped === text ? null : escaped
}

/** Null for what is no call of WhatsApp, or is nested deeper than can be written down piece by piece. */
function split(payload: unknown, form: WhatsAppForm): Split | null {
  try {
    return rawsOf(payload, form)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Signed and of no known shape: kept as it is, once. */
function unknown(body: string): RawInbound {
  return { eventKey: `unknown:${createHash('sha256').update(body).digest('base64url')}`, externalChat: 'none', body }
}
