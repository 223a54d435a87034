import { z } from 'zod'
import { Attachment } from '#protocol/attachment'
import { At, type CommandId, type ConversationId, OperatorId, Seq } from '#protocol/ids'
import {
  type Author,
  EarlierText,
  type Entry,
  type MessageEntry,
  type NoteEntry,
  SentTemplate,
  SystemEvent,
} from '#protocol/message'
import type { DeliveryStatus, FailureReason } from '#protocol/receipts'
import { ReplyButton } from '#protocol/reply-button'
import { authorDetail, authorOf } from './conversation-record'
import type { SqlValue } from './sql'

/** A line of the table `entry` that is an entry of the stream (kinds message, note, system). */
export interface EntryRecord {
  readonly conversation_id: ConversationId
  readonly seq: number
  readonly kind: Entry['kind']
  readonly at: number
  readonly changed_seq: number
  readonly author: Author['kind'] | null
  readonly author_detail: string | null
  readonly text: string | null
  readonly client_id: CommandId | null
  readonly status: DeliveryStatus | null
  readonly reason: FailureReason | null
  readonly detail: string | null
  readonly extra: string | null
  readonly provider_at: number | null
}

export const entryColumns =
  'conversation_id, seq, kind, at, changed_seq, author, author_detail, text, client_id, status, reason, detail, extra, provider_at'

/** What few messages have; absent means none. */
const MessageExtra = z.object({
  attachments: z.array(Attachment).default([]),
  buttons: z.array(z.array(ReplyButton)).default([]),
  album: z.string().nullable().default(null),
  replyToSeq: Seq.nullable().default(null),
  editedAt: At.nullable().default(null),
  earlier: z.array(EarlierText).default([]),
  deleted: z.object({ at: At, by: OperatorId.nullable() }).nullable().default(null),
  reaction: z.string().nullable().default(null),
  template: SentTemplate.exactOptional(),
})
const NoteExtra = z.object({ mentions: z.array(OperatorId).default([]) })

const noExtra = {
  attachments: [],
  buttons: [],
  album: null,
  replyToSeq: null,
  editedAt: null,
  earlier: [],
  deleted: null,
  reaction: null,
}

const parsed = (extra: string | null): unknown => (extra === null ? {} : JSON.parse(extra))

export function entryOf(record: EntryRecord): Entry {
  const { seq, at, changed_seq: changedSeq } = record
  switch (record.kind) {
    case 'message':
      return {
        kind: 'message',
        seq,
        at,
        changedSeq,
        author: authorOf(record.author ?? 'contact', record.author_detail),
        text: record.text ?? '',
        clientId: record.client_id,
        delivery:
          record.status === null ? null : { status: record.status, reason: record.reason, detail: record.detail },
        providerAt: record.provider_at,
        ...(record.extra === null ? noExtra : MessageExtra.parse(parsed(record.extra))),
      }
    case 'note':
      return {
        kind: 'note',
        seq,
        at,
        changedSeq,
        operatorId: OperatorId.parse(record.author_detail),
        text: record.text ?? '',
        clientId: record.client_id,
        ...NoteExtra.parse(parsed(record.extra)),
      }
    case 'system':
      return { kind: 'system', seq, at, changedSeq, event: SystemEvent.parse(parsed(record.extra)) }
  }
}

/** JSON of what few messages have; null = it has none of it. */
export function messageExtra(message: MessageEntry): string | null {
  const extra: Partial<z.infer<typeof MessageExtra>> = {}
  if (message.attachments.length > 0) extra.attachments = message.attachments
  if (message.buttons.length > 0) extra.buttons = message.buttons
  if (message.album !== null) extra.album = message.album
  if (message.replyToSeq !== null) extra.replyToSeq = message.replyToSeq
  if (message.editedAt !== null) extra.editedAt = message.editedAt
  if (message.earlier.length > 0) extra.earlier = message.earlier
  if (message.deleted !== null) extra.deleted = message.deleted
  if (message.reaction !== null) extra.reaction = message.reaction
  if (message.template !== undefined) extra.template = message.template
  for (const _ in extra) return JSON.stringify(extra)
  return null
}

const noteExtra = (note: NoteEntry): string | null =>
  note.mentions.length === 0 ? null : JSON.stringify({ mentions: note.mentions })

/** Values for `entryColumns`. */
export function entryValues(conversationId: ConversationId, entry: Entry): SqlValue[] {
  const head = [conversationId, entry.seq, entry.kind, entry.at, entry.changedSeq]
  switch (entry.kind) {
    case 'message': {
      const { author, delivery } = entry
      return [
        ...head,
        author.kind,
        authorDetail(author),
        entry.text,
        entry.clientId,
        delivery?.status ?? null,
        delivery?.reason ?? null,
        delivery?.detail ?? null,
        messageExtra(entry),
        entry.providerAt,
      ]
    }
    case 'note':
      return [
        ...head,
        'operator',
        entry.operatorId,
        entry.text,
        entry.clientId,
        null,
        null,
        null,
        noteExtra(entry),
        null,
      ]
    case 'system':
      return [...head, null, null, null, null, null, null, null, JSON.stringify(entry.event), null]
  }
}
