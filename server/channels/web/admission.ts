import type { IncomingMessage } from 'node:http'
import type { RefusalCode } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import { VisitorHandshake } from '#protocol/visitor'
import type { Clock, Random } from '../../platform'
import { Buckets } from '../pace'
import type { VisitorCustomers } from '../ports'
import { isVouchedFor } from './customer'
import { connectPace, socketsPerAddress, socketsPerVisitor } from './settings'
import { type RefusedOrigin, roomOf, type Site, type VisitorData } from './site'
import type { VisitorTokens } from './visitor-token'

export interface AdmissionOptions {
  readonly clock: Clock
  readonly random: Random
  readonly tokens: VisitorTokens
  readonly customers: VisitorCustomers
  /** Scheme and host the hub itself is reached by: its own pages may always open the chat. */
  readonly ownOrigin: string | null
  /** Where a request comes from, through the trusted proxies. */
  addressOf(request: IncomingMessage): string
}

/** A page that asks to be let in, as its handshake says. */
export interface Knock {
  readonly request: IncomingMessage
  readonly auth: unknown
}

type Identity = Pick<VisitorData, 'visitorId' | 'token' | 'customer' | 'isOther'>

const longestOrigin = 200

/** The door of the visitors' namespace: which pages may open a chat, and who their visitor is. */
export class Admission {
  private readonly connects = new Buckets(connectPace)
  private readonly sites = new Map<ChannelId, Site>()
  private readonly socketsOf = new Map<string, number>()
  private readonly refused = new Map<ChannelId, RefusedOrigin>()

  constructor(private readonly options: AdmissionOptions) {}

  opened(site: Site): void {
    this.sites.set(site.id, site)
  }

  closed(id: ChannelId): void {
    this.sites.delete(id)
  }

  lastRefused(id: ChannelId): RefusedOrigin | null {
    return this.refused.get(id) ?? null
  }

  /** The site whose chat this request may use, or why not. */
  siteFor(id: ChannelId, request: IncomingMessage): Site | Extract<RefusalCode, 'CHANNEL_DISCONNECTED' | 'ORIGIN'> {
    const site = this.sites.get(id)
    if (site === undefined) return 'CHANNEL_DISCONNECTED'
    return this.isAllowed(request, site) ? site : 'ORIGIN'
  }

  /** What is known of a visitor who may come in; else the reason why not. */
  async admit({ request, auth }: Knock): Promise<VisitorData | RefusalCode> {
    const address = this.options.addressOf(request)
    const now = this.options.clock.monotonic()
    if (this.connects.wait(address, now) > 0) return 'RATE_LIMITED'
    this.connects.take(address, now)
    const parsed = VisitorHandshake.safeParse(auth)
    if (!parsed.success) return 'BAD_REQUEST'
    const handshake = parsed.data
    const site = this.siteFor(handshake.channel, request)
    if (typeof site === 'string') return site
    const identity = await this.identify(site, handshake)
    if (typeof identity === 'string') return identity
    const tabs = this.socketsOf.get(roomOf(site.id, identity.visitorId)) ?? 0
    if (tabs >= socketsPerVisitor || (this.socketsOf.get(address) ?? 0) >= socketsPerAddress) return 'RATE_LIMITED'
    const page = { url: handshake.page, title: handshake.title }
    return { site, ...identity, address, handshake, page }
  }

  count({ address, site, visitorId }: VisitorData, change: 1 | -1): void {
    for (const key of [address, roomOf(site.id, visitorId)]) {
      const count = (this.socketsOf.get(key) ?? 0) + change
      if (count > 0) this.socketsOf.set(key, count)
      else this.socketsOf.delete(key)
    }
  }

  /** A page of the hub itself, or one of a listed site. A browser always says where a page is from; nobody else is a visitor. */
  private isAllowed(request: IncomingMessage, site: Site): boolean {
    const origin = request.headers.origin ?? originOf(request.headers.referer)
    if (origin === undefined || !URL.canParse(origin)) return false
    const { host, origin: exact } = new URL(origin)
    if (host === request.headers.host || exact === this.options.ownOrigin) return true
    if (site.allowedOrigins.includes(exact)) return true
    this.refused.set(site.id, { origin: exact.slice(0, longestOrigin), at: this.options.clock.now() })
    return false
  }

  private async identify(site: Site, { token, customer }: VisitorHandshake): Promise<Identity | RefusalCode> {
    const shown = token === null ? null : this.options.tokens.verify(site.id, token)
    if (token !== null && shown === null) return 'UNAUTHENTICATED'
    if (customer !== null && isVouchedFor(customer, site.identitySecret)) {
      try {
        const visitorId = await this.options.customers.visitorOf(site.id, customer.externalId, shown)
        return this.identityOf(site.id, visitorId, token, shown, 'verified')
      } catch {
        return 'STORE_UNAVAILABLE'
      }
    }
    const visitorId = shown ?? this.options.random.id()
    return this.identityOf(site.id, visitorId, token, shown, customer === null ? 'none' : 'claimed')
  }

  private identityOf(
    channelId: ChannelId,
    visitorId: string,
    token: string | null,
    shown: string | null,
    customer: Identity['customer'],
  ): Identity {
    const kept = token !== null && shown === visitorId ? token : this.options.tokens.sign(channelId, visitorId)
    return { visitorId, token: kept, customer, isOther: shown !== null && shown !== visitorId }
  }
}

/** A page's own script asks for the look of the chat without an Origin when it is of the same site. */
const originOf = (referer: string | undefined): string | undefined =>
  referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined
