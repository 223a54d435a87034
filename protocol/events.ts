import { z } from 'zod'
import { Channel, ChannelTrouble } from './channel'
import { Contact } from './contact'
import { ConversationRow, ReadMark, TotalCounts } from './conversation'
import type { Refusal } from './errors'
import { At, ConversationId, OperatorId, Position, Seq } from './ids'
import { Entry } from './message'
import { LoginId } from './messenger-login'
import { Account, Group, Operator } from './operator'
import { SharedSettings } from './settings'

/**
 * What happened, as the hub's log holds it; every event belongs to one conversation and takes one `seq` and one `position`.
 * `entry.added` and `entry.changed` carry the whole entry, so applying one needs nothing but the entry itself.
 */
export const ConversationEvent = z.discriminatedUnion('kind', [
  /** A message, note or system line joined the stream (messages, assignments, closings... all are entries). */
  z.object({ kind: z.literal('entry.added'), entry: Entry }),
  /** A receipt, an edit, an attachment that arrived: the entry with this `seq` now reads so. */
  z.object({ kind: z.literal('entry.changed'), entry: Entry }),
  /** Only the row changed (contact renamed, priority, mark). */
  z.object({ kind: z.literal('conversation.changed') }),
])
export type ConversationEvent = z.infer<typeof ConversationEvent>

/** An event on its way, with the row as it stands now: a row never needs the events to be rebuilt. */
export const NearItem = z.object({
  conversationId: ConversationId,
  seq: Seq,
  position: Position,
  event: ConversationEvent,
  row: ConversationRow,
})
export type NearItem = z.infer<typeof NearItem>

/**
 * Near: every event of the conversations one has a part in or has open, at once, in `position` order.
 * A `seq` more than one above the last known is a gap: ask `conversation.catchUp` for it.
 */
export const NearPacket = z.object({ items: z.array(NearItem).max(500) })
export type NearPacket = z.infer<typeof NearPacket>

/**
 * Far: list rows and counts of everything one may see, coalesced. `after` is the `position` of the far packet before it;
 * when it differs from the cursor held, something was missed: ask `feed.resume`. The cursor moves only here.
 */
export const FarPacket = z.object({
  after: Position,
  position: Position,
  rows: z.array(ConversationRow),
  /** No longer in one's sight: erase it from memory and cache. */
  gone: z.array(ConversationId),
  counts: TotalCounts.nullable(),
  operators: z.array(Operator),
})
export type FarPacket = z.infer<typeof FarPacket>

/** A conversation whole enough to work in: sent when it becomes near, and as the answer to `conversation.open`. */
export const ConversationView = z.object({
  row: ConversationRow,
  contact: Contact,
  /** The newest entries, ascending by `seq`, without gaps among entries. */
  entries: z.array(Entry),
  hasOlder: z.boolean(),
  mark: ReadMark.nullable(),
})
export type ConversationView = z.infer<typeof ConversationView>

/** News that belong to no conversation. */
export const Notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account.changed'), account: Account }),
  z.object({ kind: z.literal('operators.changed'), operators: z.array(Operator), groups: z.array(Group) }),
  z.object({ kind: z.literal('channels.changed'), channels: z.array(Channel) }),
  z.object({ kind: z.literal('settings.changed'), settings: SharedSettings }),
  z.object({ kind: z.literal('contact.changed'), contact: Contact, conversations: z.array(ConversationId) }),
  z.object({ kind: z.literal('mark.changed'), mark: ReadMark }),
  /** The conversation has become near: here it is, whole. */
  z.object({ kind: z.literal('conversation.near'), view: ConversationView }),
  /** Ephemeral: not stored, not resumed; `until` says when to forget it. */
  /** Where the contact is on the company's pages; `leftAt` null: he is there. */
  z.object({
    kind: z.literal('visit'),
    conversationId: ConversationId,
    page: z.object({ url: z.string(), title: z.string() }),
    since: At,
    leftAt: At.nullable(),
  }),
  z.object({
    kind: z.literal('typing'),
    conversationId: ConversationId,
    who: z.union([z.literal('contact'), OperatorId]),
    until: At,
  }),
  z.object({ kind: z.literal('viewing'), conversationId: ConversationId, operators: z.array(OperatorId) }),
  /** A login at a messenger has come to its end; for who began it. */
  z.object({ kind: z.literal('login.changed'), loginId: LoginId }),
  /** Shown to whoever it concerns: a conversation waited too long. */
  z.object({
    kind: z.literal('alarm'),
    alarm: z.enum(['waitingTooLong', 'tooManyMoves', 'channelStopped']),
    conversationId: ConversationId.nullable(),
    /** The channel that has stopped. */
    channel: z.object({ name: z.string(), reason: ChannelTrouble }).nullable(),
  }),
])
export type Notice = z.infer<typeof Notice>

/** The whole of what a workspace starts with; read in one transaction with its `position`. */
export const Snapshot = z.object({
  epoch: z.string(),
  position: Position,
  hubAt: At,
  account: Account,
  operators: z.array(Operator),
  groups: z.array(Group),
  channels: z.array(Channel),
  settings: SharedSettings,
  counts: TotalCounts,
  /** First 100 rows of each section, in the section's order. */
  rows: z.array(ConversationRow),
  marks: z.array(ReadMark),
  /** Own open conversations with their last 50 entries. */
  views: z.array(ConversationView),
})
export type Snapshot = z.infer<typeof Snapshot>

/** Answer to `feed.resume`: what was missed, or "take a snapshot". */
export const Resumed = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('events'),
    far: FarPacket,
    near: z.array(NearItem),
    /** Conversations that became near meanwhile. */
    views: z.array(ConversationView),
    marks: z.array(ReadMark),
    account: Account,
    operators: z.array(Operator),
    groups: z.array(Group),
    channels: z.array(Channel),
    settings: SharedSettings,
  }),
  z.object({ kind: z.literal('snapshotRequired'), reason: z.enum(['tooOld', 'epoch', 'rights']) }),
])
export type Resumed = z.infer<typeof Resumed>

/** Names of the Socket.IO events from hub to workspace, with what each carries. */
export interface HubPackets {
  welcome: (welcome: import('./version').Welcome) => void
  near: (packet: NearPacket) => void
  far: (packet: FarPacket) => void
  notice: (notice: Notice) => void
  /** The hub ends this session or device; the socket closes right after. Retryable ones come back by themselves. */
  bye: (refusal: Refusal) => void
}
