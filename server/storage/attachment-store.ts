import type { Attachment } from '#protocol/attachment'
import type { AttachmentId, ChannelId, ConversationId, UploadId } from '#protocol/ids'
import type {
  AttachmentStore,
  DueDownload,
  FileConversation,
  FileOwner,
  StoredAttachment,
  Upload,
} from '../attachments/ports'
import type { FileFacts } from '../conversations/ports'
import {
  type AttachmentRecord,
  attachmentColumns,
  attachmentOf,
  attachmentValues,
  insertStored,
  type OwnerRecord,
  ownerOf,
  ownerValues,
} from './attachment-record'
import { type ConversationRecord, conversationColumns, conversationFactsOf } from './conversation-record'
import type { Reader, Writer } from './sql'

interface UploadRecord extends OwnerRecord {
  readonly id: UploadId
  readonly name: string
  readonly media_type: string
  readonly size: number
  readonly created_at: number
}

const uploadColumns = 'id, owner_kind, owner_id, channel_id, name, media_type, size, created_at'
const insertUpload = `insert into upload (${uploadColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`
const isOwner = 'owner_kind = $1 and owner_id = $2 and channel_id is not distinct from cast($3 as text)'

const uploadOf = (record: UploadRecord): Upload => ({
  id: record.id,
  owner: ownerOf(record),
  name: record.name,
  mediaType: record.media_type,
  size: record.size,
  createdAt: record.created_at,
})

/** Attachments and uploads over SQL, outside the transactions of conversations. */
export class SqlAttachmentStore implements AttachmentStore {
  readonly #reader: Reader
  readonly #writer: Writer
  readonly #now: () => number

  constructor(reader: Reader, writer: Writer, now: () => number) {
    this.#reader = reader
    this.#writer = writer
    this.#now = now
  }

  async find(id: AttachmentId): Promise<StoredAttachment | undefined> {
    const text = `select ${attachmentColumns} from attachment where id = $1`
    const record = await this.#reader.get<AttachmentRecord>(text, [id])
    if (record === undefined) return undefined
    const { hash, conversation_id: conversationId } = record
    return { attachment: attachmentOf(record), hash, owner: ownerOf(record), conversationId }
  }

  async conversation(id: ConversationId): Promise<FileConversation | undefined> {
    const text = `select ${conversationColumns.join(', ')} from conversation where id = $1`
    const record = await this.#reader.get<ConversationRecord>(text, [id])
    if (record === undefined) return undefined
    const { row, externalChat } = conversationFactsOf(record)
    return { parts: row, channelId: row.channelId, externalChat }
  }

  async isFace(id: AttachmentId): Promise<boolean> {
    return (await this.#reader.get('select 1 from account where picture = $1', [id])) !== undefined
  }

  async hasMet(channelId: ChannelId, visitorId: string, id: AttachmentId): Promise<boolean> {
    const text = `select 1 from account
        join conversation on conversation.channel_id = $1 and conversation.external_chat = $2
        join entry on entry.conversation_id = conversation.id and entry.kind = 'message'
          and entry.author = 'operator' and entry.author_detail = account.id
      where account.picture = $3 limit 1`
    return (await this.#reader.get(text, [channelId, visitorId, id])) !== undefined
  }

  async upload(id: UploadId): Promise<Upload | undefined> {
    const record = await this.#reader.get<UploadRecord>(`select ${uploadColumns} from upload where id = $1`, [id])
    return record && uploadOf(record)
  }

  async uploads(): Promise<readonly Upload[]> {
    return (await this.#reader.all<UploadRecord>(`select ${uploadColumns} from upload`)).map(uploadOf)
  }

  async openUploads(owner: FileOwner): Promise<number> {
    const text = `select count(*) as "count" from upload where ${isOwner}`
    return (await this.#reader.get<{ count: number }>(text, [...ownerValues(owner)]))?.count ?? 0
  }

  async insertUpload({ id, owner, name, mediaType, size, createdAt }: Upload): Promise<void> {
    const values = [id, ...ownerValues(owner), name, mediaType, size, createdAt]
    await this.#writer.write((transaction) => transaction.run(insertUpload, values))
  }

  async dropUpload(id: UploadId): Promise<void> {
    await this.#writer.write((transaction) => transaction.run('delete from upload where id = $1', [id]))
  }

  async finishUpload(upload: Upload, id: AttachmentId, facts: FileFacts, hash: string): Promise<Attachment> {
    const attachment: Attachment = { ...facts, id, state: { kind: 'stored' } }
    const values = [...attachmentValues(attachment, hash, upload.owner, null), this.#now()]
    await this.#writer.write(async (transaction) => {
      await transaction.run(insertStored, values)
      await transaction.run('delete from upload where id = $1', [upload.id])
    })
    return attachment
  }

  due(now: number, limit: number): Promise<readonly DueDownload[]> {
    const text = `select id, channel_id as "channelId", reference, kind, name, attempts, give_up_at as "giveUpAt"
      from attachment where state = 'pending' and next_at <= $1 order by next_at limit $2`
    return this.#reader.all<DueDownload>(text, [now, limit])
  }

  async nextDueAt(): Promise<number | null> {
    const text = `select min(next_at) as "nextAt" from attachment where state = 'pending'`
    return (await this.#reader.get<{ nextAt: number | null }>(text))?.nextAt ?? null
  }

  async postpone(id: AttachmentId, attempts: number, nextAt: number): Promise<void> {
    const text = `update attachment set attempts = $2, next_at = $3 where id = $1 and state = 'pending'`
    await this.#writer.write((transaction) => transaction.run(text, [id, attempts, nextAt]))
  }

  async isReferenced(hash: string): Promise<boolean> {
    return (await this.#reader.get('select 1 from attachment where hash = $1 limit 1', [hash])) !== undefined
  }

  async dropUnsent(before: number): Promise<void> {
    const text = `delete from attachment where conversation_id is null and created_at < $1
      and not exists (select 1 from account where picture = attachment.id)`
    await this.#writer.write((transaction) => transaction.run(text, [before]))
  }

  async usage(): Promise<{ readonly total: number; readonly byChannel: ReadonlyMap<ChannelId, number> }> {
    const text = `select channel_id as "channelId", sum(size) as "bytes" from attachment
      where hash is not null group by channel_id`
    const rows = await this.#reader.all<{ channelId: ChannelId | null; bytes: number }>(text)
    const byChannel = new Map<ChannelId, number>()
    for (const { channelId, bytes } of rows) if (channelId !== null) byChannel.set(channelId, bytes)
    return { total: rows.reduce((sum, { bytes }) => sum + bytes, 0), byChannel }
  }
}
