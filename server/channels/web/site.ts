import type { Namespace } from 'socket.io'
import type { ChannelId, Seq } from '#protocol/ids'
import type {
  VisitorHandshake,
  VisitorHubPackets,
  VisitorPackets,
  VisitorPage,
  VisitorSite,
  VisitorWelcome,
} from '#protocol/visitor'
import type { SiteSettings } from '#protocol/web-site'
import type { Clock } from '../../platform'
import type { ChannelSink, OutboundPart } from '../channel'
import type { Buckets } from '../pace'
import type { CompanySign, VisitorReads } from '../ports'

/** What a connected site is to the visitors' namespace. */
export interface Site {
  readonly id: ChannelId
  readonly allowedOrigins: readonly string[]
  readonly greeting: string
  readonly settings: SiteSettings
  readonly identitySecret: string | null
  readonly sink: ChannelSink
}

/** A page that was turned away: its site is not in the list. */
export interface RefusedOrigin {
  readonly origin: string
  readonly at: number
}

/** Where an open site's lines, typing and marks go: the visitors' namespace. */
export interface SiteVisitors {
  opened(site: Site): void
  /** Its sockets end; coming back they are told that the chat is gone. */
  closed(id: ChannelId): void
  line(id: ChannelId, chat: Pick<OutboundPart, 'externalChat' | 'seq'>): Promise<void>
  typing(id: ChannelId, visitorId: string, operatorName: string): void
  read(id: ChannelId, visitorId: string, upTo: Seq): void
  /** His inquiry has ended: he may be asked for a mark. */
  inquiryClosed(id: ChannelId, visitorId: string): Promise<void>
  lastRefused(id: ChannelId): RefusedOrigin | null
}

/** What the door has found out about a socket. */
export interface VisitorData {
  site: Site
  visitorId: string
  token: string
  address: string
  handshake: VisitorHandshake
  customer: VisitorWelcome['customer']
  isOther: boolean
  page: VisitorPage
}

export type VisitorNamespace = Namespace<VisitorPackets, VisitorHubPackets, Record<never, never>, VisitorData>
export type VisitorConnection = Parameters<Parameters<VisitorNamespace['use']>[0]>[0]

/** What all visitors' sockets share. */
export interface VisitorsContext {
  readonly clock: Clock
  /** What a visitor of this site reads. */
  readsOf(id: ChannelId): VisitorReads
  readonly company: CompanySign
  /** Messages of one visitor, messages from one address, everything else of one visitor. */
  readonly perVisitor: Buckets
  readonly perAddress: Buckets
  readonly looks: Buckets
  /** The site as its pages see it. */
  face(site: Site): VisitorSite
  /** He is on another page now. */
  moved(id: ChannelId, visitorId: string, page: VisitorPage): void
}

/** All visitors of a site. */
export const siteRoomOf = (channelId: ChannelId): string => `site:${channelId}`

/** The tabs of one visitor. */
export const roomOf = (channelId: ChannelId, visitorId: string): string => `${channelId}:${visitorId}`
