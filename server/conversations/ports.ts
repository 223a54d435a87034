import type { Attachment, FileFailure } from '#protocol/attachment'
import type { Capabilities, ChannelRules, Messenger } from '#protocol/channel'
import type { Contact, ContactFields, Identity } from '#protocol/contact'
import type { ConversationRow, ReadMark } from '#protocol/conversation'
import type { Outcome } from '#protocol/errors'
import type {
  AttachmentId,
  ChannelId,
  CommandId,
  ContactId,
  ConversationId,
  GroupId,
  LinkId,
  OperatorId,
  Position,
  Seq,
} from '#protocol/ids'
import type { LinkForm, LinkVisit } from '#protocol/links'
import type { Entry } from '#protocol/message'
import type { Presence } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { DeliveryStatus, FailureReason } from '#protocol/receipts'
import type { News } from './announcer'
import type { ConversationDraft } from './draft'
import type { ConversationFacts, StreamLine } from './facts'
import type { InboundAttachment, InboundSender, RawInbound } from './inbound'
import type { TemplateStore } from './template-ports'

export interface ConversationStore {
  byId(id: ConversationId): Promise<ConversationFacts | undefined>
  byChat(channelId: ChannelId, externalChat: string): Promise<ConversationFacts | undefined>
  /** Conversations of a contact, newest first. */
  ofContact(contactId: ContactId): Promise<readonly ConversationFacts[]>
  /** Open conversations of an operator, counted from the rows; with `onlyAwaiting` those whose contact waits for us; of one group alone when it is named. */
  countAssigned(operatorId: OperatorId, onlyAwaiting: boolean, ofGroup: GroupId | null): Promise<number>
  insert(facts: ConversationFacts): Promise<void>
  /** Writes what differs; throws when the stored version is not the one of `before`. */
  update(before: ConversationFacts, after: ConversationFacts): Promise<void>
}

export interface StreamStore {
  /** Appends events with dense `seq`, gives each the next hub-wide position, and returns the first of them. */
  append(conversationId: ConversationId, at: number, lines: readonly StreamLine[]): Promise<Position>
  entry(conversationId: ConversationId, seq: Seq): Promise<Entry | undefined>
  /** A message of ours has this id at the messenger; the first one told stays. */
  name(conversationId: ConversationId, seq: Seq, externalId: string): Promise<void>
  /** Messages of ours up to a `seq` that have been sent and stand below `status`, oldest first. */
  arrivedUpTo(
    conversationId: ConversationId,
    upTo: Seq,
    status: Extract<DeliveryStatus, 'delivered' | 'read'>,
  ): Promise<readonly Seq[]>
  /** Messages of the contact with a higher `seq`. */
  contactMessagesAfter(conversationId: ConversationId, seq: Seq): Promise<number>
}

export interface ContactStore {
  byId(id: ContactId): Promise<Contact | undefined>
  /** By the id he has in the channel, or by another one of his there. */
  byIdentity(channelId: ChannelId, externalId: string): Promise<Contact | undefined>
  insert(contact: Contact): Promise<void>
  addIdentity(contactId: ContactId, identity: Identity): Promise<void>
  renameIdentity(channelId: ChannelId, sender: InboundSender): Promise<void>
  edit(id: ContactId, version: number, fields: ContactFields): Promise<boolean>
  countInquiry(id: ContactId): Promise<void>
  /** What a message in a group calls its author, as the channel wants it: by name, or by phone where it is known. */
  authorInGroup(channelId: ChannelId, sender: InboundSender): Promise<string>
  /** He may write under any of these ids. */
  addAliases(id: ContactId, channelId: ChannelId, externalIds: readonly string[]): Promise<void>
  /** The identity has another id; the one it had stays his. */
  moveIdentity(channelId: ChannelId, from: string, to: string): Promise<void>
  /** True when none was known. */
  fillPhone(id: ContactId, phone: string): Promise<boolean>
  /** Notes that his picture is asked for now; false when that was done after `before`. */
  asksPicture(id: ContactId, now: number, before: number): Promise<boolean>
  setPicture(id: ContactId, picture: AttachmentId): Promise<void>
}

export interface InquiryStore {
  /** Opens the next inquiry and gives its number. */
  open(
    conversationId: ConversationId,
    at: number,
    openedBy: ConversationRow['openedBy'],
    source: string | null,
  ): Promise<number>
  answered(number: number, at: number): Promise<void>
  close(number: number, at: number, by: OperatorId | null): Promise<void>
  /** Puts the contact's mark on an inquiry that was closed after `closedAfter`; false when it was not. */
  rate(number: number, rating: Rating, closedAfter: number): Promise<boolean>
}

