import { createServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { Server } from 'socket.io'
import type { ChannelDetails } from '#protocol/channel'
import { CommandId, type ConversationId, GroupId, OperatorId } from '#protocol/ids'
import type { VisitorCompany } from '#protocol/visitor'
import { ChannelAdministration } from '#server/channels/administration'
import type { ChannelKind } from '#server/channels/channel'
import { Delivery } from '#server/channels/delivery'
import type { ChannelStore, Inbox } from '#server/channels/ports'
import { Registry } from '#server/channels/registry'
import { VisitorTokens } from '#server/channels/web/visitor-token'
import { Visitors } from '#server/channels/web/visitors'
import { webChat } from '#server/channels/web/web'
import { close } from '#server/conversations/close'
import { markRead } from '#server/conversations/mark-read'
import { receive, retryHeld } from '#server/conversations/receive'
import { recordSend } from '#server/conversations/record-receipt'
import { sendReply } from '#server/conversations/send-reply'
import { type OpenHub, openHub } from '#server/open-hub'
import { companyChanged } from '#server/operators/company'
import { type Clock, soon, systemRandom, type Timers } from '#server/platform'
import { Secrets } from '#server/secrets'
import { SqlChannelStore } from '#server/storage/channel-store'
import { SqlOutbox } from '#server/storage/delivery-store'
import { heldChats } from '#server/storage/inbound-log'
import { SqlVisitorReads } from '#server/storage/visitor-reads'

export interface ChannelHubOptions {
  readonly file: string
  readonly clock: Clock
  readonly timers: Timers
  /** Messengers besides the web chat. */
  readonly kinds?: readonly ChannelKind[]
  readonly isDiskFull?: () => boolean
  /** Pages beside the sockets, for a browser. */
  readonly pages?: RequestListener
  readonly port?: number
}

const key = Buffer.alloc(32, 7)
const anna = OperatorId.parse('anna')

/** A hub with its channels and the visitors' door on a port of its own; everything real but the operators' door. */
export class ChannelHub {
  readonly problems: string[] = []
  readonly typing: ConversationId[] = []
  private company: VisitorCompany = { isAnybodyOnline: true, team: ['Анна Лебедева'] }
  private readonly companyListeners = new Set<() => void>()

  private constructor(
    readonly open: OpenHub,
    readonly http: HttpServer,
    readonly io: Server,
    private readonly options: ChannelHubOptions,
  ) {}

  store!: ChannelStore
  registry!: Registry
  desk!: ChannelAdministration
  tokens!: VisitorTokens
  visitors!: Visitors

  static async start(options: ChannelHubOptions): Promise<ChannelHub> {
    const { file, clock, timers } = options
    const open = await openHub({
      ...{ file, clock, timers, random: systemRandom, soon },
      log: { decided: () => {}, bug: () => {}, clockJumped: () => {}, failed: () => {} },
      faults: {
        beforeCommit: () => {
          if (options.isDiskFull?.()) throw new Error('database or disk is full')
        },
      },
    })
    const http = createServer(options.pages)
    const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
    const hub = new ChannelHub(open, http, io, options)
    hub.wire()
    await hub.registry.start()
    await hub.open.distributor.start()
    await new Promise<void>((resolve) => void http.listen(options.port ?? 0, '127.0.0.1', resolve))
    return hub
  }

  get url(): string {
    const address = this.http.address()
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  }

  private wire(): void {
    const { open, options } = this
    const { clock, timers } = options
    const { reader, writer, hub } = open
    const secrets = new Secrets(key, systemRandom)
    this.tokens = new VisitorTokens(secrets.derive('visitor token'))
    this.visitors = new Visitors({
      ...{ clock, timers, random: systemRandom, tokens: this.tokens, reads: new SqlVisitorReads(reader) },
      company: {
        name: () => 'Север Дом',
        state: () => this.company,
        onChange: (listener) => {
          this.companyListeners.add(listener)
          return () => void this.companyListeners.delete(listener)
        },
      },
      ownOrigin: null,
      addressOf: (request) => request.socket.remoteAddress ?? '',
    })
    this.visitors.mount(this.io)
    const changed = () =>
      void hub.write((work) => companyChanged(work, open.roster, open.attendance)).catch((error) => this.broke(error))
    this.store = new SqlChannelStore({ reader, writer, seal: secrets, onChanged: changed })
    const delivery = new Delivery({
      ...{ clock, timers, random: systemRandom, outbox: new SqlOutbox(reader, writer) },
      record: (_id, place, report) => hub.write((work) => recordSend(work, place, report)),
      onAuthFailed: (id) => this.registry.authFailed(id),
      onSent: (id) => this.registry.sent(id),
      onError: (_id, error) => this.broke(error),
    })
    this.registry = new Registry({
      ...{ clock, timers, store: this.store, inbox: this.inbox(), delivery, publicUrl: null },
      kinds: [webChat(this.visitors), ...(options.kinds ?? [])],
      readAttachment: async () => null,
      onContactTyping: (id) => void this.typing.push(id),
      onHealth: () => {},
      onError: (event, _id, error) => this.broke(error, event),
    })
    this.desk = new ChannelAdministration({
      ...{ clock, random: systemRandom, store: this.store, registry: this.registry, hubUrl: 'https://hub.example' },
      everybody: { kind: 'group', groupId: GroupId.parse('everybody') },
      isReceiver: () => true,
      isOperator: (id) => open.roster.members.has(id),
    })
    open.changes.subscribe((changes) => this.registry.changed(changes))
    open.news.subscribe((news) => {
      for (const one of news) if (one.kind === 'mark') this.registry.companyRead(one.mark.conversationId, one.mark.seq)
    })
  }

  private inbox(): Inbox {
    const { hub, reader } = this.open
    const interpret = async (id: Parameters<Inbox['receive']>[0]) => {
      const record = await this.store.get(id)
      const kind = record === undefined ? undefined : this.registry.kind(record.messenger)
      if (kind === undefined) throw new Error(`no messenger for ${id}`)
      return kind.interpret
    }
    return {
      receive: async (id, raw) => {
        const received = await receive(hub, id, raw, await interpret(id))
        return received === 'failed' || received === 'held' ? 'held' : 'settled'
      },
      retry: async (id, chat) => void (await retryHeld(hub, id, chat, await interpret(id))),
      held: () => heldChats(reader),
    }
  }

  private broke(error: unknown, event = ''): void {
    this.problems.push(`${event} ${error instanceof Error ? error.message : String(error)}`)
  }

  /** Connects a channel or says why not. */
  async connect(form: Parameters<ChannelAdministration['connect']>[0]): Promise<ChannelDetails> {
    const connected = await this.desk.connect(form, null)
    if (!connected.ok) throw new Error(connected.refusal.code)
    return connected.value
  }

  connectSite(allowedOrigins: readonly string[] = ['https://shop.example'], greeting = 'Здравствуйте! Чем помочь?') {
    return this.connect({
      ...{ name: 'Сайт', receiver: null },
      form: { messenger: 'web', allowedOrigins: [...allowedOrigins], greeting },
    })
  }

  /** An operator who is on duty and answers. */
  async anOperator(): Promise<OperatorId> {
    const { open, options } = this
    await open.writer.write((transaction) =>
      transaction.run(
        `insert into account (id, login, name, role, created_at) values ($1, $1, 'Анна Лебедева', 'employee', $2)`,
        [anna, options.clock.now()],
      ),
    )
    await open.hub.write((work) => companyChanged(work, open.roster, open.attendance))
    await this.onDuty()
    return anna
  }

  async onDuty(): Promise<void> {
    const { attendance, hub } = this.open
    await attendance.connected(anna, 'laptop')
    await hub.write((work) => attendance.step(work, anna, { kind: 'chosen', status: 'online' }, anna))
  }

  private actor() {
    const actor = this.open.screen.actor(anna)
    if (actor === undefined) throw new Error('nobody is there to answer')
    return actor
  }

  async reply(conversationId: ConversationId, text: string): Promise<number> {
    const id = CommandId.parse(systemRandom.uuid())
    const outcome = await this.open.hub.write((work) =>
      sendReply(work, this.actor(), id, {
        kind: 'message.send',
        conversationId,
        text,
        attachments: [],
        replyToSeq: null,
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
    this.company = company
    for (const listener of this.companyListeners) listener()
  }

  async stop(): Promise<void> {
    this.io.disconnectSockets(true)
    await this.io.close()
    await this.registry.stop()
    await this.open.close()
  }
}
