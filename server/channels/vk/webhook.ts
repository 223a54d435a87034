import { isUtf8 } from 'node:buffer'
import type { StoredConnection, WebhookVerdict } from '../channel'
import { isSameSecret } from '../same-secret'
import { isObject, Typing } from './event'
import { rawOf } from './raw'
import { isGroupChat } from './told'

/** What VK wants to hear to everything. */
const taken = 'ok'

/**
 * VK shows secret and community in the body itself. Only to the question for the confirmation string the secret may be missing: VK
 * asks it of a server it does not know yet, and it gives nothing away that VK does not tell the community's administrators.
 */
export function checkCallback(
  body: Buffer,
  { webhookSecret, accountKey }: Pick<StoredConnection, 'webhookSecret' | 'accountKey'>,
): WebhookVerdict {
  const text = isUtf8(body) ? body.toString() : null
  const event = text === null ? undefined : parsed(text)
  if (text === null || event === undefined) return { kind: 'malformed', reason: 'not JSON' }
  if (!isObject(event)) return { kind: 'unauthorized' }
  const { type, group_id: group, secret } = event
  const isOurs = accountKey !== null && typeof group === 'number' && isSameSecret(String(group), accountKey)
  if (!isOurs) return { kind: 'unauthorized' }
  if (type === 'confirmation' && secret === undefined) return { kind: 'handshake', isProven: false }
  if (typeof secret !== 'string' || !isSameSecret(secret, webhookSecret)) return { kind: 'unauthorized' }
  if (type === 'confirmation') return { kind: 'handshake', isProven: true }
  if (type === 'message_typing_state') return typingOf(event.object)
  const kept = withoutSecret(event)
  if (kept === null) return { kind: 'malformed', reason: 'nested too deep' }
  return { kind: 'updates', raws: [rawOf(event, kept)], answer: taken }
}

/** What is stored holds no secret. Null for what is nested deeper than anybody writes. */
function withoutSecret({ secret: _secret, ...event }: Record<string, unknown>): string | null {
  try {
    return JSON.stringify(event)
  } catch {
    return null
  }
}

/** Who types is told and forgotten. */
export function typistOf(object: unknown): string | null {
  const typing = Typing.safeParse(object)
  return typing.success && typing.data.from_id > 0 && !isGroupChat(typing.data.from_id)
    ? String(typing.data.from_id)
    : null
}

function typingOf(object: unknown): WebhookVerdict {
  const externalChat = typistOf(object)
  return externalChat === null ? { kind: 'answer', body: taken } : { kind: 'typing', externalChat, answer: taken }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
