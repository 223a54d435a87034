import type { CommandReply } from '#protocol/commands'
import type { Refusal } from '#protocol/errors'
import type { FarPacket, NearPacket, Notice } from '#protocol/events'
import type { QueryReply } from '#protocol/queries'
import type { Handshake, Welcome } from '#protocol/version'

/** What the hub says on a live link. Packets arrive unparsed: `session.ts` parses at this wall. */
export interface TransportEvents {
  welcome(welcome: Welcome): void
  near(packet: NearPacket): void
  far(packet: FarPacket): void
  notice(notice: Notice): void
  /** The hub ends this session; `closed` follows. */
  bye(refusal: Refusal): void
  /** The link is gone; the session decides when to try again. `refusal` when the hub refused the handshake. */
  closed(refusal: Refusal | null): void
}

/**
 * One attempt at a time to hold one link to the hub. It never reconnects, retries or buffers by itself:
 * a send without a link, or whose link breaks before the answer, resolves to NOT_CONNECTED and may have arrived.
 */
export interface Transport {
  /** Opens a link; ends in `welcome` or `closed`. */
  connect(handshake: Handshake, events: TransportEvents): void
  command(envelope: { id: string; sentAt: number; command: unknown }): Promise<CommandReply>
  query(query: unknown): Promise<QueryReply>
  typing(conversationId: string): void
  disconnect(): void
}
