import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type ConversationRow, type Section, sectionOf } from '#protocol/conversation'
import { useWindow, useWorkspace } from '../state/hooks'
import { rowsOfSection } from '../state/list-order'
import { groupsOf, heldGroups, keepEqual, type ListGroup } from './list-groups'

/** How long after the pointer left, or came to rest, the list may move again. */
const afterLeavingMs = 1000
const afterRestingMs = 4000

export interface SteadyList {
  readonly groups: readonly ListGroup[]
  readonly rowOf: (id: string) => ConversationRow | undefined
  readonly onPointerMove: () => void
  readonly onPointerLeave: () => void
  /** One's own act moves rows at once. */
  readonly letMove: () => void
}

/** Rows of a section in groups, held still while the pointer works in them. */
export function useSteadyList(section: Section): SteadyList {
  const { platform } = useWindow()
  const rows = useWorkspace((state) => state.rows)
  const me = useWorkspace((state) => state.company?.account.id ?? null)
  const end = useWorkspace((state) => state.lists[section].end)
  const [isHeld, setHeld] = useState(false)
  const stop = useRef<(() => void) | null>(null)
  const shown = useRef<{ readonly section: Section; readonly groups: readonly ListGroup[] }>({ section, groups: [] })
  const holdFor = useCallback(
    (ms: number) => {
      stop.current?.()
      stop.current = platform.after(ms, () => setHeld(false))
    },
    [platform],
  )
  useEffect(() => () => stop.current?.(), [])
  const groups = useMemo(() => {
    if (me === null) return []
    const fresh = groupsOf(rowsOfSection(rows.values(), section, me, end), section)
    const before = shown.current.section === section ? shown.current.groups : []
    const next = keepEqual(before, isHeld && before.length > 0 ? heldGroups(before, fresh) : fresh)
    shown.current = { section, groups: next }
    return next
  }, [rows, section, me, end, isHeld])
  const byId = useMemo(() => {
    const found = new Map<string, ConversationRow>()
    for (const row of rows.values()) if (me !== null && sectionOf(row, me) === section) found.set(row.id, row)
    return found
  }, [rows, section, me])
  return {
    groups,
    rowOf: (id) => byId.get(id),
    onPointerMove: () => {
      setHeld(true)
      holdFor(afterRestingMs)
    },
    onPointerLeave: () => holdFor(afterLeavingMs),
    letMove: () => setHeld(false),
  }
}
