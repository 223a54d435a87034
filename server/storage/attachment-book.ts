import { type Attachment, fileLimits } from '#protocol/attachment'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { AttachmentId, type ChannelId, type ConversationId, type OperatorId } from '#protocol/ids'
import { retriesForMs } from '../attachments/downloads'
import { safeFileName } from '../attachments/file-name'
import type { FileOwner } from '../attachments/ports'
import type { InboundAttachment } from '../conversations/inbound'
import {
  type AttachmentBook,
  type FetchResult,
  type MessagePlace,
  type PlacedAttachment,
  pictureSeq,
} from '../conversations/ports'
import { type AttachmentRecord, attachmentColumns, attachmentOf, attachmentValues } from './attachment-record'
import type { Transaction } from './sql'

export interface AttachmentBookOptions {
  readonly now: () => number
  readonly newId: () => string
  /** After the commit: something waits to be fetched. */
  readonly onPending: () => void
}

type Look = Omit<InboundAttachment, 'source'>

type Place = Pick<MessagePlace, 'conversationId' | 'seq'>

const insertText = `insert into attachment (${attachmentColumns}, reference, next_at, give_up_at, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`
const findText = `select ${attachmentColumns} from attachment where id = $1`
/** What is known of a picture before its bytes have come. */
const picture: Look = {
  kind: 'picture',
  name: 'picture',
  mediaType: 'image/jpeg',
  size: null,
  width: null,
  height: null,
  durationMs: null,
}

const placeText = 'update attachment set conversation_id = $2, seq = $3 where id = $1 and conversation_id is null'

/** Attachments inside a transaction that changes conversations. */
export class SqlAttachmentBook implements AttachmentBook {
  readonly #transaction: Transaction
  readonly #options: AttachmentBookOptions

  constructor(transaction: Transaction, options: AttachmentBookOptions) {
    this.#transaction = transaction
    this.#options = options
  }

  async receive(
    channelId: ChannelId,
    place: Place,
    attachments: readonly InboundAttachment[],
  ): Promise<readonly Attachment[]> {
    const received: Attachment[] = []
    for (const one of attachments.slice(0, fileLimits.perMessage))
      received.push(
        one.source.kind === 'stored'
          ? await this.#adopt(channelId, place, one, one.source.attachmentId)
          : await this.#await(channelId, place, one, one.source.reference),
      )
    return received
  }

  async receivePicture(channelId: ChannelId, conversationId: ConversationId, reference: string): Promise<void> {
    await this.#await(channelId, { conversationId, seq: pictureSeq }, picture, reference)
  }

  async drop(id: AttachmentId): Promise<void> {
    await this.#transaction.run('delete from attachment where id = $1', [id])
  }

