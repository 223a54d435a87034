import type { ConversationRow } from './conversation'
import type { ListCursor } from './queries'

type Ordered = Pick<ConversationRow, 'id' | 'isOpen' | 'unansweredSince' | 'lastActivityAt'>

/**
 * Where a row stands in its section, the same on the hub, in every cache and on the screen. Open sections: who waits for us first,
 * the longest wait on top (`at`, `id` ascending); then the rest, the latest activity on top (`at`, `id` descending).
 * Closed ones are all in `rest`.
 */
export function listKey(row: Ordered): ListCursor {
  if (row.isOpen && row.unansweredSince !== null) return { part: 'waiting', at: row.unansweredSince, id: row.id }
  return { part: 'rest', at: row.lastActivityAt, id: row.id }
}

/** Below zero when `a` stands above `b`. */
export function compareListKeys(a: ListCursor, b: ListCursor): number {
  if (a.part !== b.part) return a.part === 'waiting' ? -1 : 1
  const ascending = a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  return a.part === 'waiting' ? ascending : -ascending
}

export const compareRows = (a: Ordered, b: Ordered): number => compareListKeys(listKey(a), listKey(b))
