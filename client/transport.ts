import type { Handshake } from '#protocol/version'

/** What the hub says on a live link, as it came: `session.ts` and `sync.ts` parse at this wall. */
export interface TransportEvents {
  welcome(welcome: unknown): void
  near(packet: unknown): void
  far(packet: unknown): void
  notice(notice: unknown): void
  /** The hub ends this session; `closed` follows. */
  bye(refusal: unknown): void
  /** The link is gone; the session decides when to try again. `refusal`: what the hub refused the handshake with, else null. */
  closed(refusal: unknown): void
}

/**
 * One attempt at a time to hold one link to the hub. It never reconnects, retries or buffers by itself:
 * a send without a link, or whose link breaks before the answer, resolves to a refusal NOT_CONNECTED and may have arrived.
 */
export interface Transport {
  /** Opens a link; ends in `welcome` or `closed`. A link still open is given up first, without a word. */
  connect(handshake: Handshake, events: TransportEvents): void
  command(envelope: { id: string; sentAt: number; command: unknown }): Promise<unknown>
  query(query: unknown): Promise<unknown>
  typing(conversationId: string): void
  /** Gives the link up; nothing is heard of it afterwards. */
  disconnect(): void
}