  async haveSameBytes(one: AttachmentId, other: AttachmentId): Promise<boolean> {
    const hash = (await this.#find(one))?.hash ?? null
    return hash !== null && hash === (await this.#find(other))?.hash
  }

  async attach(
    operatorId: OperatorId,
    place: Place,
    ids: readonly AttachmentId[],
    judge: (attachment: Attachment, index: number) => Outcome<null>,
  ): Promise<Outcome<readonly Attachment[]>> {
    if (ids.length > fileLimits.perMessage || new Set(ids).size < ids.length)
      return refused('FILE_COUNT', 'too many files, or one of them twice', { facts: { limit: fileLimits.perMessage } })
    const attached: Attachment[] = []
    for (const id of ids) {
      const record = await this.#find(id)
      const isOurs = record?.owner_kind === 'operator' && record.owner_id === operatorId
      if (!isOurs || record.state !== 'stored' || record.conversation_id !== null)
        return refused('FILE_NOT_RECEIVED', 'there is no such upload of yours', { field: 'attachments' })
      const attachment = attachmentOf(record)
      const judged = judge(attachment, attached.length)
      if (!judged.ok) return judged
      attached.push(attachment)
    }
    for (const { id } of attached) await this.#transaction.run(placeText, [id, place.conversationId, place.seq])
    return accepted(attached)
  }

  async settle(id: AttachmentId, result: FetchResult): Promise<PlacedAttachment | undefined> {
    const record = await this.#find(id)
    if (record?.state !== 'pending') return undefined
    if (result.kind === 'failed') {
      const text = `update attachment set state = 'failed', reason = $2, can_retry = $3, next_at = null where id = $1`
      await this.#transaction.run(text, [id, result.reason, result.canRetry ? 1 : 0])
    } else {
      const { kind, name, mediaType, size, width, height, durationMs } = result.facts
      const text = `update attachment set state = 'stored', hash = $2, kind = $3, name = $4, media_type = $5, size = $6,
        width = coalesce($7, width), height = coalesce($8, height),
        duration_ms = coalesce(duration_ms, $9), next_at = null, reference = null where id = $1`
      await this.#transaction.run(text, [id, result.hash, kind, name, mediaType, size, width, height, durationMs])
    }
    return this.#placed(id)
  }

  async retry(conversationId: ConversationId, id: AttachmentId): Promise<PlacedAttachment | undefined> {
    const { now, onPending } = this.#options
    const text = `update attachment set state = 'pending', reason = null, can_retry = 0, attempts = 0, next_at = $3, give_up_at = $4
      where id = $1 and conversation_id = $2 and state = 'failed' and can_retry = 1`
    const at = now()
    if ((await this.#transaction.run(text, [id, conversationId, at, at + retriesForMs])) === 0) return undefined
    this.#transaction.afterCommit(onPending)
    return this.#placed(id)
  }

  /** A file that a visitor has uploaded before he wrote. */
  async #adopt(channelId: ChannelId, place: Place, told: InboundAttachment, id: AttachmentId): Promise<Attachment> {
    const record = await this.#find(id)
    const isHis = record?.owner_kind === 'visitor' && record.channel_id === channelId && record.conversation_id === null
    if (isHis && record.state === 'stored') {
      await this.#transaction.run(placeText, [id, place.conversationId, place.seq])
      return attachmentOf(record)
    }
    const lost = AttachmentId.parse(this.#options.newId())
    return { ...lookOf(told), id: lost, state: { kind: 'failed', reason: 'notFound', canRetry: false } }
  }

  async #await(channelId: ChannelId, place: Place, told: Look, reference: string): Promise<Attachment> {
    const { now, newId, onPending } = this.#options
    const id = AttachmentId.parse(newId())
    const isTooBig = told.size !== null && told.size > fileLimits.bytes
    const state: Attachment['state'] = isTooBig
      ? { kind: 'failed', reason: 'tooBig', canRetry: false }
      : { kind: 'pending' }
    const attachment: Attachment = { ...lookOf(told), id, state }
    const owner: FileOwner = { kind: 'contact', id: '', channelId }
    const at = now()
    const due = isTooBig ? [null, null] : [at, at + retriesForMs]
    const values = [...attachmentValues(attachment, null, owner, place), reference, ...due, at]
    await this.#transaction.run(insertText, values)
    if (!isTooBig) this.#transaction.afterCommit(onPending)
    return attachment
  }

  #find(id: AttachmentId): Promise<AttachmentRecord | undefined> {
    return this.#transaction.get<AttachmentRecord>(findText, [id])
  }

  async #placed(id: AttachmentId): Promise<PlacedAttachment | undefined> {
    const record = await this.#find(id)
    if (record === undefined || record.conversation_id === null || record.seq === null) return undefined
    return { attachment: attachmentOf(record), conversationId: record.conversation_id, seq: record.seq }
  }
}

function lookOf({ kind, name, mediaType, size, width, height, durationMs }: Look) {
  return { kind, name: safeFileName(name), mediaType, size, width, height, durationMs }
}
