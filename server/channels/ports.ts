import type { ChannelId, ConversationId, Seq } from '#protocol/ids'
import type { FailureReason } from '#protocol/receipts'
import type { VisitorCompany, VisitorGap, VisitorLine } from '#protocol/visitor'
import type { MessagePlace } from '../conversations/ports'
import type { OutboundMessage } from './channel'

/** A part of a message that is due to leave. A message is stored as one part; what it splits into is added when it is taken up. */
export interface DuePart extends MessagePlace {
  readonly externalChat: string
  readonly attempt: number
  readonly queuedAt: number
  readonly idempotencyKey: string
}

/** The stored outbox. Every promise that writes resolves after the commit. */
export interface Outbox {
  /** Queued parts whose moment has come, the longest due first; of each conversation only the first that has not left yet. */
  due(channelId: ChannelId, now: number, limit: number): Promise<readonly DuePart[]>
  /** The next moment after `now` at which a queued part of the channel falls due; null = there is none. */
  nextAt(channelId: ChannelId, now: number): Promise<number | null>
  message(conversationId: ConversationId, seq: Seq): Promise<OutboundMessage | null>
  /** Makes queued parts `sending` and adds those that a message of `count` calls splits into. Gives the given parts that were still queued. */
  claim(parts: readonly { readonly part: DuePart; readonly count: number }[]): Promise<readonly DuePart[]>
  /** Back to `queued`, due at `nextAt`. */
  postpone(place: MessagePlace, attempt: number, nextAt: number): Promise<void>
  /** Parts in `sending`. There is one hub to a store, so when a channel opens, whoever was sending them is gone. */
  interrupted(channelId: ChannelId): Promise<readonly DuePart[]>
  /** Queued parts older than this, oldest first. */
  queuedBefore(channelId: ChannelId, moment: number, limit: number): Promise<readonly DuePart[]>
}

/** What became of a part, for the conversation's stream. */
export type PartOutcome =
  | {
      readonly kind: 'sent'
      readonly status: 'sent' | 'delivered' | 'read'
      readonly externalMessageIds: readonly string[]
    }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly detail: string }
  | { readonly kind: 'unconfirmed'; readonly detail: string }

/** Writes an outcome into the stream, with the system entry that goes with it; resolves after the commit. */
export type RecordOutcome = (channelId: ChannelId, place: MessagePlace, outcome: PartOutcome) => Promise<void>

/**
 * What the web chat reads back of a visitor's conversation: committed messages only, never notes or system entries.
 * A visitor who has not written yet has no conversation; then there is nothing, and that is no error.
 */
export interface VisitorReads {
  /** Lines above `after`, ascending, with the marks; when there are more than `limit`, the newest and `isReset`. */
  gap(channelId: ChannelId, externalChat: string, after: Seq, limit: number): Promise<VisitorGap>
  /** The newest `limit` lines below `before`, ascending. */
  history(
    channelId: ChannelId,
    externalChat: string,
    before: Seq,
    limit: number,
  ): Promise<Pick<VisitorGap, 'lines' | 'hasOlder'>>
  /** The visitor's own message by the uuid he gave it. */
  ownLine(channelId: ChannelId, externalChat: string, id: string): Promise<VisitorLine | null>
  line(channelId: ChannelId, externalChat: string, seq: Seq): Promise<VisitorLine | null>
  /** Messages of ours up to `upTo` that are sent and stand below `status`: what a mark of the visitor settles. */
  unsettled(
    channelId: ChannelId,
    externalChat: string,
    upTo: Seq,
    status: 'delivered' | 'read',
  ): Promise<readonly Seq[]>
}

/** The company as its visitors see it. */
export interface CompanySign {
  name(): string
  state(): VisitorCompany
  /** Calls after each change, perhaps often; gives what ends it. */
  onChange(listener: () => void): () => void
}
