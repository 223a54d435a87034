import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Attachment } from '#protocol/attachment'
import type { ConnectionForm } from '#protocol/connection'
import { AttachmentId, ChannelId } from '#protocol/ids'
import type {
  Channel,
  ChannelKind,
  ChannelSink,
  ChannelState,
  ChannelVoice,
  InboundEvent,
  OutboundMessage,
  RawInbound,
  SendableFile,
  SendResult,
  WebhookCall,
} from '#server/channels/channel'
import { answerWebhook, type WebhookReply } from '#server/channels/webhook'

/** What a hub would keep of a channel: each raw event once under its key, the position, the health. */
export class KeepingSink implements ChannelSink {
  readonly raws = new Map<string, RawInbound>()
  readonly healths: string[] = []
  readonly positions: string[] = []
  readonly #said = new Map<ChannelVoice, string>()
  readonly typists: string[] = []
  readonly #kind: ChannelKind
  channel: Channel | null = null

  constructor(kind: ChannelKind) {
    this.#kind = kind
  }

  get events(): readonly InboundEvent[] {
    return [...this.raws.values()].flatMap((raw) => this.#kind.interpret(raw))
  }

  async receive(told: readonly RawInbound[]): Promise<void> {
    const raws = (await this.channel?.complete?.(told)) ?? told
    for (const raw of raws) if (!this.raws.has(raw.eventKey)) this.raws.set(raw.eventKey, raw)
    this.channel?.received?.(raws)
  }

  health(state: ChannelState, voice: ChannelVoice = 'account'): void {
    const told = state.kind === 'green' ? state.kind : `${state.kind}: ${state.reason}`
    if (this.#said.get(voice) !== told) this.healths.push(told)
    this.#said.set(voice, told)
  }

  typing(externalChat: string): void {
    this.typists.push(externalChat)
  }

  async savePosition(position: string): Promise<void> {
    this.positions.push(position)
  }
}

export interface OpenChannelStand {
  readonly channel: Channel
  readonly sink: KeepingSink
  readonly webhookUrl: string
  /** Sends a message as delivery would: split into calls, in order; stops at the first that is not sent. */
  readonly send: (message: Partial<OutboundMessage>) => Promise<readonly SendResult[]>
  readonly attach: (attachment: Partial<Attachment>, file: SendableFile) => Attachment
  readonly close: (reason?: 'stopping' | 'disconnected') => Promise<void>
}

interface Options {
  readonly kind: ChannelKind
  readonly form: ConnectionForm
  readonly chat: string
  readonly webhookSecret?: string
  readonly pollPosition?: string | null
  readonly accountKey?: string | null
  /** Without it no messenger can call. */
  readonly isPublic?: boolean
}

/** The hub's webhook address for one channel, answering as the gateway does: after the batch is stored. */
async function aDoor(take: (call: WebhookCall) => Promise<WebhookReply>) {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(Buffer.from(piece))
    const { headers } = request
    const call = { method: 'POST', query: new URLSearchParams(), headers, body: Buffer.concat(pieces) } as const
    const { status, body } = await take(call)
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/hooks/channel`
}

/** A channel open at its stand-in, closed when the test ends. */
export async function anOpenChannel(options: Options): Promise<OpenChannelStand> {
  const { kind, form, chat, webhookSecret = 'webhook_secret-of_this-channel', pollPosition = null } = options
  const sink = new KeepingSink(kind)
  const stored = new Map<string, SendableFile>()
  const address = await aDoor((call) => {
    const quiet = { refused: () => undefined, genuine: () => undefined, keep: async () => undefined }
    const receive = (raws: readonly RawInbound[]) => sink.receive(raws)
    const typing = (externalChat: string) => sink.typing(externalChat)
    const door = { ...quiet, kind, connection, channel: sink.channel, receive, typing }
    return answerWebhook(door, call, { others: () => [], onError: () => undefined })
  })
  const webhookUrl = options.isPublic === false ? null : address
  const connection = {
    ...{
      id: ChannelId.parse('channel'),
      form,
      webhookSecret,
      webhookUrl,
      pollPosition,
      accountKey: options.accountKey ?? null,
    },
  }
  const channel = await kind.open(connection, sink, async (id) => stored.get(id) ?? null)
  sink.channel = channel
  let isClosed = false
  const close = async (reason: 'stopping' | 'disconnected' = 'stopping') => {
    if (isClosed) return
    isClosed = true
    await channel.close(reason)
  }
  onTestFinished(() => close())
  let seq = 0
  return {
    ...{ channel, sink, close, webhookUrl: address },
    send: async (message) => {
      seq += 1
      const results: SendResult[] = []
      const parts = kind.split({ ...anOutbound, externalChat: chat, seq, ...message })
      for (const [index, part] of parts.entries()) {
        const result = await channel.send({ ...part, idempotencyKey: `key-${seq}:${index}` })
        results.push(result)
        if (result.kind !== 'sent') break
      }
      return results
    },
    attach: (attachment, file) => {
      const id = AttachmentId.parse(`attachment-${stored.size + 1}`)
      stored.set(id, file)
      return aSentFile({ id, size: file.size, ...attachment })
    },
  }
}

export const anOutbound: OutboundMessage = {
  ...{ externalChat: 'chat', seq: 1, text: '', attachments: [], buttons: [] },
  ...{ replyToExternalId: null, operatorName: null },
}

export const aSentFile = (more: Partial<Attachment> = {}): Attachment => ({
  ...{ id: AttachmentId.parse('attachment'), kind: 'file', name: 'file.pdf', mediaType: 'application/pdf', size: 1000 },
  ...{ width: null, height: null, durationMs: null, state: { kind: 'stored' } },
  ...more,
})
