import type { Attachment } from '#protocol/attachment'
import type { ChannelHealth, ChannelRules, Messenger } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import type { AttachmentId, ChannelId, ContactId, ConversationId, OperatorId, Seq } from '#protocol/ids'
import type { ChannelSignature } from '#protocol/signature'
import type { VisitorCompany, VisitorGap, VisitorLine, VisitorRating } from '#protocol/visitor'
import type { CommandKey } from '../conversations/execute-command'
import type { Interpret } from '../conversations/inbound'
import type { MessagePlace } from '../conversations/ports'
import type { SendReport } from '../conversations/record-receipt'
import type { ConnectedAccount, OutboundMessage, RawInbound } from './channel'
import type { LoginApp } from './login-way'

export type { LoginApp }

/** A channel as stored, its settings opened. */
export interface ChannelRecord {
  readonly id: ChannelId
  readonly messenger: Messenger
  readonly name: string
  readonly account: ConnectedAccount
  /** The account's own id: connected once. Null where nothing can be taken twice. */
  readonly accountKey: string | null
  readonly isConnected: boolean
  readonly version: number
  readonly rules: ChannelRules
  readonly signature: ChannelSignature
  /** Null when the stored settings do not open: sealed with another key, or damaged. They have to be entered again. */
  readonly form: ConnectionForm | null
  readonly webhookSecret: string
  readonly pollPosition: string | null
  readonly health: ChannelHealth
  readonly lastInAt: number | null
  readonly lastOutAt: number | null
  readonly createdAt: number
}

/** A change of a channel, for the audit trail. */
export interface ChannelAct {
  /** The command that asks for it; null = the hub itself (demo company). */
  readonly by: CommandKey | null
  /** The command's answer, stored with the change: the same command again gets it (reliability.md promise 4). */
  readonly answer: unknown
  readonly action:
    | 'channel.connected'
    | 'channel.edited'
    | 'channel.signed'
    | 'channel.disconnected'
    | 'channel.reconnected'
  readonly at: number
}

/** Channels in the store; settings are sealed there. Every promise that writes resolves after the commit. */
export interface ChannelStore {
  all(): Promise<readonly ChannelRecord[]>
  get(id: ChannelId): Promise<ChannelRecord | undefined>
  /** `taken`: another connected channel has this account. The audit trail says who did what. */
  insert(record: ChannelRecord, act: ChannelAct): Promise<'stored' | 'taken'>
  /** Writes what an administrator changes where the stored version is `record.version - 1`; `stale` when it is another one. */
  update(record: ChannelRecord, act: ChannelAct): Promise<'stored' | 'taken' | 'stale'>
  savePosition(id: ChannelId, position: string): Promise<void>
  saveHealth(id: ChannelId, health: ChannelHealth): Promise<void>
  saveTimes(id: ChannelId, lastInAt: number | null, lastOutAt: number | null): Promise<void>
  deadLetters(): Promise<ReadonlyMap<ChannelId, number>>
  /** Which chat of which channel a conversation is, and the reverse. */
  chatOf(id: ConversationId): Promise<{ readonly channelId: ChannelId; readonly externalChat: string } | undefined>
  conversationOf(channelId: ChannelId, externalChat: string): Promise<ConversationId | undefined>
  /** The messenger's id of the contact's last message up to this place. */
  lastHeard(id: ConversationId, upTo: Seq): Promise<string | null>
}

/** Somebody in an open dialogue whose picture is to be looked for. */
export interface PictureWanted {
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly externalChat: string
}

/** A chat whose raw events wait to be processed again. */
export interface HeldChat {
  readonly channelId: ChannelId
  readonly externalChat: string
  readonly nextAt: number
}

/** Raw events as the channels see them: stored with what they mean, or held and tried again. */
export interface Inbox {
  /** Resolves after the commit with whether the event is held; rejects when the store is away, and nothing is kept. */
  receive(channelId: ChannelId, raw: RawInbound, interpret: Interpret): Promise<'settled' | 'held'>
  retry(channelId: ChannelId, externalChat: string): Promise<void>
  held(): Promise<readonly HeldChat[]>
}

/** A part of a message that is due to leave. A message is stored as one part; what it splits into is added when it is taken up. */
export interface DuePart extends MessagePlace {
  readonly externalChat: string
  readonly attempt: number
  /** An earlier attempt may have arrived, so what comes of this one does not say that it has not. */
  readonly isInDoubt: boolean
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
  postpone(
    place: MessagePlace,
    next: Pick<DuePart, 'attempt' | 'isInDoubt'> & { readonly nextAt: number },
  ): Promise<void>
  /** Parts in `sending`. There is one hub to a store, so when a channel opens, whoever was sending them is gone. */
  interrupted(channelId: ChannelId): Promise<readonly DuePart[]>
  /** Queued parts older than this, oldest first. */
  queuedBefore(channelId: ChannelId, moment: number, limit: number): Promise<readonly DuePart[]>
}

/** Writes what came of a send into the stream, with the system entry that goes with it; resolves after the commit. */
export type RecordSend = (channelId: ChannelId, place: MessagePlace, report: SendReport) => Promise<void>

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
  /** Stored uploads of this visitor that no message has yet; null when one of them is not. */
  uploads(channelId: ChannelId, visitorId: string, ids: readonly AttachmentId[]): Promise<readonly Attachment[] | null>
  /** The inquiry he may rate: the last one, closed and answered not long ago. */
  rating(channelId: ChannelId, externalChat: string): Promise<VisitorRating | null>
}

/** Customers of a site and the visitors they are, so that a customer has one conversation on all his devices. */
export interface VisitorCustomers {
  /** `shown` is the visitor of the browser he comes with: he becomes that one, unless he or it is known as another. */
  visitorOf(channelId: ChannelId, customerId: string, shown: string | null): Promise<string>
}

/** One for each messenger; secrets are sealed there. */
export interface LoginAppStore {
  get(messenger: Messenger): Promise<LoginApp | null>
  set(messenger: Messenger, app: LoginApp, by: OperatorId): Promise<void>
}

/** The company as its visitors see it. */
export interface CompanySign {
  name(): string
  /** As visitors of this channel may know it. */
  state(channelId: ChannelId): VisitorCompany
  /** Calls after each change, perhaps often; gives what ends it. */
  onChange(listener: () => void): () => void
}
