import { useMemo, useState } from 'react'
import { useNow, useWorkspace } from '../../state/hooks'
import type { OpenedReady } from '../../state/opened-conversation'
import { useText } from '../../text/i18n'
import { usePane } from '../pane-state'
import { firstIndexAfter, startIndex } from './prepended'
import { type StreamItem, streamItems } from './stream-items'

const typingStepMs = 1000

/** The contact is typing, as far as is known: the hub says until when. */
function useContactTyping(conversationId: OpenedReady['row']['id']): boolean {
  const typing = useWorkspace((state) => state.typing.get(conversationId))
  const offset = useWorkspace((state) => state.hubOffsetMs)
  const now = useNow(typingStepMs) + offset
  return typing?.some((one) => one.who === 'contact' && one.until > now) === true
}

export interface StreamData {
  readonly items: readonly StreamItem[]
  /** Falls by what came in above, so that nothing on the screen moves. */
  readonly firstIndex: number
}

export function useStreamItems(ready: OpenedReady): StreamData {
  const { format } = useText()
  const all = useWorkspace((state) => state.outbox)
  const session = useWorkspace((state) => state.session)
  const unfolded = usePane((state) => state.unfolded)
  const isTyping = useContactTyping(ready.row.id)
  const { entries, firstUnread } = ready
  const { id } = ready.row
  const lostSince = session.kind === 'notConnected' ? session.since : null
  const items = useMemo(
    () =>
      streamItems({
        entries,
        outbox: all.filter((item) => item.conversationId === id),
        firstUnread,
        unfolded,
        lostSince,
        isTyping,
        dayOf: (at) => format.dayKey(at),
      }),
    [entries, all, id, firstUnread, unfolded, lostSince, isTyping, format],
  )
  const [placed, setPlaced] = useState(() => ({ items, firstIndex: startIndex }))
  if (placed.items === items) return placed
  // Derived while drawing, as React advises for state that follows from what was there before.
  const keys = placed.items.map((item) => item.key)
  const next = {
    items,
    firstIndex: firstIndexAfter(
      { keys, firstIndex: placed.firstIndex },
      items.map((item) => item.key),
    ),
  }
  setPlaced(next)
  return next
}
