import type { Attachment } from '#protocol/attachment'
import type {
  Capabilities,
  ChannelDetails,
  ChannelNote,
  ChannelTrouble,
  CheckedAccount,
  Messenger,
} from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import type { Outcome } from '#protocol/errors'
import type { AttachmentId, ChannelId, Seq } from '#protocol/ids'
import type { SentTemplate } from '#protocol/message'
import type { DeliveryStatus, FailureReason } from '#protocol/receipts'
import type { ReplyButton } from '#protocol/reply-button'
import type { TemplateForm } from '#protocol/templates'
import type { InboundAttachment, InboundEvent, InboundSender, RawInbound } from '../conversations/inbound'
import type { EditedMessage, SentMessage } from '../conversations/sent-messages'
import type { RemoteTemplate, RemoteTemplates } from '../conversations/templates'
import type { LoginWay } from './login-way'

export type { EditedMessage, InboundAttachment, InboundEvent, InboundSender, RawInbound, SentMessage }

/** A message of ours as it stands in the conversation; attachments are in the store. */
export interface OutboundMessage {
  readonly externalChat: string
  /** Its place in the conversation. */
  readonly seq: Seq
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly buttons: readonly (readonly ReplyButton[])[]
  readonly replyToExternalId: string | null
  /** Where that message stands, when that is another chat: the conversation has moved since. */
  readonly replyToChat?: string | null
  /** Who writes, for messengers that have a place for it beside the text; null for automatic texts. */
  readonly operatorName: string | null
  /** The contact's last message before it, for messengers where an answer has to say whom it is for. */
  readonly heardExternalId?: string | null
  /** It is an approved text: the messenger is told its name and values, and `text` is what the contact reads. */
  readonly template?: SentTemplate
}

/** What one call to the messenger carries. A message is one part or several, each sent once. */
export interface OutboundPart extends OutboundMessage {
  /** Made once, stored, reused: for messengers that accept one. */
  readonly idempotencyKey: string
}

/** What came of a send; only `sent` is a success, only `retry` may be repeated by itself. */
export type SendResult =
  | {
      readonly kind: 'sent'
      readonly externalMessageIds: readonly string[]
      readonly status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read'>
      /** The chat goes on under this id, and that is where it went. */
      readonly movedTo?: string
    }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: FailureReason; readonly detail: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly detail: string }
  /** Bytes left and no answer came. */
  | { readonly kind: 'unconfirmed'; readonly detail: string }

/** Up to where the company has read. `externalMessageId`: the contact's last message there, where the messenger named it. */
export interface ReadMark {
  readonly seq: Seq
  readonly externalMessageId: string | null
}

/** A stored attachment for sending. */
export interface SendableFile {
  readonly path: string
  readonly size: number
  /** Where anybody who has this address can fetch it for a while: for messengers that take no uploads. Absent without a public address. */
  readonly publicAddress?: () => string
}

/** Opens a stored attachment for sending. */
export type ReadAttachment = (id: AttachmentId) => Promise<SendableFile | null>

export interface ChannelTemplates {
  list(): Promise<RemoteTemplates>
  create(form: TemplateForm): Promise<Pick<RemoteTemplate, 'externalId' | 'status' | 'category'>>
  edit(externalId: string, form: TemplateForm): Promise<void>
  remove(name: string, externalId: string): Promise<void>
}

