import type { VisitorCompany, VisitorLine, VisitorWelcome } from '#protocol/visitor'
import { cleanText } from './clean-text'
import { type Held, lastOfCompany, lastSeq, nothingHeld, unreadOf, withGap, withLines, withOlder } from './lines'
import type { HubNews, OpenTransport, Refused, Transport } from './transport'
import { type Unsent, UnsentQueue } from './unsent'
import type { World } from './world'

export type Connection =
  | { readonly kind: 'idle' | 'connecting' | 'live' | 'lost' }
  /** The hub does not let this page in. */
  | { readonly kind: 'refused'; readonly code: string }

export interface ChatState {
  readonly connection: Connection
  readonly companyName: string
  readonly greeting: string
  readonly company: VisitorCompany
  readonly held: Held
  readonly unsent: readonly Unsent[]
  readonly typing: string | null
  readonly unread: number
  readonly isLoadingOlder: boolean
}

const tokenKey = 'token'
const typingForMs = 5000
const typingEveryMs = 3000
const syncEveryMs = 30_000
const retryMs = 3000
const minPauseMs = 200
const refusedAgainMs = 60_000

/** Codes after which there is no use in asking again: the site or the channel has to be changed first. */
const final = new Set(['ORIGIN', 'BAD_REQUEST', 'UPGRADE_REQUIRED'])

/** The visitor's side of the web chat, without a screen: what is held, what has to leave, and who is told. */
export class Chat implements HubNews {
  private state: ChatState
  private readonly queue: UnsentQueue
  private readonly transport: Transport
  private readonly listeners = new Set<() => void>()
  private isStarted = false
  private isSending = false
  /** Counts sends, so that an answer to one of an earlier line is not taken for that of a later one. */
  private attempt = 0
  private notBefore = 0
  /** The visitor has the window open and looks at it. */
  private isLooking = false
  private sentTypingAt = Number.NEGATIVE_INFINITY
  private received = 0
  private readTold = 0
  private forgetTyping: () => void = () => {}
  private cancelSend: () => void = () => {}

  constructor(
    private readonly world: World,
    open: OpenTransport,
  ) {
    this.queue = new UnsentQueue(world)
    this.state = {
      connection: { kind: 'idle' },
      companyName: '',
      greeting: '',
      company: { isAnybodyOnline: false, team: [] },
      held: nothingHeld,
      unsent: this.queue.all(),
      typing: null,
      unread: 0,
      isLoadingOlder: false,
    }
    this.transport = open(this, () => ({ token: world.keep.get(tokenKey), after: lastSeq(this.state.held) }))
    world.keep.onChange(() => this.otherTabChanged())
  }

