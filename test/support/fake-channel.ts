import type { Capabilities } from '#protocol/channel'
import { accepted, refused } from '#protocol/errors'
import { ChannelId } from '#protocol/ids'
import { noButtons } from '#protocol/reply-button'
import type {
  Channel,
  ChannelKind,
  ChannelSink,
  InboundEvent,
  OutboundPart,
  RawInbound,
  SendResult,
  StoredConnection,
} from '#server/channels/channel'
import { splitText } from '#server/channels/split-text'

export const aChannelId = ChannelId.parse('channel')

/** How the messenger behaves at a send. `accepted` says whether the message arrived there, which the answer may hide. */
export type Behaviour =
  | { readonly kind: 'accepts' }
  | { readonly kind: 'refuses'; readonly result: Exclude<SendResult, { kind: 'sent' }> }
  | { readonly kind: 'losesAnswer'; readonly isAccepted: boolean }
  | { readonly kind: 'breaks'; readonly isAccepted: boolean }
  | { readonly kind: 'hangs' }

const capabilities: Capabilities = {
  textLimit: 20,
  captionLimit: 20,
  pictures: true,
  files: true,
  voice: false,
  fileBytes: 1_000_000,
  pictureBytes: 1_000_000,
  buttons: noButtons,
  typingToContact: false,
  typingFromContact: false,
  markAsRead: false,
  deliveredReceipt: false,
  readReceipt: false,
  idempotentSend: false,
  editOwn: false,
  deleteOwn: false,
  polling: false,
  webhook: true,
  groups: false,
  comments: false,
  templates: false,
  replyWindowMs: null,
  writesFirst: 'never',
}

/** A messenger with a log of its own: what really arrived, whatever the hub was told. */
export class FakeMessenger {
  readonly arrived: OutboundPart[] = []
  readonly calls: OutboundPart[] = []
  readonly #plan: Behaviour[] = []
  #usual: Behaviour = { kind: 'accepts' }
  isIdempotent = false
  textLimit = capabilities.textLimit
  /** Every connection that was opened, with what it reports to, and how it ended. */
  readonly connections: { connection: StoredConnection; sink: ChannelSink; ended: string | null }[] = []
  cannotOpen = false
  /** What waits at the messenger: comes in as soon as a connection opens. */
  waiting: RawInbound[] = []
  pace = { channel: { perSecond: 1000, burst: 1000 }, chat: { perSecond: 1000, burst: 1000 } }

  /** The next sends go so, one each; afterwards as usual. */
  next(...behaviours: readonly Behaviour[]): void {
    this.#plan.push(...behaviours)
  }

  usually(behaviour: Behaviour): void {
    this.#usual = behaviour
  }

  get channel(): Channel {
    return {
      id: aChannelId,
      send: (part) => this.#send(part),
      typing: () => {},
      fetch: () => Promise.reject(new Error('no attachments here')),
      close: async () => {},
    }
  }

  /** What the last open connection reports to. */
  get sink(): ChannelSink {
    const open = this.connections.findLast(({ ended }) => ended === null)
    if (open === undefined) throw new Error('nothing is open')
    return open.sink
  }

  get kind(): ChannelKind {
    return {
      messenger: 'telegram',
      capabilities: { ...capabilities, textLimit: this.textLimit, idempotentSend: this.isIdempotent },
      pace: this.pace,
      // `bot-1:secret` belongs to the account `bot-1`.
      check: async (form) => {
        const token = form.messenger === 'telegram' ? form.token : ''
        const [account = ''] = token.split(':')
        return account === 'wrong'
          ? refused('BOT_NOT_FOUND', 'Unauthorized')
          : accepted({ account: `@${account}`, name: account, link: null, picture: null, accountKey: account })
      },
      describe: (form, { account, name }) => ({
        ...{ messenger: 'telegram', botName: name, botUsername: account, mode: 'webhook', baseUrl: '', groups: false },
        tokenEnd: form?.messenger === 'telegram' ? form.token.slice(-4) : '',
      }),
      open: async (connection, sink) => {
        const channel = this.#open(connection, sink)
        if (this.waiting.length > 0) await sink.receive(this.waiting.splice(0))
        return channel
      },
      webhook: ({ method, headers: { secret }, body }, connection) => {
        if (method !== 'POST') return { kind: 'notHere' }
        if (secret !== connection.webhookSecret) return { kind: 'unauthorized' }
        if (body.length === 0) return { kind: 'malformed', reason: 'empty' }
        const text = body.toString()
        return { kind: 'updates', raws: [{ eventKey: text, externalChat: 'chat', body: text }], answer: 'ok' }
      },
      split: (message) => splitText(message.text, this.textLimit).map((text) => ({ ...message, text })),
      interpret: (raw) => [this.meaning(raw.body, raw.eventKey, raw.externalChat)],
    }
  }

  /** What a raw event means; tests replace it with one that fails. */
  meaning = (body: string, eventKey: string, externalChat: string): InboundEvent => ({
    ...{ kind: 'message', eventKey, externalChat, externalMessageId: eventKey, isGroup: false, text: body },
    sender: { externalId: externalChat, name: externalChat, username: null, link: null },
    ...{ attachments: [], album: null, replyToExternalId: null, providerAt: null, source: null },
  })

  #open(connection: StoredConnection, sink: ChannelSink): Channel {
    if (this.cannotOpen) throw new Error('the messenger is away')
    const open: (typeof this.connections)[number] = { connection, sink, ended: null }
    this.connections.push(open)
    return {
      ...this.channel,
      id: connection.id,
      close: async (reason) => {
        open.ended = reason
      },
    }
  }

  async #send(part: OutboundPart): Promise<SendResult> {
    this.calls.push(part)
    const behaviour = this.#plan.shift() ?? this.#usual
    switch (behaviour.kind) {
      case 'accepts':
        return { kind: 'sent', externalMessageIds: [this.#accept(part)], status: 'sent' }
      case 'refuses':
        return behaviour.result
      case 'losesAnswer':
        if (behaviour.isAccepted) this.#accept(part)
        return { kind: 'unconfirmed', detail: 'no answer' }
      case 'breaks':
        if (behaviour.isAccepted) this.#accept(part)
        throw new Error('connection reset')
      case 'hangs':
        return new Promise(() => {})
    }
  }

  #accept(part: OutboundPart): string {
    const isRepeat =
      this.isIdempotent && this.arrived.some(({ idempotencyKey }) => idempotencyKey === part.idempotencyKey)
    if (!isRepeat) this.arrived.push(part)
    return `at-the-messenger-${part.idempotencyKey}`
  }
}