/** A connected account of a messenger, alive. Made by `ChannelKind.open`, ended by `close`. */
export interface Channel {
  readonly id: ChannelId
  send(part: OutboundPart): Promise<SendResult>
  /** Shows "typing" to the contact, with the operator's name where the messenger has a place for it; best effort, never throws. */
  typing(externalChat: string, operatorName: string): void
  /** Shows the contact that the company has read up to this place; best effort, never throws. */
  markRead?(externalChat: string, upTo: ReadMark): void
  /** A message of ours reads otherwise in the conversation, or was taken back there; best effort, never throws. Absent where the messenger was told already. */
  changed?(externalChat: string, seq: Seq): void
  /** An inquiry of this chat has ended; best effort, never throws. Absent where nothing follows from it. */
  inquiryClosed?(externalChat: string): void
  /** Puts another text in place of what was sent; refused before anything is changed where it does not fit. Absent where the messenger cannot. */
  editSent?(message: SentMessage, text: string): Promise<Outcome<EditedMessage>>
  /** Takes back what was sent, for both sides. Absent where the messenger cannot. */
  deleteSent?(message: SentMessage): Promise<Outcome<null>>
  /**
   * Adds what the messenger tells only when it is asked (the sender's name) to updates that are about to be stored, so that they can be
   * understood without it later, and leaves out those that only repeat our own words. In their order, in bounded time, never
   * rejects: without an answer they stay as they are.
   */
  complete?(raws: readonly RawInbound[]): Promise<readonly RawInbound[]>
  /** What a messenger is answered that wants to see its own word before it calls; null = it cannot be had now. Anybody may ask unproven. */
  handshake?(isProven: boolean): Promise<string | null>
  /** Whether a message would be let through to this chat, where that has to be asked beforehand. */
  mayWrite?(externalChat: string): Promise<boolean>
  /**
   * What `fetch` opens the picture of a dialogue's contact by; null when he has none. For messengers that tell it only when they are
   * asked. Rejects with MessengerRefused or MessengerUnreachable.
   */
  pictureOf?(externalChat: string): Promise<string | null>
  /** Approved texts of the account; absent where there are none. Reject with MessengerRefused or MessengerUnreachable. */
  readonly templates?: ChannelTemplates
  /** Told what has just been committed, to tell the messenger (that a pressed button was noticed); best effort, never throws. */
  received?(raws: readonly RawInbound[]): void
  /** Opens the bytes of a received attachment; rejects with FetchFailed of attachments/ports.ts. */
  fetch(reference: string): Promise<{ readonly body: AsyncIterable<Uint8Array>; readonly size: number | null }>
  /** Ends receiving and sending. `disconnected`: the account is given back (its webhook removed); `stopping`: it is opened again. */
  close(reason: 'stopping' | 'disconnected'): Promise<void>
}

/** How a channel is. `detail` are the messenger's own words, without secrets. */
export type ChannelState =
  | { readonly kind: 'green' }
  | { readonly kind: 'degraded' | 'stopped'; readonly reason: ChannelTrouble; readonly detail: string | null }

/**
 * Who says how a channel is. `account`: whoever asks the messenger again and again. `sends`: what came of the last one; over with the
 * next that succeeds. `buttons`: whether they are taken.
 */
export type ChannelVoice = 'account' | 'sends' | 'buttons'

/** What the hub gives a channel to report with. `receive` resolves after the commit: only then may the messenger be answered or the offset moved. */
export interface ChannelSink {
  receive(raws: readonly RawInbound[]): Promise<void>
  /** How it is for now, as this voice has it; the account's when none is named. The worst of what is said counts. */
  health(state: ChannelState, voice?: ChannelVoice): void
  /** The contact is typing. Not stored, never throws. */
  typing(externalChat: string): void
  /** The account's templates are not what they were, or may not be. Never throws. */
  templatesChanged?(): void
  /** Something to know about the account, though the channel works as `health` says. Shown for a while. Never throws. */
  noted?(trouble: ChannelNote, detail: string | null): void
  /** Where polling stands, durable; stored with the batch that it confirms. */
  savePosition(position: string): Promise<void>
}

