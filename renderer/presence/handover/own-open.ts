import { useEffect, useMemo } from 'react'
import { handOverLimit } from '#protocol/commands'
import type { ConversationRow } from '#protocol/conversation'
import { pageLimit } from '#protocol/queries'
import type { ReassignmentMode } from '#protocol/settings'
import { useAccount, useWindow, useWorkspace } from '../../state/hooks'

/** Conversations open with me, by urgency: who waits longest first, then by the latest activity. */
export function useOwnOpen(): readonly ConversationRow[] {
  const { feed } = useWindow()
  const me = useAccount()?.id ?? null
  const mine = useWorkspace((state) => state.order.mine)
  useEffect(() => void feed.readOn('mine', handOverLimit / pageLimit), [feed])
  return useMemo(() => {
    return mine.filter(({ assignee }) => assignee?.kind === 'operator' && assignee.id === me)
  }, [mine, me])
}

/** Would reassignment move it once its operator is away? */
export const isLeft = (row: ConversationRow, mode: ReassignmentMode): boolean =>
  mode === 'allUncompleted'
    ? row.unansweredSince !== null
    : mode === 'onlyNew' && row.openedBy === 'contact' && !row.isAnswered
