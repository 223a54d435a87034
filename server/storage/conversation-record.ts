import type { AttachmentKind } from '#protocol/attachment'
import type { ConversationRow, LastMessage } from '#protocol/conversation'
import {
  type AttachmentId,
  BotId,
  type ChannelId,
  type ContactId,
  type ConversationId,
  type GroupId,
  OperatorId,
} from '#protocol/ids'
import { type AssigneeRef, type Author, CommentPlace } from '#protocol/message'
import type { DeliveryStatus, FailureReason } from '#protocol/receipts'
import type { ConversationFacts } from '../conversations/facts'
import type { SqlValue } from './sql'

/** A line of the table `conversation`. Written by this program only, so what is read is trusted. */
export interface ConversationRecord {
  readonly id: ConversationId
  readonly channel_id: ChannelId
  readonly external_chat: string
  readonly contact_id: ContactId
  readonly contact_name: string
  readonly contact_picture: AttachmentId | null
  readonly is_group: number
  readonly is_open: number
  readonly priority: number
  readonly inquiry: number
  readonly opened_at: number
  readonly opened_by: ConversationRow['openedBy']
  readonly closed_at: number | null
  readonly assignee_kind: AssigneeRef['kind'] | null
  readonly assignee_id: string | null
  readonly assigned_at: number | null
  readonly group_id: GroupId | null
  readonly co_assignees: string
  readonly observers: string
  readonly waiting_since: number | null
  readonly unanswered_since: number | null
  readonly is_answered: number
  readonly last_activity_at: number
  readonly last_seq: number | null
  readonly last_at: number | null
  readonly last_author: Author['kind'] | null
  readonly last_author_detail: string | null
  readonly last_preview: string | null
  readonly last_attachment: AttachmentKind | null
  readonly last_status: DeliveryStatus | null
  readonly last_reason: FailureReason | null
  readonly last_detail: string | null
  readonly contact_messages: number
  readonly contact_messages_before: number
  readonly is_blocked: number
  readonly replies_until: number | null
  readonly seq: number
  readonly position: number
  readonly version: number
  readonly assign_version: number
  readonly last_human_assignee: OperatorId | null
  readonly returns_to: OperatorId | null
  readonly released_by: OperatorId | null
  readonly moves: string
  readonly rests_until: number | null
  readonly of_group: GroupId | null
  readonly answer_by: number | null
  readonly lapsed: string
  readonly place: string | null
}

const operatorIds = (list: string): OperatorId[] =>
  list === '' ? [] : list.split(' ').map((one) => OperatorId.parse(one))

export function authorOf(kind: Author['kind'], detail: string | null): Author {
  switch (kind) {
    case 'contact':
      return { kind, name: detail }
    case 'operator':
      return { kind, operatorId: OperatorId.parse(detail) }
    case 'bot':
      return { kind, botId: BotId.parse(detail) }
    case 'automatic':
      return { kind, rule: detail ?? '' }
    case 'elsewhere':
      return { kind, name: detail }
  }
}

export function authorDetail(author: Author): string | null {
  switch (author.kind) {
    case 'contact':
      return author.name
    case 'operator':
      return author.operatorId
    case 'bot':
      return author.botId
    case 'automatic':
      return author.rule
    case 'elsewhere':
      return author.name
  }
}

function assigneeOf(record: ConversationRecord): AssigneeRef | null {
  if (record.assignee_kind === null) return null
  return record.assignee_kind === 'operator'
    ? { kind: 'operator', id: OperatorId.parse(record.assignee_id) }
    : { kind: 'bot', id: BotId.parse(record.assignee_id) }
}

function lastMessageOf(record: ConversationRecord): LastMessage | null {
  const { last_seq: seq, last_at: at, last_author: author } = record
  if (seq === null || at === null || author === null) return null
  return {
    seq,
    at,
    author: authorOf(author, record.last_author_detail),
    preview: record.last_preview ?? '',
    attachment: record.last_attachment,
    delivery:
      record.last_status === null
        ? null
        : { status: record.last_status, reason: record.last_reason, detail: record.last_detail },
  }
}