/** A contact's mark; `operatorId` is who had answered. */
export interface Rating {
  readonly score: number
  readonly comment: string
  readonly operatorId: OperatorId | null
  readonly at: number
}

/** Where a message of a messenger is in our streams. */
export interface MessagePlace {
  readonly conversationId: ConversationId
  readonly seq: Seq
  readonly part: number
}

export interface EarlyReceipt {
  readonly status: DeliveryStatus
  readonly reason: FailureReason | null
  readonly detail: string | null
}

export interface ProviderMessageStore {
  /** Also in a chat the same person was known by before. */
  find(channelId: ChannelId, externalChat: string, externalId: string): Promise<MessagePlace | undefined>
  /** The conversation of a person who goes by another id now. */
  formerly(channelId: ChannelId, externalChat: string): Promise<ConversationId | undefined>
  /** This person is called otherwise from now on; ids of messages stay with the chat of their time. */
  moved(conversationId: ConversationId, channelId: ChannelId, from: string): Promise<void>
  /** The chat that begins so and has this message. */
  chatAmong(channelId: ChannelId, beginning: string, externalId: string): Promise<string | undefined>
  /** False when the id is there already: the message is a repeat. */
  add(channelId: ChannelId, externalChat: string, externalId: string, place: MessagePlace): Promise<boolean>
  keepEarly(
    channelId: ChannelId,
    externalChat: string,
    externalId: string,
    receipt: EarlyReceipt,
    at: number,
  ): Promise<void>
  /** Gives and forgets what came before the id was known. */
  takeEarly(channelId: ChannelId, externalChat: string, externalId: string): Promise<EarlyReceipt | undefined>
}

/** A message of ours as it left. */
export interface LeftMessage {
  /** The messenger's ids, part by part. */
  readonly externalMessageIds: readonly string[]
  /** Where its parts went to. */
  readonly chats: readonly string[]
  /** The line that signs it; null = none. */
  readonly signature: string | null
}

/** A part of a message in the outbox. */
export interface DeliveryPart {
  readonly part: number
  /** What it was sent under. */
  readonly key: string
  readonly state: DeliveryStatus
}

export interface DeliveryStore {
  /** Signed by the operator as the channel signs now, whatever is changed until it leaves; null = by nobody. */
  enqueue(
    facts: ConversationFacts,
    seq: Seq,
    sending: { readonly at: number; readonly key: string; readonly signer: OperatorId | null },
  ): Promise<void>
  parts(conversationId: ConversationId, seq: Seq): Promise<readonly DeliveryPart[]>
  left(conversationId: ConversationId, seq: Seq): Promise<LeftMessage>
  /** Messages with these ids are gone from the messenger. */
  forget(conversationId: ConversationId, seq: Seq, externalMessageIds: readonly string[]): Promise<void>
  /** Parts that have left and of which nobody knows whether they have arrived, oldest first. */
  inDoubt(conversationId: ConversationId): Promise<readonly (MessagePlace & Pick<DeliveryPart, 'key'>)[]>
  /** What has not left yet leaves to this chat. */
  readdress(conversationId: ConversationId, externalChat: string): Promise<void>
  settle(place: MessagePlace, state: DeliveryStatus, externalIds: readonly string[]): Promise<void>
  /** Queues again the parts that did not arrive, each under a new key. */
  requeue(conversationId: ConversationId, seq: Seq, at: number, newKey: () => string): Promise<void>
}

export interface InboundStore {
  /** Stores the raw event; false when its key is there already. */
  add(channelId: ChannelId, raw: RawInbound, state: 'done' | 'ignored' | 'pending', at: number): Promise<boolean>
  /** Is an earlier event of this chat waiting to be processed again? */
  isChatHeld(channelId: ChannelId, externalChat: string): Promise<boolean>
  /** Waiting events of a chat in the order they came. */
  held(
    channelId: ChannelId,
    externalChat: string,
  ): Promise<readonly { readonly raw: RawInbound; readonly attempts: number }[]>
  done(channelId: ChannelId, eventKey: string): Promise<void>
  /** A dead letter by its key. */
  dead(channelId: ChannelId, eventKey: string): Promise<RawInbound | undefined>
  /** Counts a failed attempt; `nextAt` null makes it a dead letter. */
  failed(channelId: ChannelId, eventKey: string, reason: string, nextAt: number | null): Promise<void>
  /** Gives a dead letter up. False when there is none under this key. */
  discard(channelId: ChannelId, eventKey: string): Promise<boolean>
  /** What somebody has done about a dead letter, for the audit trail. */
  judged(
    channelId: ChannelId,
    eventKey: string,
    what: 'retried' | 'discarded',
    by: OperatorId,
    at: number,
  ): Promise<void>
}