  get now(): ChatState {
    return this.state
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener)
  }

  /** A visitor who has been here is connected at once; a new one when he opens the chat. */
  resume(): void {
    if (this.world.keep.get(tokenKey) !== null || this.state.unsent.length > 0) this.start()
  }

  start(): void {
    if (this.isStarted) return
    this.isStarted = true
    this.set({ connection: { kind: 'connecting' } })
    this.transport.connect()
    this.syncLater()
  }

  /** True when there was something to send. */
  send(text: string): boolean {
    const clean = cleanText(text)
    if (clean === '') return false
    this.queue.add(clean)
    this.start()
    this.pump()
    return true
  }

  retry(id: string): void {
    this.queue.retry(id)
    this.pump()
  }

  drop(id: string): void {
    this.queue.remove(id)
    this.set({ unsent: this.queue.all() })
  }

  typed(): void {
    const now = this.world.now()
    if (this.state.connection.kind !== 'live' || now - this.sentTypingAt < typingEveryMs) return
    this.sentTypingAt = now
    this.transport.typing()
  }

  /** Window open and tab visible: what is there is read. */
  look(isLooking: boolean): void {
    this.isLooking = isLooking
    if (!isLooking) return
    this.start()
    this.mark()
    void this.sync()
  }

  async older(): Promise<void> {
    const first = this.state.held.lines[0]
    if (first === undefined || !this.state.held.hasOlder || this.state.isLoadingOlder) return
    this.set({ isLoadingOlder: true })
    const page = await this.transport.history(first.seq)
    this.set({ isLoadingOlder: false, ...(page === null ? {} : { held: withOlder(this.state.held, page) }) })
  }

  // What the hub tells.

  welcome({ token, companyName, greeting, company, gap }: VisitorWelcome): void {
    const kept = this.world.keep.get(tokenKey)
    // Another tab was first with a new identity: this browser is that visitor.
    if (kept !== null && kept !== token) {
      this.transport.restart()
      return
    }
    this.world.keep.set(tokenKey, token)
    this.readTold = gap.readByVisitor
    this.received = 0
    const held = withGap(this.state.held, gap)
    this.set({ connection: { kind: 'live' }, companyName, greeting, company, held, typing: null })
    this.settleOwn(gap.lines)
    this.mark()
    this.attempt += 1
    this.isSending = false
    this.pump()
  }

  line(line: VisitorLine): void {
    this.settleOwn([line])
    const isAnswer = line.from === 'company'
    this.set({ held: withLines(this.state.held, [line]), ...(isAnswer ? { typing: null } : {}) })
    if (isAnswer) this.mark()
  }

  typing(name: string): void {
    this.forgetTyping()
    this.set({ typing: name })
    this.forgetTyping = this.world.after(typingForMs, () => this.set({ typing: null }))
  }

  read(upTo: number): void {
    const { held } = this.state
    this.set({ held: { ...held, readByCompany: Math.max(held.readByCompany, upTo) } })
  }

  company(company: VisitorCompany): void {
    this.set({ company })
  }

  lost(): void {
    this.attempt += 1
    this.isSending = false
    if (this.state.connection.kind !== 'refused') this.set({ connection: { kind: 'lost' }, typing: null })
  }

  refused({ code, retryAfterMs }: Refused): void {
    if (code === 'UNAUTHENTICATED') {
      this.world.keep.remove(tokenKey)
      this.set({ held: nothingHeld })
      this.transport.connect()
      return
    }
    this.set({ connection: retryAfterMs === null ? { kind: 'refused', code } : { kind: 'lost' } })
    if (!final.has(code)) this.world.after(retryAfterMs ?? refusedAgainMs, () => this.transport.connect())
  }

  // Inside.

  /** One at a time and in order; what is not acknowledged is sent again under the same id, which the hub takes once. */
  private pump(): void {
    this.cancelSend()
    this.set({ unsent: this.queue.all() })
    if (this.isSending || this.state.connection.kind !== 'live') return
    const next = this.queue.next()
    const wait = next === undefined ? this.queue.wait() : Math.max(0, this.notBefore - this.world.now())
    if (next !== undefined && wait === 0) void this.sendOne(next)
    else if (wait !== null) this.cancelSend = this.world.after(wait, () => this.pump())
  }

  private async sendOne(one: Unsent): Promise<void> {
    this.attempt += 1
    const { attempt } = this
    this.isSending = true
    const answer = await this.transport.message(one.id, one.text)
    // The line was lost meanwhile: the next one sends it again.
    if (attempt !== this.attempt) return
    this.isSending = false
    if (answer?.ok === true) this.acknowledged(one, answer.line)
    else if (answer === null || answer.retryAfterMs !== null)
      this.notBefore = this.world.now() + Math.max(minPauseMs, answer?.retryAfterMs ?? retryMs)
    else this.queue.fail(one, answer.code)
    // It may have arrived and been settled by another tab: then only asking shows it here.
    if (answer === null) void this.sync()
    this.pump()
  }

  private acknowledged(one: Unsent, line: VisitorLine): void {
    this.queue.remove(one.id)
    this.set({ held: withLines(this.state.held, [line]), unsent: this.queue.all() })
  }

  /** Own messages that came back by another road are sent, whoever sent them. */
  private settleOwn(lines: readonly VisitorLine[]): void {
    const waiting = new Set(this.queue.all().map(({ id }) => id))
    const arrived = lines.flatMap(({ id }) => (id !== null && waiting.has(id) ? [id] : []))
    for (const id of arrived) this.queue.remove(id)
    if (arrived.length > 0) this.set({ unsent: this.queue.all() })
  }

  /** Tells the hub what of the company's lines has arrived and what is read, once each. */
  private mark(): void {
    const upTo = lastOfCompany(this.state.held)
    const { held } = this.state
    if (this.isLooking && upTo > held.readByVisitor) this.set({ held: { ...held, readByVisitor: upTo } })
    if (this.state.connection.kind !== 'live') return
    const read = this.state.held.readByVisitor
    if (read > this.readTold) {
      this.readTold = read
      this.transport.read(read)
    }
    if (upTo > Math.max(this.received, read)) this.transport.received(upTo)
    this.received = Math.max(this.received, upTo)
  }

  private syncLater(): void {
    this.world.after(syncEveryMs, () => {
      if (this.isLooking) void this.sync()
      this.syncLater()
    })
  }

  /** A line that only looks alive does not answer: then it is made anew. */
  private async sync(): Promise<void> {
    if (this.state.connection.kind !== 'live') return
    const gap = await this.transport.sync(lastSeq(this.state.held))
    if (gap === null) return this.state.connection.kind === 'live' ? this.transport.restart() : undefined
    this.settleOwn(gap.lines)
    this.set({ held: withGap(this.state.held, gap) })
    this.mark()
  }

  private otherTabChanged(): void {
    this.set({ unsent: this.queue.all() })
    if (this.world.keep.get(tokenKey) !== null) this.start()
    this.pump()
  }

  private set(change: Partial<ChatState>): void {
    const state = { ...this.state, ...change }
    this.state = { ...state, unread: unreadOf(state.held) }
    for (const listener of this.listeners) listener()
  }
}
