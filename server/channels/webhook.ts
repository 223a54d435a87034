import type {
  Channel,
  ChannelKind,
  ForAnother,
  RawInbound,
  StoredConnection,
  WebhookCall,
  WebhookVerdict,
} from './channel'
import type { OpenChannel } from './open-channel'

/** What the gateway answers a webhook with. */
export interface WebhookReply {
  readonly status: number
  readonly body: string
  /** Seconds for `Retry-After`. */
  readonly retryAfter?: number
}

/** A channel as a call meets it. */
export interface Door extends Pick<OpenChannel, 'refused' | 'genuine' | 'receive' | 'keep' | 'typing'> {
  readonly kind: Pick<ChannelKind, 'webhook'>
  readonly channel: Pick<Channel, 'handshake'> | null
  /** Null while its secrets cannot be read: then nobody's calls can be told from a stranger's. */
  readonly connection: StoredConnection | null
}

export interface Surroundings {
  /** The other channels of the messenger. */
  readonly others: (door: Door) => readonly Door[]
  readonly onError: (error: unknown) => void
}

const notFound: WebhookReply = { status: 404, body: '' }
const storePauseSeconds = 5

const judged = ({ kind, connection }: Door, call: WebhookCall): WebhookVerdict | undefined =>
  connection === null ? undefined : kind.webhook?.(call, connection)

/**
 * The adapter judges the raw bytes; what is genuine is stored before it is answered. When the store is away the messenger is asked to
 * come again. Who knocks without the secret learns nothing but that.
 */
export async function answerWebhook(
  target: Door | undefined,
  call: WebhookCall,
  { others, onError }: Surroundings,
): Promise<WebhookReply> {
  const verdict = target === undefined ? undefined : judged(target, call)
  if (target === undefined || verdict === undefined) return notFound
  switch (verdict.kind) {
    case 'unauthorized':
      target.refused('forgedCalls')
      return { status: 401, body: '' }
    case 'malformed':
      return { status: 400, body: '' }
    case 'notHere':
      return notFound
    case 'answer':
      return { status: 200, body: verdict.body }
    case 'typing':
      target.typing(verdict.externalChat)
      return { status: 200, body: verdict.answer }
    case 'handshake': {
      const word = (await target.channel?.handshake?.(verdict.isProven)) ?? null
      return word === null ? { status: 503, body: '', retryAfter: storePauseSeconds } : { status: 200, body: word }
    }
    case 'updates':
      try {
        target.genuine()
        if (verdict.elsewhere == null) await target.receive(verdict.raws)
        else await shareOut(target, verdict.raws, verdict.elsewhere, others(target), call)
        return { status: 200, body: verdict.answer }
      } catch (error) {
        onError(error)
        return { status: 503, body: '', retryAfter: storePauseSeconds }
      }
  }
}

/**
 * A messenger may tell one channel what concerns others. Each of them judges the call by its own secret and takes what is its own;
 * all of it is stored before the answer. What nobody takes stays with the channel it came to, and is noted there unless its account
 * is a channel too, which then hears of it at its own door.
 */
async function shareOut(
  target: Door,
  raws: readonly RawInbound[],
  elsewhere: readonly ForAnother[],
  others: readonly Door[],
  call: WebhookCall,
): Promise<void> {
  const stored = raws.length === 0 ? [] : [target.receive(raws)]
  let left = elsewhere
  for (const other of others) {
    const theirs = judged(other, call)
    if (theirs?.kind !== 'updates') continue
    if (theirs.raws.length > 0) stored.push(other.receive(theirs.raws))
    const passedOn = new Set(theirs.elsewhere?.map(({ raw }) => raw.eventKey))
    left = left.filter(({ raw }) => passedOn.has(raw.eventKey))
  }
  const known = new Set(others.map(({ connection }) => connection?.accountKey))
  const strange = left.map((one) => (known.has(one.account) ? { ...one, account: null } : one))
  if (strange.length > 0) stored.push(target.keep(strange))
  await Promise.all(stored)
}