export interface CommandStore {
  find(operatorId: OperatorId, id: CommandId): Promise<{ hash: string; result: string; position: Position } | undefined>
  add(
    operatorId: OperatorId,
    id: CommandId,
    hash: string,
    result: string,
    position: Position,
    at: number,
  ): Promise<void>
}

export interface MarkStore {
  get(operatorId: OperatorId, conversationId: ConversationId): Promise<ReadMark | undefined>
  set(operatorId: OperatorId, mark: ReadMark, at: number): Promise<void>
}

/** What the bytes of a file say about it, whatever was told. */
export type FileFacts = Pick<Attachment, 'kind' | 'name' | 'mediaType' | 'width' | 'height'> & {
  readonly size: number
  /** Of a voice; null where it was not looked for. */
  readonly durationMs: number | null
}

/** What became of fetching a received file; `hash` says where its bytes are. */
export type FetchResult =
  | { readonly kind: 'stored'; readonly facts: FileFacts; readonly hash: string }
  | { readonly kind: 'failed'; readonly reason: FileFailure; readonly canRetry: boolean }

type EntryPlace = Pick<MessagePlace, 'conversationId' | 'seq'>

/** An attachment as it stands now, and the message it belongs to. */
export interface PlacedAttachment extends EntryPlace {
  readonly attachment: Attachment
}

/** No entry has this `seq`: a file placed there is the picture of the conversation's contact. */
export const pictureSeq = 0

/** Attachments as conversations need them; the store of bytes is `server/attachments/`. */
export interface AttachmentBook {
  /** Makes what a contact sent known; the bytes are fetched after the commit. */
  receive(
    channelId: ChannelId,
    place: EntryPlace,
    attachments: readonly InboundAttachment[],
  ): Promise<readonly Attachment[]>
  /** Fetches a contact's picture after the commit; it comes back as an attachment at `pictureSeq`, seen by who sees the conversation. */
  receivePicture(channelId: ChannelId, conversationId: ConversationId, reference: string): Promise<void>
  /** Forgets a file that nothing shows any more. */
  drop(id: AttachmentId): Promise<void>
  haveSameBytes(one: AttachmentId, other: AttachmentId): Promise<boolean>
  /** Ties an operator's uploads to his message; `judge` may refuse each of them before anything is changed. */
  attach(
    operatorId: OperatorId,
    place: EntryPlace,
    ids: readonly AttachmentId[],
    judge: (attachment: Attachment, index: number) => Outcome<null>,
  ): Promise<Outcome<readonly Attachment[]>>
  /** Writes what became of a fetch; undefined when nothing waits for it. */
  settle(id: AttachmentId, result: FetchResult): Promise<PlacedAttachment | undefined>
  /** Fetches a failed one of this conversation again; undefined when there is none that can be. */
  retry(conversationId: ConversationId, id: AttachmentId): Promise<PlacedAttachment | undefined>
}

/** A link as stored. */
export interface StoredLink extends LinkForm {
  readonly id: LinkId
  readonly channelId: ChannelId
  readonly version: number
}

export interface CountedLink extends StoredLink {
  readonly visits: number
  readonly inquiries: number
}

export interface LinkStore {
  /** With what came by each, oldest first. */
  ofChannel(channelId: ChannelId): Promise<readonly CountedLink[]>
  find(id: LinkId): Promise<StoredLink | undefined>
  /** Writes it whether it was there or not. */
  put(link: StoredLink, at: number): Promise<void>
  /** With its visits. */
  remove(id: LinkId): Promise<void>
  /** All inquiries of a channel. */
  countInquiries(channelId: ChannelId): Promise<number>
}

/** A visit as it is made, before anybody has written. */
export interface NewVisit extends Omit<LinkVisit, 'title'> {
  readonly channelId: ChannelId
  readonly linkId: LinkId
}

