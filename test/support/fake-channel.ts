import type { Capabilities } from '#protocol/channel'
import { ChannelId } from '#protocol/ids'
import type { Channel, ChannelKind, OutboundPart, SendResult } from '#server/channels/channel'
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
  buttons: false,
  typingToContact: false,
  typingFromContact: false,
  markAsRead: false,
  deliveredReceipt: false,
  readReceipt: false,
  idempotentSend: false,
  editOwn: false,
  deleteOwn: false,
  polling: false,
  webhook: false,
  groups: false,
}

/** A messenger with a log of its own: what really arrived, whatever the hub was told. */
export class FakeMessenger {
  readonly arrived: OutboundPart[] = []
  readonly calls: OutboundPart[] = []
  readonly #plan: Behaviour[] = []
  #usual: Behaviour = { kind: 'accepts' }
  isIdempotent = false
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

  get kind(): ChannelKind {
    return {
      messenger: 'telegram',
      capabilities: { ...capabilities, idempotentSend: this.isIdempotent },
      pace: this.pace,
      check: () => Promise.reject(new Error('not asked in these tests')),
      describe: () => ({ messenger: 'web', allowedOrigins: [], greeting: '', snippet: '' }),
      open: async () => this.channel,
      split: (message) => splitText(message.text, capabilities.textLimit).map((text) => ({ ...message, text })),
      interpret: () => [],
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
