import { type ConversationRow, unreadCount } from '#protocol/conversation'
import { useWaitingNow, useWorkspace } from '../state/hooks'
import { type Heat, heatOf } from '../ui/heat'
import { type Preview, previewOf } from './preview'

export interface RowFacts {
  readonly preview: Preview
  readonly unread: number
  readonly waitedMs: number | null
  readonly heat: Heat | null
  readonly now: number
}

/** All a row shows besides the row itself. Each row listens for its own conversation only. */
export function useRowFacts(row: ConversationRow, isOpenHere: boolean): RowFacts {
  const me = useWorkspace((state) => state.company?.account.id ?? null)
  const target = useWorkspace((state) => state.company?.settings.firstResponseTargetMs ?? null)
  const mark = useWorkspace((state) => state.marks.get(row.id))
  const draft = useWorkspace((state) => state.drafts.get(row.id))
  const typing = useWorkspace((state) => state.typing.get(row.id))
  const queued = useWorkspace((state) => state.outbox.findLast((item) => item.conversationId === row.id))
  const since = row.isOpen ? row.unansweredSince : null
  const now = useWaitingNow(since, typing !== undefined)
  const waitedMs = since === null ? null : Math.max(0, now - since)
  const preview = previewOf({
    row,
    me,
    isTyping: typing?.some((one) => one.who === 'contact' && one.until > now) === true,
    draft: draft === undefined || isOpenHere ? null : draft.text,
    queued: queued === undefined ? null : { text: queued.command.text, state: queued.state.kind },
  })
  return {
    preview,
    unread: unreadCount(row, mark),
    waitedMs,
    heat: waitedMs === null ? null : heatOf(waitedMs, target),
    now,
  }
}
