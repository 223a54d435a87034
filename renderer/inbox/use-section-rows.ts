import { useMemo } from 'react'
import { type ConversationRow, type Section, unreadCount } from '#protocol/conversation'
import { useNavigation, useWorkspace } from '../state/hooks'
import { isFiltering, passes } from '../state/list-filter'
import { readRows } from '../state/section-order'

/** Rows of a section as far as they are read, narrowed by the filter. The open conversation stays: looking at it must not take it away. */
export function useSectionRows(section: Section): readonly ConversationRow[] {
  const rows = useWorkspace((state) => state.order[section])
  const end = useWorkspace((state) => state.lists[section].end)
  const filter = useNavigation((state) => state.filter)
  const isNarrowed = isFiltering(filter)
  const opened = useNavigation((state) => (isNarrowed ? state.conversationId : null))
  const marks = useWorkspace((state) => (filter.isUnread ? state.marks : null))
  return useMemo(() => {
    const all = readRows(rows, end)
    if (!isNarrowed) return all
    const unreadOf = (row: ConversationRow) => (marks === null ? 0 : unreadCount(row, marks.get(row.id)))
    return all.filter((row) => row.id === opened || passes(row, unreadOf(row), filter))
  }, [rows, end, isNarrowed, opened, marks, filter])
}
