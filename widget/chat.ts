import type { Attachment } from '#protocol/attachment'
import type {
  VisitorAbout,
  VisitorCompany,
  VisitorCustomer,
  VisitorLine,
  VisitorRating,
  VisitorSite,
  VisitorWelcome,
} from '#protocol/visitor'
import { cleanText } from './clean-text'
import {
  type Held,
  lastOfCompany,
  lastSeq,
  nothingHeld,
  trimmed,
  unreadOf,
  withGap,
  withLines,
  withOlder,
} from './lines'
import { Sending } from './sending'
import type { HubNews, OpenTransport, Refused, Transport } from './transport'
import type { Unsent } from './unsent'
import type { World } from './world'

export type Connection =
  | { readonly kind: 'idle' | 'connecting' | 'live' | 'lost' }
  /** The hub does not let this page in. */
  | { readonly kind: 'refused'; readonly code: string }

export interface ChatState {
  readonly connection: Connection
  /** Null until the hub has told. */
  readonly site: VisitorSite | null
  readonly company: VisitorCompany
  readonly held: Held
  readonly unsent: readonly Unsent[]
  readonly typing: string | null
  readonly unread: number
  readonly isLoadingOlder: boolean
  readonly rating: VisitorRating | null
  /** He has told who he is, or his site has: he is not asked again. */
  readonly isIntroduced: boolean
}

/** What goes with a text: files, and what he was asked before it. */
export interface Beside {
  readonly attachments?: readonly Attachment[]
  readonly about?: VisitorAbout | null
}

const tokenKey = 'token'
const introducedKey = 'introduced'
const typingForMs = 5000
const typingEveryMs = 3000
const syncEveryMs = 30_000
const refusedAgainMs = 60_000

/** Codes after which there is no use in asking again: the site or the channel has to be changed first. */
const final = new Set(['ORIGIN', 'BAD_REQUEST', 'UPGRADE_REQUIRED'])

/** The visitor's side of the web chat, without a screen: what is held, what has to leave, and who is told. */
export class Chat implements HubNews {
  private state: ChatState
  private readonly sending: Sending
  private readonly transport: Transport
  private readonly listeners = new Set<() => void>()
  private readonly lineListeners = new Set<(line: VisitorLine) => void>()
  private isStarted = false
  /** The visitor has the window open and looks at it. */
  private isLooking = false
  private sentTypingAt = Number.NEGATIVE_INFINITY
  private received = 0
  private readTold = 0
  private customer: VisitorCustomer | null = null
  private forgetTyping: () => void = () => {}

  constructor(
    private readonly world: World,
    open: OpenTransport,
  ) {
    this.sending = new Sending(world, {
      isLive: () => this.isLive,
      message: (message) => this.transport.message(message),
      changed: () => this.set({ unsent: this.sending.all() }),
      arrived: (line) => this.set({ held: withLines(this.state.held, [line]), unsent: this.sending.all() }),
      unsure: () => void this.sync(),
    })
    this.state = {
      connection: { kind: 'idle' },
      site: null,
      company: { isAnybodyOnline: false, team: [] },
      held: nothingHeld,
      unsent: this.sending.all(),
      typing: null,
      unread: 0,
      isLoadingOlder: false,
      rating: null,
      isIntroduced: world.keep.get(introducedKey) !== null,
    }
    this.transport = open(this, () => this.greeting())
    world.keep.onChange(() => this.otherTabChanged())
  }

  get now(): ChatState {
    return this.state
  }

