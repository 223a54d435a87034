import type { Attachment, AttachmentKind, FileFailure } from '#protocol/attachment'
import type { AttachmentId, ChannelId, ConversationId, OperatorId, UploadId } from '#protocol/ids'
import type { Actor, Parts } from '#protocol/permissions'
import type { FetchResult, FileFacts } from '../conversations/ports'

/** Who brought a file in. */
export type FileOwner =
  | { readonly kind: 'operator'; readonly id: OperatorId }
  | { readonly kind: 'visitor'; readonly id: string; readonly channelId: ChannelId }
  | { readonly kind: 'contact'; readonly id: string; readonly channelId: ChannelId }

/** Who asks for a file. */
export type FileReader =
  | { readonly kind: 'operator'; readonly actor: Actor }
  | { readonly kind: 'visitor'; readonly id: string; readonly channelId: ChannelId }
  /** Whoever holds an address of `PublicLinks`. */
  | { readonly kind: 'link' }

/** An attachment as stored; `hash` says where its bytes are, once they are. */
export interface StoredAttachment {
  readonly attachment: Attachment
  readonly hash: string | null
  readonly owner: FileOwner
  /** Null until it has been sent. */
  readonly conversationId: ConversationId | null
}

/** Of a conversation, what its files' readers are judged by. */
export interface FileConversation {
  readonly parts: Parts
  readonly channelId: ChannelId
  readonly externalChat: string
}

/** A transfer from an operator's device or a visitor's page, resumed by its id. */
export interface Upload {
  readonly id: UploadId
  readonly owner: FileOwner
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly createdAt: number
}

/** An attachment whose bytes have to be fetched from a messenger. */
export interface DueDownload {
  readonly id: AttachmentId
  readonly channelId: ChannelId
  readonly reference: string
  readonly kind: AttachmentKind
  readonly name: string
  readonly attempts: number
  /** Until then it is tried again. */
  readonly giveUpAt: number
}

/** Attachments and uploads in the store. Every promise that writes resolves after the commit. */
export interface AttachmentStore {
  find(id: AttachmentId): Promise<StoredAttachment | undefined>
  conversation(id: ConversationId): Promise<FileConversation | undefined>
  /** Is it the picture of an operator? */
  isFace(id: AttachmentId): Promise<boolean>
  /** Is it the picture of an operator who has answered this visitor? */
  hasMet(channelId: ChannelId, visitorId: string, id: AttachmentId): Promise<boolean>
  upload(id: UploadId): Promise<Upload | undefined>
  uploads(): Promise<readonly Upload[]>
  openUploads(owner: FileOwner): Promise<number>
  insertUpload(upload: Upload): Promise<void>
  dropUpload(id: UploadId): Promise<void>
  /** The upload is over and stands as an attachment that belongs to no message yet. */
  finishUpload(upload: Upload, id: AttachmentId, facts: FileFacts, hash: string): Promise<Attachment>
  due(now: number, limit: number): Promise<readonly DueDownload[]>
  nextDueAt(): Promise<number | null>
  postpone(id: AttachmentId, attempts: number, nextAt: number): Promise<void>
  isReferenced(hash: string): Promise<boolean>
  /** Drops attachments that were uploaded before this moment and never sent. */
  dropUnsent(before: number): Promise<void>
  /** Bytes kept, in all and by channel. */
  usage(): Promise<{ readonly total: number; readonly byChannel: ReadonlyMap<ChannelId, number> }>
}

/** Writes the result into the attachment and the stream in one transaction; resolves after the commit. */
export type RecordDownload = (id: AttachmentId, result: FetchResult) => Promise<void>

/** Opens the bytes at the messenger; rejects with FetchFailed. */
export type FetchBytes = (
  channelId: ChannelId,
  reference: string,
) => Promise<{ readonly body: AsyncIterable<Uint8Array>; readonly size: number | null }>

/** Why received bytes could not be had. */
export class FetchFailed extends Error {
  override readonly name = 'FetchFailed'
  constructor(
    readonly reason: FileFailure,
    readonly canRetry: boolean,
    options?: ErrorOptions,
  ) {
    super(reason, options)
  }
}