export const conversationRowOf = (record: ConversationRecord): ConversationRow => ({
  id: record.id,
  channelId: record.channel_id,
  contactId: record.contact_id,
  contactName: record.contact_name,
  contactPicture: record.contact_picture,
  isGroup: record.is_group === 1,
  place: record.place === null ? null : CommentPlace.parse(JSON.parse(record.place)),
  isOpen: record.is_open === 1,
  priority: record.priority === 1 ? 'high' : 'normal',
  inquiry: record.inquiry,
  openedAt: record.opened_at,
  openedBy: record.opened_by,
  closedAt: record.closed_at,
  assignee: assigneeOf(record),
  assignedAt: record.assigned_at,
  groupId: record.group_id,
  coAssignees: operatorIds(record.co_assignees),
  observers: operatorIds(record.observers),
  waitingSince: record.waiting_since,
  unansweredSince: record.unanswered_since,
  isAnswered: record.is_answered === 1,
  lastActivityAt: record.last_activity_at,
  lastMessage: lastMessageOf(record),
  contactMessages: record.contact_messages,
  contactMessagesBefore: record.contact_messages_before,
  isBlocked: record.is_blocked === 1,
  repliesUntil: record.replies_until,
  seq: record.seq,
  position: record.position,
  version: record.version,
  assignVersion: record.assign_version,
})

export const conversationFactsOf = (record: ConversationRecord): ConversationFacts => ({
  row: conversationRowOf(record),
  externalChat: record.external_chat,
  lastHumanAssignee: record.last_human_assignee,
  returnsTo: record.returns_to,
  releasedBy: record.released_by,
  moves: record.moves === '' ? [] : record.moves.split(' ').map(Number),
  restsUntil: record.rests_until,
  ofGroup: record.of_group,
  answerBy: record.answer_by,
  lapsed: operatorIds(record.lapsed),
})

const flag = (value: boolean): number => (value ? 1 : 0)

/** Comes after every moment: nobody waits for us there, so all others are served first. */
const afterAll = Number.MAX_SAFE_INTEGER

/** Place in the queue (open and without assignee, or waiting for a free operator), in the order of the engine; null outside it. */
export function queuePlace({ row }: ConversationFacts): { readonly rank: number; readonly at: number } | null {
  const isQueued = row.isOpen && (row.assignee === null || row.waitingSince !== null)
  return isQueued ? { rank: row.priority === 'high' ? 0 : 1, at: row.unansweredSince ?? afterAll } : null
}

/** Columns in the order of `conversationValues`. */
export const conversationColumns: readonly (keyof ConversationRecord | 'queue_rank' | 'queue_at')[] = [
  'id',
  'channel_id',
  'external_chat',
  'contact_id',
  'contact_name',
  'contact_picture',
  'is_group',
  'is_open',
  'queue_rank',
  'queue_at',
  'priority',
  'inquiry',
  'opened_at',
  'opened_by',
  'closed_at',
  'assignee_kind',
  'assignee_id',
  'assigned_at',
  'group_id',
  'co_assignees',
  'observers',
  'waiting_since',
  'unanswered_since',
  'is_answered',
  'last_activity_at',
  'last_seq',
  'last_at',
  'last_author',
  'last_author_detail',
  'last_preview',
  'last_attachment',
  'last_status',
  'last_reason',
  'last_detail',
  'contact_messages',
  'contact_messages_before',
  'is_blocked',
  'replies_until',
  'seq',
  'position',
  'version',
  'assign_version',
  'last_human_assignee',
  'returns_to',
  'released_by',
  'moves',
  'rests_until',
  'of_group',
  'answer_by',
  'lapsed',
  'place',
]

export function conversationValues(facts: ConversationFacts): SqlValue[] {
  const { row } = facts
  const last = row.lastMessage
  const place = queuePlace(facts)
  return [
    row.id,
    row.channelId,
    facts.externalChat,
    row.contactId,
    row.contactName,
    row.contactPicture,
    flag(row.isGroup),
    flag(row.isOpen),
    place?.rank ?? null,
    place?.at ?? null,
    flag(row.priority === 'high'),
    row.inquiry,
    row.openedAt,
    row.openedBy,
    row.closedAt,
    row.assignee?.kind ?? null,
    row.assignee?.id ?? null,
    row.assignedAt,
    row.groupId,
    row.coAssignees.join(' '),
    row.observers.join(' '),
    row.waitingSince,
    row.unansweredSince,
    flag(row.isAnswered),
    row.lastActivityAt,
    last?.seq ?? null,
    last?.at ?? null,
    last?.author.kind ?? null,
    last === null ? null : authorDetail(last.author),
    last?.preview ?? null,
    last?.attachment ?? null,
    last?.delivery?.status ?? null,
    last?.delivery?.reason ?? null,
    last?.delivery?.detail ?? null,
    row.contactMessages,
    row.contactMessagesBefore,
    flag(row.isBlocked),
    row.repliesUntil,
    row.seq,
    row.position,
    row.version,
    row.assignVersion,
    facts.lastHumanAssignee,
    facts.returnsTo,
    facts.releasedBy,
    facts.moves.join(' '),
    facts.restsUntil,
    facts.ofGroup,
    facts.answerBy,
    facts.lapsed.join(' '),
    row.place === null ? null : JSON.stringify(row.place),
  ]
}
