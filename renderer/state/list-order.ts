import { type ConversationRow, type Section, sectionOf } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import { compareListKeys, listKey } from '#protocol/list-order'
import type { ListCursor } from '#protocol/queries'

/**
 * Rows of a section in the hub's order, so that a loaded page never reorders. `end`: beyond it the section has not been
 * read, so a row that lands there waits for its page instead of standing where others are missing.
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
    const place = listKey(row)
    if (end === null || compareListKeys(place, end) <= 0) placed.push({ row, place })
  }
  return placed.sort((a, b) => compareListKeys(a.place, b.place)).map(({ row }) => row)
}
