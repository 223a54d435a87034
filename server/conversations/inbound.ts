import type { AttachmentKind } from '#protocol/attachment'
import type { AttachmentId, Seq } from '#protocol/ids'
import type { CommentPlace } from '#protocol/message'
import type { DeliveryStatus, FailureReason } from '#protocol/receipts'

/** Who wrote, as the messenger tells. Ids are strings: 64-bit numbers occur. */
export interface InboundSender {
  readonly externalId: string
  readonly name: string
  readonly username: string | null
  readonly link: string | null
  /** Other ids of the same person in this channel, under which he may be known already. */
  readonly aliases?: readonly string[]
  /** Where the messenger tells it by itself. */
  readonly phone?: string | null
  /** What `Channel.fetch` opens his picture by. */
  readonly picture?: string | null
}

export interface InboundAttachment {
  readonly kind: AttachmentKind
  readonly name: string
  readonly mediaType: string
  readonly size: number | null
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  /** What the adapter needs to fetch it later (file_id, link); opaque to everybody else. A web chat upload is in the store already. */
  readonly source:
    | { readonly kind: 'remote'; readonly reference: string }
    | { readonly kind: 'stored'; readonly attachmentId: AttachmentId }
}

/** A part of a message of ours: its place in the conversation and the key it was sent under. */
export interface SendName {
  readonly seq: Seq
  readonly key: string
}

interface InboundBase {
  /** Unique per channel (channels.md section 2 rule 2): the second one with it is the same event. */
  readonly eventKey: string
  /** The dialogue, group or comment thread on the messenger's side: one conversation each. */
  readonly externalChat: string
}

/** What an update means, in our words. An adapter never drops: what it does not know is `unsupported`. */
export type InboundEvent =
  | (InboundBase & {
      readonly kind: 'message'
      readonly externalMessageId: string
      readonly isGroup: boolean
      /** What the group calls itself. */
      readonly groupName?: string | undefined
      readonly sender: InboundSender
      readonly text: string
      readonly attachments: readonly InboundAttachment[]
      readonly album: string | null
      readonly replyToExternalId: string | null
      readonly providerAt: number | null
      /** Where the contact came from (page, start parameter), for the opened entry. */
      readonly source: string | null
      /** Said in public, under this page. */
      readonly place?: CommentPlace
    })
  /** The company has written from elsewhere (the messenger's own page or program); our own sends come back too and are known by their id. */
  | (InboundBase & {
      readonly kind: 'writtenElsewhere'
      readonly externalMessageId: string
      readonly author: string | null
      readonly text: string
      readonly attachments: readonly InboundAttachment[]
      readonly providerAt: number | null
      /** Whether it is our send under this key, where the messenger gives back what we made of the key; else its words have to tell. */
      readonly isSend?: (key: string) => boolean
    })
  /** Taken back, or there again. */
  | (InboundBase & {
      readonly kind: 'deleted' | 'restored'
      readonly externalMessageId: string
      /** How the chats begin in one of which it stands: of what was said in public the messenger does not always name who wrote it. */
      readonly amongChats?: string
    })
  /** `emoji` null: taken back. */
  | (InboundBase & { readonly kind: 'reaction'; readonly externalMessageId: string; readonly emoji: string | null })
  | (InboundBase & {
      readonly kind: 'call'
      readonly sender: InboundSender
      readonly externalMessageId: string
      readonly outcome: 'answered' | 'missed' | 'declined'
      readonly durationMs: number | null
    })
  /** The same person has another id from now on. */
  | (InboundBase & { readonly kind: 'identityChanged'; readonly from: string; readonly to: string })
  | (InboundBase & {
      readonly kind: 'edited'
      readonly externalMessageId: string
      readonly text: string
      readonly editedAt: number
    })
  | (InboundBase & {
      readonly kind: 'buttonPressed'
      readonly sender: InboundSender
      readonly label: string
      readonly buttonId: string
      readonly externalMessageId: string | null
      readonly callbackId: string
      readonly providerAt?: number | null
    })
  /** He has told who he is. `customerId`: his site vouches for it, under its own id of him. */
  | (InboundBase & {
      readonly kind: 'introduced'
      readonly name: string | null
      readonly phone: string | null
      readonly email: string | null
      readonly customerId: string | null
    })
  /** His mark of an inquiry, 1 to 5. */
  | (InboundBase & {
      readonly kind: 'rated'
      readonly inquiry: number
      readonly score: number
      readonly comment: string
    })
  | (InboundBase & { readonly kind: 'blocked' | 'unblocked' })
  /** The contact pressed "start" and has written nothing yet. */
  | (InboundBase & { readonly kind: 'started'; readonly sender: InboundSender; readonly payload: string | null })
  | (InboundBase & {
      readonly kind: 'receipt'
      readonly externalMessageId: string
      readonly status: DeliveryStatus
      readonly reason: FailureReason | null
      /** The messenger's own words about a failure. */
      readonly detail?: string | null
      /** Our own send, where the messenger gives back what went with it: the answer that names its message may never have come. */
      readonly send?: SendName | null
    })
  /** All of ours up to this message have reached that far. */
  | (InboundBase & {
      readonly kind: 'receiptUpTo'
      readonly externalMessageId: string
      readonly status: Extract<DeliveryStatus, 'delivered' | 'read'>
    })
  | (InboundBase & {
      readonly kind: 'unsupported'
      readonly sender: InboundSender | null
      readonly type: string
      readonly externalMessageId: string | null
      readonly providerAt: number | null
    })
  /** Valid, and nothing of ours (a channel post, a group while groups are off): only counted. */
  | (InboundBase & { readonly kind: 'ignored'; readonly why: string })
  /** Genuine and of a shape nobody knows: kept raw as a dead letter, for a later version may know it. */
  | (InboundBase & { readonly kind: 'unreadable'; readonly why: string })

export type Removal = Extract<InboundEvent, { readonly amongChats?: string }>

/** An update as it came: kept raw under its key in the transaction that processes it. */
export interface RawInbound {
  readonly eventKey: string
  readonly externalChat: string
  readonly body: string
  /** What `body` holds, when whoever received it has just read it; not stored. */
  readonly parsed?: Readonly<Record<string, unknown>>
}

/** Pure: what a raw update means; several for one that holds several. */
export type Interpret = (raw: RawInbound) => readonly InboundEvent[]