/** Visits that no inquiry has yet are found; one that has is known no more. */
export interface VisitStore {
  /** False when the number is another one's. */
  add(visit: NewVisit): Promise<boolean>
  numbered(channelId: ChannelId, number: number): Promise<LinkVisit | undefined>
  /** The last one that came to this chat without a word. */
  ofChat(channelId: ChannelId, externalChat: string): Promise<LinkVisit | undefined>
  hold(number: number, externalChat: string): Promise<void>
  tie(number: number, inquiry: number): Promise<void>
}

/** A channel as use-cases need it. */
export interface ChannelFacts {
  readonly id: ChannelId
  readonly messenger: Messenger
  readonly isConnected: boolean
  readonly rules: ChannelRules
}

/** Operators as conversations need them: a read model that knows what this transaction has changed. */
export interface People {
  actor(id: OperatorId): Actor | undefined
  effective(id: OperatorId): Presence['effective']
  /** How many he has and how many he may have; null = no limit. */
  place(id: OperatorId): { readonly load: number; readonly limit: number | null }
  /** Only conversations waiting for our answer count as load. */
  countsOnlyAwaiting(): boolean
  hasGroup(id: GroupId): boolean
  /** Conversations of the group one member may have; null = no limit. */
  groupLimit(id: GroupId): number | null
  /** The group a conversation belongs to at this moment: the one it was transferred to, else its channel's. */
  receivingGroup(channelId: ChannelId, transferredTo: GroupId | null): GroupId | null
  channel(id: ChannelId): ChannelFacts | undefined
  /** A conversation was saved: loads and counts follow. */
  conversationChanged(before: ConversationFacts | null, after: ConversationFacts): void
}

/** Distribution as conversations call it, inside the open transaction. */
export interface Distribution {
  /** The contact has written; the draft may get an assignee. `opens`: his word began the inquiry. */
  messageArrived(draft: ConversationDraft, opens: boolean): Promise<void>
  /** A person gave it back to the queue or passed it to a group. */
  givenBack(draft: ConversationDraft, how: 'released' | 'transferred'): Promise<void>
  /** Hands out the queue if somebody got room in this transaction. */
  settle(): Promise<void>
}

/**
 * One open transaction in the words of the field. Everything read and written through it happens together or not at all.
 * Drafts are saved by themselves at the end of the job, and before anything that counts rows.
 */
export interface Work {
  /** The moment of this transaction. */
  readonly now: number
  readonly conversations: ConversationStore
  readonly stream: StreamStore
  readonly contacts: ContactStore
  readonly inquiries: InquiryStore
  readonly providerMessages: ProviderMessageStore
  readonly deliveries: DeliveryStore
  readonly inbound: InboundStore
  readonly commands: CommandStore
  readonly marks: MarkStore
  readonly attachments: AttachmentBook
  readonly templates: TemplateStore
  readonly links: LinkStore
  readonly visits: VisitStore
  readonly people: People
  readonly distribution: Distribution
  /** The draft of a conversation in this transaction: the same object however often it is asked for. */
  draft(id: ConversationId): Promise<ConversationDraft | undefined>
  /** Facts just read, so that their draft needs no reading again. */
  know(facts: readonly ConversationFacts[]): void
  draftOfChat(channelId: ChannelId, externalChat: string): Promise<ConversationDraft | undefined>
  /** Takes in the draft of a conversation this transaction makes. */
  adopt(draft: ConversationDraft): void
  /** Saves the changed drafts now, all but one. */
  flush(except?: ConversationDraft): Promise<void>
  newId(): string
  newKey(): string
  /** Told after the commit, in order. */
  announce(news: News): void
  afterCommit(effect: () => void): void
  /** Runs when nothing of this transaction is kept, newest first. */
  onUndone(effect: () => void): void
  /** Position of the newest event, this transaction's included. */
  position(): Position
  /** What a messenger can do; undefined when the hub has none of the kind. */
  capabilitiesOf(messenger: Messenger): Capabilities | undefined
}

/** The store as use-cases know it. */
export interface Hub<Kind extends Work = Work> {
  /**
   * Runs `job` alone, to the end, in one transaction; resolves after the commit. When it throws nothing of it is kept, and
   * `rescue`, if given, runs in its place before anything else does.
   */
  write<Value>(
    job: (work: Kind) => Promise<Value>,
    rescue?: (work: Kind, error: unknown) => Promise<Value>,
  ): Promise<Value>
}
