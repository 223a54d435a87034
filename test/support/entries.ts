import type { Attachment } from '#protocol/attachment'
import { AttachmentId, CommandId, ConversationId, OperatorId } from '#protocol/ids'
import type { MessageEntry, NoteEntry, SystemEntry } from '#protocol/message'

/** Entries of a stream, each with what the test is about and plain values for the rest. */
export const aContactMessage = (seq: number, fields: Partial<MessageEntry> = {}): MessageEntry => ({
  kind: 'message',
  seq,
  at: noon + seq * 1000,
  changedSeq: seq,
  author: { kind: 'contact', name: null },
  text: `Сообщение ${seq}`,
  attachments: [],
  buttons: [],
  clientId: null,
  delivery: null,
  album: null,
  replyToSeq: null,
  editedAt: null,
  earlier: [],
  deleted: null,
  reaction: null,
  providerAt: null,
  ...fields,
})

export const aReply = (seq: number, by: string, fields: Partial<MessageEntry> = {}): MessageEntry =>
  aContactMessage(seq, {
    author: { kind: 'operator', operatorId: OperatorId.parse(by) },
    delivery: { status: 'sent', reason: null, detail: null },
    ...fields,
  })

export const aNote = (seq: number, by: string, fields: Partial<NoteEntry> = {}): NoteEntry => ({
  kind: 'note',
  seq,
  at: noon + seq * 1000,
  changedSeq: seq,
  operatorId: OperatorId.parse(by),
  text: `Комментарий ${seq}`,
  mentions: [],
  clientId: null,
  ...fields,
})

export const aSystemEntry = (
  seq: number,
  event: SystemEntry['event'] = { kind: 'contactUnblocked' },
  fields: Partial<Omit<SystemEntry, 'event'>> = {},
): SystemEntry => ({ kind: 'system', seq, at: noon + seq * 1000, changedSeq: seq, event, ...fields })

export const anAttachment = (name: string, fields: Partial<Attachment> = {}): Attachment => ({
  id: AttachmentId.parse(name.slice(0, 64)),
  kind: 'file',
  name,
  mediaType: 'application/octet-stream',
  size: 1024,
  width: null,
  height: null,
  durationMs: null,
  state: { kind: 'stored' },
  ...fields,
})

/** Ids of commands are uuids; tests count them. */
export const commandId = (number: number): CommandId =>
  CommandId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

export const anOutboxMessage = (number: number, text = `Ответ ${number}`) => ({
  id: commandId(number),
  conversationId: ConversationId.parse('conversation'),
  command: {
    kind: 'message.send' as const,
    conversationId: ConversationId.parse('conversation'),
    text,
    attachments: [],
    replyToSeq: null,
  },
  files: [],
  createdAt: noon,
  state: { kind: 'queued' as const },
})

/** 20 November 2026, 12:00 UTC. */
export const noon = 1_795_176_000_000
