import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Attachment } from '#protocol/attachment'
import type { ChannelNote } from '#protocol/channel'
import { AttachmentId, ChannelId } from '#protocol/ids'
import type {
  Channel,
  ChannelSink,
  ChannelState,
  InboundEvent,
  OutboundMessage,
  RawInbound,
  SendResult,
} from '#server/channels/channel'
import { telegram } from '#server/channels/telegram/telegram'
import { Outgoing } from '#server/outgoing'
import { type Random, systemClock, systemRandom, systemTimers } from '#server/platform'
import { FakeMessengers } from './fake-messengers/fake-messengers'
import type { FakeBot } from './fake-messengers/telegram/bot'

export const anna = { id: 5001, first_name: 'Анна', last_name: 'К.', username: 'anna_k' }
export const oleg = { id: 7_200_000_000_123, first_name: 'Олег' }

export async function someFakeMessengers(): Promise<FakeMessengers> {
  const fakes = await FakeMessengers.start()
  onTestFinished(() => fakes.stop())
  return fakes
}

/** Luck that makes every pause between attempts short. */
const lucky: Random = { ...systemRandom, number: () => 0.01 }

/** The messenger Telegram as the hub has it, with time that runs. */
export const aTelegram = (publicUrl: string | null = null) =>
  telegram({
    ...{ clock: systemClock, timers: systemTimers, random: lucky },
    ...{ outgoing: new Outgoing(systemTimers), publicUrl },
  })

export const aTelegramForm = (bot: FakeBot, baseUrl: string, mode: 'polling' | 'webhook' = 'polling') =>
  ({ messenger: 'telegram', token: bot.profile.token, mode, baseUrl }) as const

/** What a hub would keep of a channel: each raw event once under its key, the position, the health. */
export class RememberingSink implements ChannelSink {
  readonly raws = new Map<string, RawInbound>()
  readonly healths: string[] = []
  readonly notes: ChannelNote[] = []
  readonly positions: string[] = []
  #failures = 0
  readonly #heard: (() => void)[] = []

  /** The store is away for so many batches. */
  fails(times: number): void {
    this.#failures = times
  }

  get events(): readonly InboundEvent[] {
    return [...this.raws.values()].flatMap((raw) => aTelegram().interpret(raw))
  }

