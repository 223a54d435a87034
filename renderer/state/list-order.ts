import { type ConversationRow, type Section, sectionOf } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import type { ListCursor } from '#protocol/queries'

/**
 * Where a row stands in its section: those who wait for us first, the longest wait at the top; then by last activity.
 * Closed ones by the time of closing. The same order as the hub's pages, so a loaded page never reorders.
 */
export function placeOf(row: ConversationRow, section: Section): ListCursor {
  if (section === 'closed') return { part: 'rest', at: row.closedAt ?? row.lastActivityAt, id: row.id }
  if (row.unansweredSince !== null) return { part: 'waiting', at: row.unansweredSince, id: row.id }
  return { part: 'rest', at: row.lastActivityAt, id: row.id }
}

export function comparePlaces(a: ListCursor, b: ListCursor): number {
  if (a.part !== b.part) return a.part === 'waiting' ? -1 : 1
  if (a.at !== b.at) return a.part === 'waiting' ? a.at - b.at : b.at - a.at
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/**
 * Rows of a section in order. `end`: beyond it the section has not been read, so a row that lands there waits until
 * its page is loaded instead of standing at a place where others are missing.
 */
export function rowsOfSection(
  rows: Iterable<ConversationRow>,
  section: Section,
  me: OperatorId,
  end: ListCursor | null,
): readonly ConversationRow[] {
  const placed: { readonly row: ConversationRow; readonly place: ListCursor }[] = []
  for (const row of rows) {
    if (sectionOf(row, me) !== section) continue
    const place = placeOf(row, section)
    if (end === null || comparePlaces(place, end) <= 0) placed.push({ row, place })
  }
  return placed.sort((a, b) => comparePlaces(a.place, b.place)).map(({ row }) => row)
}
