import type { IncomingMessage } from 'node:http'
import type { Server } from 'socket.io'
import type { RefusalCode } from '#protocol/errors'
import type { ChannelId, Seq } from '#protocol/ids'
import { visitorNamespace } from '#protocol/version'
import { type VisitorCompany, VisitorHandshake } from '#protocol/visitor'
import type { Clock, Random, Timers } from '../../platform'
import type { OutboundPart } from '../channel'
import { Buckets } from '../pace'
import type { CompanySign, VisitorReads } from '../ports'
import { addressPace, connectPace, lookPace, socketsPerAddress, socketsPerVisitor, visitorPace } from './settings'
import {
  roomOf,
  type Site,
  type SiteVisitors,
  type VisitorConnection,
  type VisitorData,
  type VisitorNamespace,
  type VisitorsContext,
} from './site'
import { VisitorSocket } from './visitor-socket'
import type { VisitorTokens } from './visitor-token'

export interface VisitorsOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly tokens: VisitorTokens
  readonly reads: VisitorReads
  readonly company: CompanySign
  /** Scheme and host the hub itself is reached by: its own pages may always open the chat. */
  readonly ownOrigin: string | null
  /** Where a request comes from, through the trusted proxies. */
  addressOf(request: IncomingMessage): string
}

/** Presence of operators changes in flocks; visitors hear the outcome. */
const companyQuietMs = 1000

/** The namespace `/visitor`: who may enter, and rooms of one visitor's tabs. */
export class Visitors implements SiteVisitors, VisitorsContext {
  readonly clock: Clock
  readonly reads: VisitorReads
  readonly company: CompanySign
  readonly perVisitor = new Buckets(visitorPace)
  readonly perAddress = new Buckets(addressPace)
  readonly looks = new Buckets(lookPace)
  private readonly connects = new Buckets(connectPace)
  private readonly sites = new Map<ChannelId, Site>()
  private readonly socketsOf = new Map<string, number>()
  private namespace: VisitorNamespace | null = null
  private told: VisitorCompany
  private isTelling = false

  constructor(private readonly options: VisitorsOptions) {
    this.clock = options.clock
    this.reads = options.reads
    this.company = options.company
    this.told = options.company.state()
  }

  /** Takes its place on the hub's Socket.IO server; gives what ends the listening. */
  mount(server: Server): () => void {
    const namespace: VisitorNamespace = server.of(visitorNamespace)
    this.namespace = namespace
    namespace.use((socket, next) => {
      const code = this.admit(socket)
      next(code === null ? undefined : Object.assign(new Error(code), { data: this.refusalData(code) }))
    })
    namespace.on('connection', (socket) => {
      this.count(socket, 1)
      socket.on('disconnect', () => this.count(socket, -1))
      void new VisitorSocket(socket, this).welcome()
    })
    return this.company.onChange(() => this.tellCompanySoon())
  }

  opened(site: Site): void {
    this.sites.set(site.id, site)
  }

  closed(id: ChannelId): void {
    this.sites.delete(id)
    for (const socket of this.namespace?.sockets.values() ?? []) if (socket.data.site.id === id) socket.disconnect(true)
  }

  async line(id: ChannelId, part: OutboundPart): Promise<void> {
    if (!this.isThere(id, part.externalChat)) return
    const line = await this.reads.line(id, part.externalChat, part.seq)
    if (line !== null) this.namespace?.to(roomOf(id, part.externalChat)).emit('line', line)
  }

  typing(id: ChannelId, visitorId: string, operatorName: string): void {
    this.namespace?.to(roomOf(id, visitorId)).volatile.emit('typing', operatorName)
  }

  read(id: ChannelId, visitorId: string, upTo: Seq): void {
    this.namespace?.to(roomOf(id, visitorId)).emit('read', upTo)
  }

  /** May a page of this origin use the chat over HTTP? */
  isOpenTo(id: ChannelId, request: IncomingMessage): boolean {
    const site = this.sites.get(id)
    return site !== undefined && this.isAllowed(request, site)
  }

  private isThere(id: ChannelId, visitorId: string): boolean {
    return this.namespace?.adapter.rooms.has(roomOf(id, visitorId)) ?? false
  }

  /** Null lets the socket in; else the reason why not. */
  private admit(socket: VisitorConnection): RefusalCode | null {
    const address = this.options.addressOf(socket.request)
    const now = this.clock.monotonic()
    if (this.connects.wait(address, now) > 0) return 'RATE_LIMITED'
    this.connects.take(address, now)
    const handshake = VisitorHandshake.safeParse(socket.handshake.auth)
    if (!handshake.success) return 'BAD_REQUEST'
    const site = this.sites.get(handshake.data.channel)
    if (site === undefined) return 'CHANNEL_DISCONNECTED'
    if (!this.isAllowed(socket.request, site)) return 'ORIGIN'
    const identity = this.identify(site.id, handshake.data.token)
    if (identity === null) return 'UNAUTHENTICATED'
    const tabs = this.socketsOf.get(roomOf(site.id, identity.visitorId)) ?? 0
    if (tabs >= socketsPerVisitor || (this.socketsOf.get(address) ?? 0) >= socketsPerAddress) return 'RATE_LIMITED'
    Object.assign(socket.data, { site, ...identity, address, handshake: handshake.data })
    return null
  }

  /** A page of the hub itself, or one of a listed site. A browser always says where a page is from; nobody else is a visitor. */
  private isAllowed(request: IncomingMessage, site: Site): boolean {
    const origin = request.headers.origin
    if (origin === undefined || !URL.canParse(origin)) return false
    const { host, origin: exact } = new URL(origin)
    if (host === request.headers.host || exact === this.options.ownOrigin) return true
    return site.allowedOrigins.includes(exact)
  }

  private identify(channelId: ChannelId, token: string | null): Pick<VisitorData, 'visitorId' | 'token'> | null {
    const { tokens, random } = this.options
    if (token === null) {
      const visitorId = random.id()
      return { visitorId, token: tokens.sign(channelId, visitorId) }
    }
    const visitorId = tokens.verify(channelId, token)
    return visitorId === null ? null : { visitorId, token }
  }

  private refusalData(code: RefusalCode): { code: RefusalCode; retryable: boolean; retryAfterMs: number | null } {
    const isPassing = code === 'RATE_LIMITED'
    return { code, retryable: isPassing, retryAfterMs: isPassing ? 5000 : null }
  }

  private count(socket: VisitorConnection, change: 1 | -1): void {
    for (const key of [socket.data.address, roomOf(socket.data.site.id, socket.data.visitorId)]) {
      const count = (this.socketsOf.get(key) ?? 0) + change
      if (count > 0) this.socketsOf.set(key, count)
      else this.socketsOf.delete(key)
    }
  }

  private tellCompanySoon(): void {
    if (this.isTelling) return
    this.isTelling = true
    this.options.timers.after(companyQuietMs, () => {
      this.isTelling = false
      const state = this.company.state()
      if (JSON.stringify(state) === JSON.stringify(this.told)) return
      this.told = state
      this.namespace?.emit('company', state)
    })
  }
}