  /** What opens the files of this conversation; null before the hub has given one. */
  get token(): string | null {
    return this.world.keep.get(tokenKey)
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener)
  }

  /** Each new line of the company, once. */
  onLine(listener: (line: VisitorLine) => void): () => void {
    this.lineListeners.add(listener)
    return () => void this.lineListeners.delete(listener)
  }

  /** How the site wants its chat, told before anybody has opened it. */
  siteIs(site: VisitorSite): void {
    this.set({ site })
  }

  /** A visitor who has been here is connected at once; a new one when he opens the chat. */
  resume(): void {
    if (this.token !== null || this.state.unsent.length > 0) this.start()
  }

  start(): void {
    if (this.isStarted) return
    this.isStarted = true
    this.set({ connection: { kind: 'connecting' } })
    this.transport.connect()
    this.syncLater()
  }

  /** True when there was something to send. */
  send(text: string, { attachments = [], about = null }: Beside = {}): boolean {
    const clean = cleanText(text)
    if (clean === '' && attachments.length === 0) return false
    this.sending.add({ text: clean, attachments, about })
    this.set({ rating: null })
    if (about !== null) this.introduced()
    this.start()
    this.sending.pump()
    return true
  }

  retry(id: string): void {
    this.sending.retry(id)
  }

  drop(id: string): void {
    this.sending.drop(id)
  }

  async press(seq: number, buttonId: string): Promise<boolean> {
    const answer = await this.transport.press({ id: this.world.uuid(), seq, buttonId })
    return answer?.ok === true
  }

  /** Resolves with whether the hub has it; the card then shows what it has. */
  async rate(score: number, comment: string): Promise<boolean> {
    const { rating } = this.state
    if (rating === null) return false
    const answer = await this.transport.rate({ id: this.world.uuid(), inquiry: rating.inquiry, score, comment })
    return answer?.ok === true
  }

  /** The site knows who this is. Said again, or of another one, the line is made anew. */
  identify(customer: VisitorCustomer | null): void {
    if (JSON.stringify(customer) === JSON.stringify(this.customer)) return
    this.customer = customer
    if (customer !== null) this.introduced()
    if (this.isStarted) this.transport.restart()
  }

  /** He has signed out of the site: the next one at this browser is somebody else. */
  forget(): void {
    this.customer = null
    for (const key of this.world.keep.keys()) this.world.keep.remove(key)
    this.set({ held: nothingHeld, unsent: [], rating: null, isIntroduced: false, typing: null })
    if (this.isStarted) this.transport.restart()
  }

  typed(): void {
    const now = this.world.now()
    if (!this.isLive || now - this.sentTypingAt < typingEveryMs) return
    this.sentTypingAt = now
    this.transport.typing()
  }

  /** Another page is looked at now, without the chat having been loaded anew. */
  moved(): void {
    if (this.isLive) this.transport.page()
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

  /** The end is being looked at: of a long history only the last part is kept. */
  atEnd(): void {
    const held = trimmed(this.state.held)
    if (held !== this.state.held) this.set({ held })
  }

  // What the hub tells.

  welcome({ token, site, company, gap, rating, isOther }: VisitorWelcome): void {
    const kept = this.token
    // Another tab was first with a new identity: this browser is that visitor.
    if (kept !== null && kept !== token && !isOther) {
      this.transport.restart()
      return
    }
    this.world.keep.set(tokenKey, token)
    this.readTold = gap.readByVisitor
    this.received = 0
    const held = withGap(isOther ? nothingHeld : this.state.held, gap)
    this.set({ connection: { kind: 'live' }, site, company, held, rating, typing: null })
    this.sending.settle(gap.lines)
    this.mark()
    this.sending.lineChanged()
    this.sending.pump()
  }

  line(line: VisitorLine): void {
    this.sending.settle([line])
    const isAnswer = line.from === 'company'
    const isNews = line.seq > lastSeq(this.state.held)
    // His own word, from another tab, opens the next inquiry: the one before it is not asked about any more.
    const passed = isAnswer ? { typing: null } : { rating: null }
    this.set({ held: withLines(this.state.held, [line]), ...passed })
    if (isAnswer) this.mark()
    if (isAnswer && isNews) for (const listener of this.lineListeners) listener(line)
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

  rating(rating: VisitorRating | null): void {
    this.set({ rating })
  }

  lost(): void {
    this.sending.lineChanged()
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

  private get isLive(): boolean {
    return this.state.connection.kind === 'live'
  }

  private greeting() {
    return { token: this.token, after: lastSeq(this.state.held), customer: this.customer }
  }

  private introduced(): void {
    this.world.keep.set(introducedKey, 'yes')
    this.set({ isIntroduced: true })
  }

  /** Tells the hub what of the company's lines has arrived and what is read, once each. */
  private mark(): void {
    const upTo = lastOfCompany(this.state.held)
    const { held } = this.state
    if (this.isLooking && upTo > held.readByVisitor) this.set({ held: { ...held, readByVisitor: upTo } })
    if (!this.isLive) return
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
    if (!this.isLive) return
    const gap = await this.transport.sync(lastSeq(this.state.held))
    if (gap === null) return this.isLive ? this.transport.restart() : undefined
    this.sending.settle(gap.lines)
    this.set({ held: withGap(this.state.held, gap) })
    this.mark()
  }

  private otherTabChanged(): void {
    this.set({ unsent: this.sending.all(), isIntroduced: this.world.keep.get(introducedKey) !== null })
    if (this.token !== null) this.start()
    this.sending.pump()
  }

  private set(change: Partial<ChatState>): void {
    const state = { ...this.state, ...change }
    this.state = { ...state, unread: unreadOf(state.held) }
    for (const listener of this.listeners) listener()
  }
}
