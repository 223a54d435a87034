import type { VisitorHandshake, VisitorHubPackets, VisitorPackets, VisitorPage } from '#protocol/visitor'
import { isAnswer, isCompany, isDone, isGap, isLine, isPage, isRating, isRecord, isWelcome } from './checks'
import { Socket, type SocketEvents, type WebSocketLike, type WebSocketListener } from './socket'
import type { Greeting, HubNews, OpenTransport, Outgoing, Press, Rate, Transport } from './transport'
import type { World } from './world'

export interface Site {
  /** Address of the hub, from the script's own. */
  readonly hub: string
  readonly channel: string
  readonly locale: string
  readonly referrer: string
  /** Address and title of the page as it is now. */
  page(): VisitorPage
  openWebSocket(url: string, listener: WebSocketListener): WebSocketLike
  /** The browser is on the network again. */
  onOnline(listener: () => void): void
}

type Asked = keyof Pick<VisitorPackets, 'message' | 'press' | 'rate' | 'sync' | 'history'>

const firstPauseMs = 500
const longestPauseMs = 10_000
const onlinePauseMs = 2000
/** A line that held so long was good: the next pause is short again. */
const stableAfterMs = 60_000

/** The line to the hub's namespace `/visitor`: made again when it breaks, with pauses that grow and never fall together. */
export class SocketTransport implements Transport {
  private socket: Socket | null = null
  private tries = 0
  private connectedAt: number | null = null
  private cancelPause: () => void = () => {}

  constructor(
    private readonly site: Site,
    private readonly world: Pick<World, 'now' | 'after' | 'random'>,
    private readonly news: HubNews,
    private readonly greeting: () => Greeting,
  ) {
    site.onOnline(() => {
      if (this.connectedAt === null && this.socket === null && this.tries > 0)
        this.connectIn(world.random() * onlinePauseMs)
    })
  }

  connect(): void {
    this.cancelPause()
    this.socket?.drop()
    const { site, world } = this
    this.tries += 1
    this.socket = new Socket({
      hub: site.hub,
      namespace: '/visitor',
      auth: () => handshake(site, this.greeting()),
      events: this.events,
      open: (url, listener) => site.openWebSocket(url, listener),
      after: (ms, work) => world.after(ms, work),
    })
  }

  restart(): void {
    this.connectedAt = null
    this.connect()
  }

  async message({ id, text, attachments, about }: Outgoing) {
    const said = { id, text, attachments: attachments.map((one) => one.id), about }
    return checked(await this.ask('message', said), isAnswer)
  }

  async press(press: Press) {
    return checked(await this.ask('press', press), isDone)
  }

  async rate(rate: Rate) {
    return checked(await this.ask('rate', rate), isDone)
  }

  async sync(after: number) {
    return checked(await this.ask('sync', after), isGap)
  }

  async history(before: number) {
    return checked(await this.ask('history', before), isPage)
  }

  typing(): void {
    this.say('typing')
  }

  page(): void {
    this.say('page', pageOf(this.site))
  }

  received(upTo: number): void {
    this.say('received', upTo)
  }

  read(upTo: number): void {
    this.say('read', upTo)
  }

  private readonly events: SocketEvents = {
    connected: () => {
      this.connectedAt = this.world.now()
    },
    closed: () => {
      if (this.connectedAt !== null && this.world.now() - this.connectedAt > stableAfterMs) this.tries = 0
      this.connectedAt = null
      this.socket = null
      this.news.lost()
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.tries, 8))
      this.connectIn(firstPauseMs + this.world.random() * longest)
    },
    refused: (data) => {
      this.socket = null
      const { code, retryAfterMs } = isRecord(data) ? data : {}
      this.news.refused({
        code: typeof code === 'string' ? code : 'INTERNAL',
        retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
      })
    },
    event: (name, value) => this.told(name, value),
  }

  private told(name: string, value: unknown): void {
    const known: { readonly [Name in keyof VisitorHubPackets]: () => void } = {
      welcome: () => (isWelcome(value) ? this.news.welcome(value) : undefined),
      line: () => (isLine(value) ? this.news.line(value) : undefined),
      typing: () => (typeof value === 'string' ? this.news.typing(value) : undefined),
      read: () => (typeof value === 'number' ? this.news.read(value) : undefined),
      company: () => (isCompany(value) ? this.news.company(value) : undefined),
      rating: () => (value === null || isRating(value) ? this.news.rating(value) : undefined),
    }
    if (isOneOf(known, name)) known[name]()
  }

  private connectIn(ms: number): void {
    this.cancelPause()
    this.cancelPause = this.world.after(ms, () => this.connect())
  }

  private ask(name: Asked, value: unknown): Promise<unknown> {
    return this.socket?.ask(name, value) ?? Promise.resolve(undefined)
  }

  private say(name: Exclude<keyof VisitorPackets, Asked>, ...values: readonly (number | VisitorPage)[]): void {
    this.socket?.emit(name, ...values)
  }
}

export const socketTransport =
  (site: Site, world: Pick<World, 'now' | 'after' | 'random'>): OpenTransport =>
  (news, greeting) =>
    new SocketTransport(site, world, news, greeting)

const isOneOf = <Known extends object>(known: Known, name: PropertyKey): name is keyof Known =>
  Object.hasOwn(known, name)

const checked = <Value>(value: unknown, is: (value: unknown) => value is Value): Value | null =>
  is(value) ? value : null

const longestAddress = 2000
const longestTitle = 300

/** Ids are plain strings here; the hub gives them their brand. */
type Said = { readonly [Key in keyof VisitorHandshake]: Key extends 'channel' ? string : VisitorHandshake[Key] }

function pageOf({ page }: Site): VisitorPage {
  const { url, title } = page()
  return { url: url.slice(0, longestAddress), title: title.slice(0, longestTitle) }
}

function handshake(site: Site, { token, after, customer }: Greeting): Said {
  const { url, title } = pageOf(site)
  const { channel, locale, referrer } = site
  return {
    ...{ channel, token, after, customer, locale: locale.slice(0, 35) },
    ...{ page: url, title, referrer: referrer.slice(0, longestAddress) },
  }
}
