import { type ConversationRow, type Section, sectionOf, sections } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import { compareListKeys, compareRows, listKey } from '#protocol/list-order'
import type { ListCursor } from '#protocol/queries'

/** Held rows of each section in the hub's order. Kept up with every change, because sorting thousands for each frame is felt. */
export type SectionOrder = Readonly<Record<Section, readonly ConversationRow[]>>

export const noOrder: SectionOrder = { mine: [], unassigned: [], others: [], closed: [] }

/** A row as it was held and as it is held now; undefined = not held. */
export interface RowChange {
  readonly was: ConversationRow | undefined
  readonly is: ConversationRow | undefined
}

/** From so many changes on, sorting everything once is cheaper than finding each place. */
const manyChanges = 400

export function orderOf(rows: Iterable<ConversationRow>, me: OperatorId): SectionOrder {
  const order: Record<Section, ConversationRow[]> = { mine: [], unassigned: [], others: [], closed: [] }
  for (const row of rows) order[sectionOf(row, me)].push(row)
  for (const section of sections) order[section].sort(compareRows)
  return order
}

/** Each changed row leaves its place and takes its new one; sections nothing happened in keep their list. */
export function reordered(
  before: SectionOrder,
  changes: readonly RowChange[],
  me: OperatorId,
  all: () => Iterable<ConversationRow>,
): SectionOrder {
  if (changes.length > manyChanges) return orderOf(all(), me)
  const copies = new Map<Section, ConversationRow[]>()
  const listOf = (section: Section): ConversationRow[] => {
    const known = copies.get(section) ?? [...before[section]]
    copies.set(section, known)
    return known
  }
  for (const { was, is } of changes) {
    if (was !== undefined) {
      const list = listOf(sectionOf(was, me))
      const place = placeOf(list, listKey(was))
      if (list[place]?.id === was.id) list.splice(place, 1)
    }
    if (is !== undefined) {
      const list = listOf(sectionOf(is, me))
      list.splice(placeOf(list, listKey(is)), 0, is)
    }
  }
  return copies.size === 0 ? before : { ...before, ...Object.fromEntries(copies) }
}

/** Rows as far as a section has been read: one beyond waits for its page instead of standing where others are missing. */
export function readRows(rows: readonly ConversationRow[], end: ListCursor | null): readonly ConversationRow[] {
  if (end === null) return rows
  const place = placeOf(rows, end)
  const last = rows[place]
  const count = last !== undefined && compareListKeys(listKey(last), end) === 0 ? place + 1 : place
  return count === rows.length ? rows : rows.slice(0, count)
}

/** The first place whose row does not stand above the key. */
function placeOf(rows: readonly ConversationRow[], key: ListCursor): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && compareListKeys(listKey(row), key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
