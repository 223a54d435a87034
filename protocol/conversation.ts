import { z } from 'zod'
import { AttachmentKind } from './attachment'
import { Priority } from './channel'
import { At, AttachmentId, ChannelId, ContactId, ConversationId, GroupId, OperatorId, Position, Seq } from './ids'
import { AssigneeRef, Author, CommentPlace, Delivery } from './message'

export const LastMessage = z.object({
  seq: Seq,
  at: At,
  author: Author,
  /** First 160 characters, for the list. */
  preview: z.string(),
  attachment: AttachmentKind.nullable(),
  delivery: Delivery.nullable(),
})
export type LastMessage = z.infer<typeof LastMessage>

/**
 * A conversation as a row of a list: everything lists, headers and distribution need, and nothing of its history.
 * A row with a lower `version` than the one held is old news and ignored.
 */
export const ConversationRow = z.object({
  id: ConversationId,
  channelId: ChannelId,
  contactId: ContactId,
  contactName: z.string(),
  contactPicture: AttachmentId.nullable(),
  isGroup: z.boolean(),
  /** Comments under this public page; null = a dialogue. */
  place: CommentPlace.nullable(),
  isOpen: z.boolean(),
  priority: Priority,
  /** Number of the running (or last) inquiry, hub-wide from 1. */
  inquiry: z.number().int().positive(),
  openedAt: At,
  openedBy: z.enum(['contact', 'operator']),
  closedAt: At.nullable(),
  assignee: AssigneeRef.nullable(),
  assignedAt: At.nullable(),
  /** Group that receives it while nobody is assigned (the channel's receiver or the target of a transfer). */
  groupId: GroupId.nullable(),
  coAssignees: z.array(OperatorId),
  observers: z.array(OperatorId),
  /** Marked "waiting for a free operator": the assignee is away and nobody could take it. It joins the queue. */
  waitingSince: At.nullable(),
  /** First contact message nobody of ours has answered; null = the next word is the contact's. Automatic texts do not answer. */
  unansweredSince: At.nullable(),
  /** An operator has written in this inquiry. */
  isAnswered: z.boolean(),
  lastActivityAt: At,
  lastMessage: LastMessage.nullable(),
  /** Messages of the contact since ever, and before this inquiry: unread is a difference of these and the read mark. */
  contactMessages: z.number().int().nonnegative(),
  contactMessagesBefore: z.number().int().nonnegative(),
  /** The contact blocked the bot: nothing can be sent until he writes again. */
  isBlocked: z.boolean(),
  /** Free words may be sent until then; null where the messenger knows no such limit, or he has never written. */
  repliesUntil: At.nullable().default(null),
  /** `seq` of the conversation's last event. */
  seq: Seq,
  /** Position of the conversation's last event. */
  position: Position,
  version: z.number().int().nonnegative(),
  /** Changes with every change of assignee; what take, transfer and reassignment compare. */
  assignVersion: z.number().int().nonnegative(),
})
export type ConversationRow = z.infer<typeof ConversationRow>

export const sections = ['mine', 'unassigned', 'others', 'closed'] as const
export const Section = z.enum(sections)
export type Section = z.infer<typeof Section>

/** Where a row stands for an operator. A co-assignee shares the work, so it is his; an observer only reads, so it is not. */
export function sectionOf(
  row: Pick<ConversationRow, 'isOpen' | 'assignee' | 'coAssignees'>,
  operatorId: OperatorId,
): Section {
  if (!row.isOpen) return 'closed'
  if (row.assignee?.kind === 'operator' && row.assignee.id === operatorId) return 'mine'
  if (row.coAssignees.includes(operatorId)) return 'mine'
  return row.assignee === null ? 'unassigned' : 'others'
}

/** How far an operator has read; one value for all his devices. */
export const ReadMark = z.object({
  conversationId: ConversationId,
  seq: Seq,
  /** Messages of the contact up to `seq`. */
  contactMessages: z.number().int().nonnegative(),
})
export type ReadMark = z.infer<typeof ReadMark>

/** Messages of the contact not yet read, never counting those of earlier inquiries. A consequence of two totals: nothing is incremented. */
export function unreadCount(
  row: Pick<ConversationRow, 'contactMessages' | 'contactMessagesBefore'>,
  mark: Pick<ReadMark, 'contactMessages'> | undefined,
): number {
  return Math.max(0, row.contactMessages - Math.max(row.contactMessagesBefore, mark?.contactMessages ?? 0))
}

/** Counts of the four sections as one operator sees them. */
export interface Counts {
  readonly mine: number
  readonly unassigned: number
  readonly others: number
  readonly closed: number
  /** Oldest unanswered contact message among the unassigned, and among those that have an assignee; null = nobody waits. */
  readonly unassignedWaitingSince: number | null
  readonly othersWaitingSince: number | null
}

/** Counts as they travel: the same for everybody of equal rights. What is mine is told by my `Operator` (load and shared). */
export const TotalCounts = z.object({
  unassigned: z.number().int().nonnegative(),
  /** Open ones with an assignee, mine included. */
  assigned: z.number().int().nonnegative(),
  closed: z.number().int().nonnegative(),
  unassignedWaitingSince: At.nullable(),
  assignedWaitingSince: At.nullable(),
})
export type TotalCounts = z.infer<typeof TotalCounts>

export function countsOf(totals: TotalCounts, me: { readonly load: number; readonly shared: number }): Counts {
  const mine = me.load + me.shared
  return {
    mine,
    unassigned: totals.unassigned,
    others: Math.max(0, totals.assigned - mine),
    closed: totals.closed,
    unassignedWaitingSince: totals.unassignedWaitingSince,
    othersWaitingSince: totals.assignedWaitingSince,
  }
}
