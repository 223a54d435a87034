import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server } from 'socket.io'
import type { ChannelDetails } from '#protocol/channel'
import { plainWebForm } from '#protocol/connection'
import { type ChannelId, CommandId, type ConversationId, OperatorId, type Seq } from '#protocol/ids'
import type { ReplyButtonForm } from '#protocol/reply-button'
import type { VisitorCompany } from '#protocol/visitor'
import type { ChannelAdministration } from '#server/channels/administration'
import type { ChannelKind } from '#server/channels/channel'
import type { CompanySign } from '#server/channels/ports'
import type { Registry } from '#server/channels/registry'
import type { Visit } from '#server/channels/web/visits'
import { close } from '#server/conversations/close'
import { markRead } from '#server/conversations/mark-read'
import { sendReply } from '#server/conversations/send-reply'
import { capabilitiesOf, type HubChannels, openChannels } from '#server/hub-channels'
import { type OpenHub, openHub } from '#server/open-hub'
import { companyChanged } from '#server/operators/company'
import { type Clock, soon, systemRandom, type Timers } from '#server/platform'
import { Secrets } from '#server/secrets'

export interface ChannelHubOptions {
  readonly file: string
  readonly clock: Clock
  readonly timers: Timers
  /** Messengers besides the web chat. */
  readonly kinds?: readonly ChannelKind[]
  readonly isDiskFull?: () => boolean
  /** Messengers can call it: webhooks are taken at its own address. */
  readonly isPublic?: boolean
}

const key = Buffer.alloc(32, 7)
const anna = OperatorId.parse('anna')

/** What visitors are told of the company, as the test says. */
class Sign implements CompanySign {
  private company: VisitorCompany = { isAnybodyOnline: true, team: ['Анна Лебедева'] }
  /** Channels where nobody answers at this hour. */
  private readonly closed = new Set<ChannelId>()
  private readonly listeners = new Set<() => void>()

  name(): string {
    return 'Север Дом'
  }

