import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ConversationRow, Section } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import { useWindow, useWorkspace } from '../state/hooks'
import { arrived, groupsOf, heldGroups, keepEqual, type ListGroup } from './list-groups'
import { useSectionRows } from './use-section-rows'

/** How long after the pointer left, or came to rest, the list may move again. */
const afterLeavingMs = 1000
const afterRestingMs = 4000
/** Longer than the fade itself: a row scrolled out and in again later does not fade anew. */
const fadeMs = 400

export interface SteadyList {
  readonly groups: readonly ListGroup[]
  /** It has just come, and is shown coming. */
  readonly isNew: (id: string) => boolean
  readonly rowOf: (id: ConversationId) => ConversationRow | undefined
  readonly onPointerMove: () => void
  readonly onPointerLeave: () => void
  /** One's own act moves rows at once. */
  readonly letMove: () => void
}

/** Rows of a section in groups, held still while the pointer works in them. */
export function useSteadyList(section: Section): SteadyList {
  const { platform } = useWindow()
  const rows = useSectionRows(section)
  const [isHeld, setHeld] = useState(false)
  const stop = useRef<(() => void) | null>(null)
  const shown = useRef<{ readonly section: Section; readonly groups: readonly ListGroup[] }>({ section, groups: [] })
  const news = useRef(new Set<string>())
  const holdFor = useCallback(
    (ms: number) => {
      stop.current?.()
      stop.current = platform.after(ms, () => setHeld(false))
    },
    [platform],
  )
  useEffect(() => () => stop.current?.(), [])
  const groups = useMemo(() => {
    const fresh = groupsOf(rows, section)
    const before = shown.current.section === section ? shown.current.groups : []
    const next = keepEqual(before, isHeld && before.length > 0 ? heldGroups(before, fresh) : fresh)
    for (const id of arrived(before, next)) {
      news.current.add(id)
      platform.after(fadeMs, () => news.current.delete(id))
    }
    shown.current = { section, groups: next }
    return next
  }, [rows, section, isHeld, platform])
  const all = useWorkspace((state) => state.rows)
  return {
    groups,
    isNew: (id) => news.current.has(id),
    rowOf: (id) => all.get(id),
    onPointerMove: () => {
      setHeld(true)
      holdFor(afterRestingMs)
    },
    onPointerLeave: () => holdFor(afterLeavingMs),
    letMove: () => setHeld(false),
  }
}
