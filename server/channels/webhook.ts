import type { Channel, ChannelKind, StoredConnection, WebhookCall } from './channel'
import type { OpenChannel } from './open-channel'

/** What the gateway answers a webhook with. */
export interface WebhookReply {
  readonly status: number
  readonly body: string
  /** Seconds for `Retry-After`. */
  readonly retryAfter?: number
}

/** What a call needs of an open channel. */
interface Door extends Pick<OpenChannel, 'refused' | 'genuine' | 'receive' | 'typing'> {
  readonly kind: Pick<ChannelKind, 'webhook'>
  readonly channel: Pick<Channel, 'handshake'> | null
}

const notFound: WebhookReply = { status: 404, body: '' }
const storePauseSeconds = 5

/**
 * The adapter judges the raw bytes; what is genuine is stored before it is answered. When the store is away the messenger is asked to
 * come again. Who knocks without the secret learns nothing but that.
 */
export async function answerWebhook(
  target: { readonly open: Door; readonly connection: StoredConnection } | null,
  call: WebhookCall,
  onError: (error: unknown) => void,
): Promise<WebhookReply> {
  const verdict = target?.open.kind.webhook?.(call, target.connection)
  if (target === null || verdict === undefined) return notFound
  switch (verdict.kind) {
    case 'unauthorized':
      target.open.refused('forgedCalls')
      return { status: 401, body: '' }
    case 'malformed':
      return { status: 400, body: '' }
    case 'answer':
      return { status: verdict.status, body: verdict.body }
    case 'typing':
      target.open.typing(verdict.externalChat)
      return { status: 200, body: verdict.answer }
    case 'handshake': {
      const word = (await target.open.channel?.handshake?.()) ?? null
      return word === null ? { status: 503, body: '', retryAfter: storePauseSeconds } : { status: 200, body: word }
    }
    case 'updates':
      try {
        target.open.genuine()
        await target.open.receive(verdict.raws)
        return { status: 200, body: verdict.answer }
      } catch (error) {
        onError(error)
        return { status: 503, body: '', retryAfter: storePauseSeconds }
      }
  }
}