  state(channelId: ChannelId): VisitorCompany {
    return this.closed.has(channelId) ? { isAnybodyOnline: false, team: [] } : this.company
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  close(channelId: ChannelId): void {
    this.closed.add(channelId)
    this.tell()
  }

  change(company: VisitorCompany): void {
    this.company = company
    this.tell()
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A hub with its channels and the visitors' door on a port of its own; everything real but the operators' door. */
export class ChannelHub {
  /** What was logged as an error. */
  readonly problems: string[] = []
  readonly typing: ConversationId[] = []
  readonly visits: ({ readonly id: ConversationId } & Visit)[] = []
  readonly open: OpenHub
  readonly channels: HubChannels
  private readonly clock: Clock
  private readonly sign = new Sign()
  private readonly http: HttpServer
  private readonly io: Server

  private constructor(open: OpenHub, http: HttpServer, { clock, timers, kinds = [], isPublic }: ChannelHubOptions) {
    this.open = open
    this.clock = clock
    this.http = http
    http.on('request', (request, response) => void this.takeCall(request, response))
    this.io = new Server(this.http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
    const quiet = () => {}
    this.channels = openChannels({
      ...{ open, clock, timers, kinds, random: systemRandom, secrets: new Secrets(key, systemRandom) },
      log: {
        ...{ debug: quiet, info: quiet, warn: quiet },
        error: (event, _facts, error) => void this.problems.push(`${event} ${String(error)}`),
      },
      ...{ company: this.sign, hubUrl: 'https://hub.example', publicUrl: isPublic === true ? this.url : null },
      addressOf: (request) => request.socket.remoteAddress ?? '',
      readAttachment: async () => null,
      onContactTyping: (id) => void this.typing.push(id),
      onVisit: (id, visit) => void this.visits.push({ id, ...visit }),
      ...{ onHealth: quiet, onLoginEnded: quiet },
    })
    this.channels.visitors.mount(this.io)
    open.news.subscribe((news) => {
      for (const one of news) if (one.kind === 'mark') this.registry.companyRead(one.mark.conversationId, one.mark.seq)
    })
  }

  static async start(options: ChannelHubOptions): Promise<ChannelHub> {
    const { file, clock, timers } = options
    const open = await openHub({
      ...{ file, clock, timers, random: systemRandom, soon, capabilities: capabilitiesOf(options.kinds ?? []) },
      log: { decided: () => {}, bug: () => {}, failed: () => {}, clockJumped: () => {} },
      faults: {
        beforeCommit: () => {
          if (options.isDiskFull?.()) throw new Error('database or disk is full')
        },
      },
    })
    const http = createServer()
    await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
    const hub = new ChannelHub(open, http, options)
    await hub.registry.start()
    await open.distributor.start()
    return hub
  }

  get registry(): Registry {
    return this.channels.registry
  }

  get desk(): ChannelAdministration {
    return this.channels.desk
  }

  get url(): string {
    const address = this.http.address()
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  }

  /** The webhooks' door, as plain as can be; the real one is the gateway's. */
  private async takeCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not under its own address: a call may still come in while the hub closes.
    const url = new URL(request.url ?? '/', 'http://hub')
    const channelId = /^\/hooks\/([^/]+)$/.exec(url.pathname)?.[1]
    // Visitors' sockets come to the same door.
    if (channelId === undefined) return
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(Buffer.from(piece))
    const call = { query: url.searchParams, headers: request.headers, body: Buffer.concat(pieces) }
    const method = request.method === 'GET' ? 'GET' : 'POST'
    const { status, body } = await this.registry.webhook(channelId, { method, ...call })
    response.writeHead(status).end(body)
  }

  private async companyChanged(): Promise<void> {
    const { hub, roster, attendance } = this.open
    await hub.write((work) => companyChanged(work, roster, attendance))
  }

  /** Connects a channel or says why not. */
  async connect(form: Parameters<ChannelAdministration['connect']>[0]): Promise<ChannelDetails> {
    const connected = await this.desk.connect(form, null)
    if (!connected.ok) throw new Error(connected.refusal.code)
    return connected.value
  }

  connectSite(traits: Partial<typeof plainWebForm> = {}) {
    const told = { allowedOrigins: ['https://shop.example'], greeting: 'Здравствуйте! Чем помочь?' }
    return this.connect({ name: 'Сайт', receiver: null, form: { ...plainWebForm, ...told, ...traits } })
  }

  /** An operator who is on duty and answers. */
  async anOperator(): Promise<OperatorId> {
    const { open, clock } = this
    await open.writer.write((transaction) =>
      transaction.run(
        `insert into account (id, login, name, role, created_at) values ($1, $1, 'Анна Лебедева', 'employee', $2)`,
        [anna, clock.now()],
      ),
    )
    await this.companyChanged()
    await this.onDuty()
    return anna
  }

  async onDuty(): Promise<void> {
    const { attendance, hub } = this.open
    await attendance.connected(anna, 'laptop')
    await hub.write((work) =>
      attendance.step(work, anna, { kind: 'chosen', status: 'online', cause: 'operator' }, anna),
    )
  }

  private actor() {
    const actor = this.open.screen.actor(anna)
    if (actor === undefined) throw new Error('nobody is there to answer')
    return actor
  }

  async reply(
    conversationId: ConversationId,
    text: string,
    { replyToSeq = null, buttons = [] }: { replyToSeq?: Seq | null; buttons?: readonly ReplyButtonForm[] } = {},
  ): Promise<number> {
    const id = CommandId.parse(systemRandom.uuid())
    const outcome = await this.open.hub.write((work) =>
      sendReply(work, this.actor(), id, {
        kind: 'message.send',
        conversationId,
        text,
        attachments: [],
        replyToSeq,
        buttons: [...buttons],
      }),
    )
    if (!outcome.ok) throw new Error(outcome.refusal.code)
    return outcome.value.seq
  }

  async markRead(conversationId: ConversationId, seq: number): Promise<void> {
    await this.open.hub.write((work) =>
      markRead(work, this.actor(), { kind: 'conversation.read', conversationId, seq }),
    )
  }

  async close(conversationId: ConversationId): Promise<void> {
    await this.open.hub.write((work) => close(work, this.actor(), { kind: 'conversation.close', conversationId }))
  }

  conversations() {
    return this.open.reader.all<{ id: ConversationId; externalChat: string }>(
      'select id, external_chat as "externalChat" from conversation order by opened_at, id',
    )
  }

  /** Texts of a stream with the delivery state of ours. */
  async texts(id: ConversationId): Promise<readonly string[]> {
    const rows = await this.open.reader.all<{ text: string; status: string | null }>(
      `select text, status from entry where conversation_id = $1 and kind = 'message' order by seq`,
      [id],
    )
    return rows.map(({ text, status }) => (status === null ? text : `${text} (${status})`))
  }

  companyIs(company: VisitorCompany): void {
    this.sign.change(company)
  }

  /** Working hours are over in this channel. */
  closesFor(channelId: ChannelId): void {
    this.sign.close(channelId)
  }

  async stop(): Promise<void> {
    this.io.disconnectSockets(true)
    await this.io.close()
    await this.channels.pictures.stop()
    await this.registry.stop()
    await this.open.close()
  }
}