  /** Texts of the messages taken in, in their order. */
  get texts(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'message' ? [event.text] : []))
  }

  async receive(raws: readonly RawInbound[]): Promise<void> {
    if (this.#failures > 0) {
      this.#failures -= 1
      throw new Error('the store is away')
    }
    for (const raw of raws) if (!this.raws.has(raw.eventKey)) this.raws.set(raw.eventKey, raw)
    this.#tell()
  }

  noted(trouble: ChannelNote): void {
    this.notes.push(trouble)
  }

  health(state: ChannelState): void {
    const told = state.kind === 'green' ? state.kind : `${state.kind}: ${state.reason}`
    if (this.healths.at(-1) !== told) this.healths.push(told)
    this.#tell()
  }

  typing(): void {}

  async savePosition(position: string): Promise<void> {
    this.positions.push(position)
    this.#tell()
  }

  /** Resolves when this is so, looked at after each thing reported. */
  async until(isSo: (sink: RememberingSink) => boolean): Promise<void> {
    let callOff = () => {}
    const deadline = new Promise<never>((_resolve, reject) => {
      const why = () => reject(new Error(`not reported; health was ${this.healths.join(', ')}`))
      const timer = setTimeout(why, 20_000)
      callOff = () => clearTimeout(timer)
    })
    try {
      while (!isSo(this)) await Promise.race([new Promise<void>((resolve) => this.#heard.push(resolve)), deadline])
    } finally {
      callOff()
    }
  }

  #tell(): void {
    for (const hear of this.#heard.splice(0)) hear()
  }
}

/** The hub's webhook address for one channel, answering as the gateway does: after the batch is stored. */
async function aWebhookDoor(take: (headers: NodeJS.Dict<string | string[]>, body: Buffer) => Promise<number>) {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(Buffer.from(piece))
    response.writeHead(await take(request.headers, Buffer.concat(pieces))).end()
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

export interface TelegramChannel {
  readonly bot: FakeBot
  readonly channel: Channel
  readonly sink: RememberingSink
  /** Sends a text or files as delivery would: split into calls, in order; stops at the first that is not sent. */
  readonly send: (message: Partial<OutboundMessage>) => Promise<readonly SendResult[]>
  readonly attach: (attachment: Partial<Attachment>, path: string) => Attachment
  readonly close: (reason?: 'stopping' | 'disconnected') => Promise<void>
  readonly webhookUrl: string
}

interface Options {
  readonly mode?: 'polling' | 'webhook'
  readonly pollPosition?: string | null
  readonly sink?: RememberingSink
}

const secret = 'webhook_secret-of_this-channel'

/** A channel open at the stand-in, closed when the test ends. */
export async function aTelegramChannel(
  bot: FakeBot,
  baseUrl: string,
  { mode = 'polling', pollPosition = null, sink = new RememberingSink() }: Options = {},
): Promise<TelegramChannel> {
  const kind = aTelegram('https://hub.example')
  const stored = new Map<string, { path: string; size: number }>()
  const webhookUrl = await aWebhookDoor(async (headers, body) => {
    const verdict = kind.webhook?.({ method: 'POST', query: new URLSearchParams(), headers, body }, connection)
    if (verdict?.kind !== 'updates') return verdict?.kind === 'unauthorized' ? 401 : 400
    return sink.receive(verdict.raws).then(
      () => 200,
      () => 503,
    )
  })
  const connection = {
    ...{ id: ChannelId.parse('channel'), form: aTelegramForm(bot, baseUrl, mode) },
    ...{ webhookSecret: secret, webhookUrl, pollPosition, accountKey: String(bot.id) },
  }
  const channel = await kind.open(connection, sink, async (id) => stored.get(id) ?? null)
  let isClosed = false
  const close = async (reason: 'stopping' | 'disconnected' = 'stopping') => {
    if (isClosed) return
    isClosed = true
    await channel.close(reason)
  }
  onTestFinished(() => close())
  let seq = 0
  return {
    ...{ bot, channel, sink, close, webhookUrl },
    send: async (message) => {
      seq += 1
      const results: SendResult[] = []
      for (const part of kind.split({ ...anOutbound, seq, ...message })) {
        const result = await channel.send({ ...part, idempotencyKey: `key-${seq}` })
        results.push(result)
        if (result.kind !== 'sent') break
      }
      return results
    },
    attach: (attachment, path) => {
      const id = AttachmentId.parse(`attachment-${stored.size + 1}`)
      const made = anAttachment({ id, ...attachment })
      stored.set(id, { path, size: made.size ?? 0 })
      return made
    },
  }
}

const anOutbound: OutboundMessage = {
  ...{ externalChat: String(anna.id), seq: 1, text: '', attachments: [], buttons: [] },
  ...{ replyToExternalId: null, operatorName: null },
}

export const anAttachment = (more: Partial<Attachment> = {}): Attachment => ({
  ...{ id: AttachmentId.parse('attachment'), kind: 'file', name: 'file.pdf', mediaType: 'application/pdf', size: 1000 },
  ...{ width: null, height: null, durationMs: null, state: { kind: 'stored' } },
  ...more,
})

/** A bot at the stand-in to whom Anna has spoken, and its channel open on our side. */
export async function aTelegramConversation(mode: 'polling' | 'webhook' = 'polling') {
  const { telegram: fake } = await someFakeMessengers()
  const bot = fake.addBot()
  bot.userWrites(anna, 'Здравствуйте')
  const channel = await aTelegramChannel(bot, fake.baseUrl, { mode })
  await channel.sink.until(({ texts }) => texts.length === 1)
  return { ...channel, telegram: fake }
}
