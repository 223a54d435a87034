import type { ConversationRow } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import type { Presence } from '#protocol/operator'

/** What an operator has to do with a conversation, as notifications see it. `unassigned`: nobody's, and he could take it. */
export type Concern = 'assignee' | 'coAssignee' | 'observer' | 'unassigned'

export type NoticeEvent = 'mentioned' | 'assigned' | 'message' | 'waiting' | 'deliveryFailed'

/** `loud`: a native notification with a sound. `quiet`: badges and counts, which follow from the state anyway. */
type Loudness = 'loud' | 'quiet'

type Status = Presence['effective']

const everyStatus = (loudness: Loudness): Record<Status, Loudness> => ({
  online: loudness,
  busy: loudness,
  offline: loudness,
  lost: loudness,
})
const working: Record<Status, Loudness> = { online: 'loud', busy: 'loud', offline: 'quiet', lost: 'loud' }
const onDuty: Record<Status, Loudness> = { online: 'loud', busy: 'quiet', offline: 'quiet', lost: 'loud' }
const quiet = everyStatus('quiet')

/**
 * Who is notified of what: event x relation x status. Offline is not on duty and is left in peace; `lost` is Online whose link
 * has just come back. Busy hears of what is already his, not of what waits for anybody.
 */
const noticeTable: Record<NoticeEvent, Record<Concern, Record<Status, Loudness>>> = {
  mentioned: { assignee: working, coAssignee: working, observer: working, unassigned: working },
  assigned: { assignee: working, coAssignee: quiet, observer: quiet, unassigned: quiet },
  message: { assignee: working, coAssignee: onDuty, observer: quiet, unassigned: quiet },
  waiting: { assignee: quiet, coAssignee: quiet, observer: quiet, unassigned: onDuty },
  deliveryFailed: { assignee: working, coAssignee: onDuty, observer: quiet, unassigned: quiet },
}

/** Whose waiting conversations the badge counts. */
const badgeTable: Record<Concern, Record<Status, boolean>> = {
  assignee: { online: true, busy: true, offline: true, lost: true },
  coAssignee: { online: true, busy: true, offline: true, lost: true },
  observer: { online: false, busy: false, offline: false, lost: false },
  unassigned: { online: true, busy: false, offline: false, lost: false },
}

export interface Watched {
  readonly row: ConversationRow
  readonly concern: Concern
  readonly unread: number
}

export type WatchedConversations = ReadonlyMap<ConversationId, Watched>

export type DeskNotice =
  | {
      readonly kind: 'conversation'
      readonly event: NoticeEvent
      readonly row: ConversationRow
      readonly unread: number
    }
  /** After a long absence: one line instead of a storm. */
  | { readonly kind: 'summary'; readonly conversations: number; readonly messages: number }

export interface NoticeContext {
  readonly status: Status
  /** Conversations whose end is on a focused screen: what is seen is not announced. */
  readonly inSight: ReadonlySet<ConversationId>
  /** Conversations in which a note has named me meanwhile. */
  readonly mentions: ReadonlySet<ConversationId>
  /** Conversations I have just taken or been given by my own act. */
  readonly ownActs: ReadonlySet<ConversationId>
  /** Nothing was heard of the hub for a while. */
  readonly wasAway: boolean
}

/** Above this many at once after an absence there is one summary. */
const mostAfterAbsence = 3

const hasFailed = (watched: Watched | undefined): boolean => watched?.row.lastMessage?.delivery?.status === 'failed'

function eventOf(before: Watched | undefined, after: Watched, context: NoticeContext): NoticeEvent | null {
  const { id } = after.row
  if (context.mentions.has(id)) return 'mentioned'
  const isNew = before?.concern !== after.concern
  if (after.concern === 'assignee' && isNew && !context.ownActs.has(id)) return 'assigned'
  if (after.concern === 'unassigned' && isNew && after.row.unansweredSince !== null) return 'waiting'
  if (after.unread > (before?.unread ?? 0)) return 'message'
  return hasFailed(after) && !hasFailed(before) ? 'deliveryFailed' : null
}

/**
 * What to announce of the difference between two states: at most one notice for a conversation, whatever happened in it, and none
 * for what has been read or has passed meanwhile. Nothing is counted up from events, so repeats and catching up cannot multiply.
 */
export function noticesBetween(
  before: WatchedConversations,
  after: WatchedConversations,
  context: NoticeContext,
): readonly DeskNotice[] {
  const notices: Extract<DeskNotice, { kind: 'conversation' }>[] = []
  for (const [id, watched] of after) {
    if (context.inSight.has(id)) continue
    const event = eventOf(before.get(id), watched, context)
    if (event === null || noticeTable[event][watched.concern][context.status] === 'quiet') continue
    notices.push({ kind: 'conversation', event, row: watched.row, unread: watched.unread })
  }
  if (!context.wasAway || notices.length <= mostAfterAbsence) return notices
  const messages = notices.reduce((sum, notice) => sum + notice.unread, 0)
  return [{ kind: 'summary', conversations: notices.length, messages }]
}

/** Conversations that wait for this operator's answer and that he has not read. */
export function badgeCount(watched: WatchedConversations, status: Status): number {
  let count = 0
  for (const { row, concern, unread } of watched.values())
    if (row.isOpen && row.unansweredSince !== null && unread > 0 && badgeTable[concern][status]) count++
  return count
}
