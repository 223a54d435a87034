import type { Namespace } from 'socket.io'
import type { ChannelId, Seq } from '#protocol/ids'
import type { VisitorHandshake, VisitorHubPackets, VisitorPackets } from '#protocol/visitor'
import type { Clock } from '../../platform'
import type { ChannelSink, OutboundPart } from '../channel'
import type { Buckets } from '../pace'
import type { CompanySign, VisitorReads } from '../ports'

/** What a connected site is to the visitors' namespace. */
export interface Site {
  readonly id: ChannelId
  readonly allowedOrigins: readonly string[]
  readonly greeting: string
  readonly sink: ChannelSink
}

/** Where an open site's lines, typing and marks go: the visitors' namespace. */
export interface SiteVisitors {
  opened(site: Site): void
  /** Its sockets end; coming back they are told that the chat is gone. */
  closed(id: ChannelId): void
  line(id: ChannelId, part: OutboundPart): Promise<void>
  typing(id: ChannelId, visitorId: string, operatorName: string): void
  read(id: ChannelId, visitorId: string, upTo: Seq): void
}

/** What the door has found out about a socket. */
export interface VisitorData {
  site: Site
  visitorId: string
  token: string
  address: string
  handshake: VisitorHandshake
}

export type VisitorNamespace = Namespace<VisitorPackets, VisitorHubPackets, Record<never, never>, VisitorData>
export type VisitorConnection = Parameters<Parameters<VisitorNamespace['use']>[0]>[0]

/** What all visitors' sockets share. */
export interface VisitorsContext {
  readonly clock: Clock
  readonly reads: VisitorReads
  readonly company: CompanySign
  /** Messages of one visitor, messages from one address, everything else of one visitor. */
  readonly perVisitor: Buckets
  readonly perAddress: Buckets
  readonly looks: Buckets
}

/** The tabs of one visitor. */
export const roomOf = (channelId: ChannelId, visitorId: string): string => `${channelId}:${visitorId}`