/** A call to `/hooks/{channelId}`, as it came. */
export interface WebhookCall {
  readonly method: 'GET' | 'POST'
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** What came to the webhook of one account and is another's. */
export interface ForAnother {
  /** The `accountKey` it names; null where it names none. */
  readonly account: string | null
  /** What is kept of it when nobody takes it. */
  readonly raw: RawInbound
}

/** What an adapter makes of a call: authenticated on the raw bytes by itself, never by the caller. */
export type WebhookVerdict =
  | {
      readonly kind: 'updates'
      readonly raws: readonly RawInbound[]
      readonly answer: string
      /** It concerns other channels of the messenger too: each is asked, with its own settings. Listed is what is not this one's. */
      readonly elsewhere?: readonly ForAnother[] | null
    }
  | { readonly kind: 'answer'; readonly body: string }
  /** Answered with `Channel.handshake`. `isProven`: who asks has shown the secret. */
  | { readonly kind: 'handshake'; readonly isProven: boolean }
  /** The contact is typing: told on, not stored. */
  | { readonly kind: 'typing'; readonly externalChat: string; readonly answer: string }
  /** Nothing the messenger would ask: answered as if there were no such channel. */
  | { readonly kind: 'notHere' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'malformed'; readonly reason: string }

export interface StoredConnection {
  readonly id: ChannelId
  /** Settings as stored; secrets already opened. */
  readonly form: ConnectionForm
  readonly webhookSecret: string
  readonly webhookUrl: string | null
  readonly pollPosition: string | null
  /** The account's own id, as `check` told it. */
  readonly accountKey: string | null
}

/** What the check said about the account when it was connected. */
export type ConnectedAccount = Omit<CheckedAccount, 'picture' | 'notes'>

/** Where a channel is reached. */
export interface ChannelPlace {
  readonly channelId: ChannelId
  /** What the messenger calls, and the secret it shows; null = no public address. */
  readonly webhookUrl: string | null
  readonly webhookSecret: string
  /** The account's own id, as `check` told it. */
  readonly accountKey: string | null
  /** The hub's address for the outside, without a slash at the end. */
  readonly hubUrl: string
}

/** How fast a messenger may be written to: tokens per second and the most that can be saved up. */
export interface Pace {
  readonly perSecond: number
  readonly burst: number
}

/** Somebody on his way to the company by one of its links. */
export interface Passenger {
  /** The question with his number in it. */
  readonly question: string
  /** His number, where the messenger hands on a word of ours. */
  readonly payload: string
  /** The page of the hub on which the chat is tried; for chats that live on pages. */
  readonly tryUrl: string
}

/** How people are led into the messenger. */
export interface LinkWay {
  readonly carries: 'question' | 'number'
  /** Null when the account has no address. */
  addressOf(account: ConnectedAccount, passenger: Passenger): string | null
}

/** A messenger. One implementation a folder: `channels/<messenger>/`. The contract suite in test/contracts/ says what each must keep. */
export interface ChannelKind {
  readonly messenger: Messenger
  readonly capabilities: Capabilities
  /** Of all sends of a channel, and of those to one chat. */
  readonly pace: { readonly channel: Pace; readonly chat: Pace }
  /** Pure. Absent where nobody can be led into it. */
  readonly linkTo?: LinkWay
  /** How its administrator logs in instead of pasting a token. Absent where he cannot. */
  readonly login?: LoginWay
  /** Asks the messenger whose credentials these are. `accountKey` is the bot's own id: one account, one channel; null where nothing can be taken twice. */
  check(form: ConnectionForm): Promise<Outcome<CheckedAccount & { readonly accountKey: string | null }>>
  /** Pure: the settings as the administrator sees them, secrets down to their last four characters; what is known without the form when it does not open. */
  describe(form: ConnectionForm | null, account: ConnectedAccount, place: ChannelPlace): ChannelDetails['connection']
  /** Starts receiving (polling, webhook registration) and gives what sends. Never throws for a messenger that is away: it reports health and goes on trying. */
  open(connection: StoredConnection, sink: ChannelSink, readAttachment: ReadAttachment): Promise<Channel>
  /** Pure: the calls that carry a message, in order; at least one, always the same ones for the same message. `channels/split-text.ts` cuts long texts. */
  split(message: OutboundMessage): readonly Omit<OutboundPart, 'idempotencyKey'>[]
  /** Pure: what a stored raw update means to a channel of these settings. Several for one that holds several. Must never throw; the unknown is `unsupported` or `unreadable`. */
  interpret(raw: RawInbound, form?: ConnectionForm | null): readonly InboundEvent[]
  /** Pure: checks and splits a webhook call. Absent for messengers without webhooks. */
  webhook?(call: WebhookCall, connection: StoredConnection): WebhookVerdict
  /** Pure: where somebody who speaks in public is answered in private; null for a chat that is private already. */
  privateChat?(externalChat: string): string | null
}
