import type { ConversationRow, Section } from '#protocol/conversation'
import type { Company } from '../state/workspace-state'

export interface Longest {
  readonly since: number
  /** Known when its row is held: the hub counts further than a window reads. */
  readonly name: string | null
}

/**
 * Who waits longest in a section, by its rows in order. My own rows are all held; for the others the hub's figure stands,
 * since a window reads only the first pages.
 */
export function longestWaiting(
  section: Section,
  rows: readonly ConversationRow[],
  counts: Company['counts'],
): Longest | null {
  if (section === 'closed') return null
  // Who waits for us stands first, the longest wait on top.
  const first = rows[0]
  const held = first?.unansweredSince ?? null
  const counted =
    section === 'unassigned' ? counts.unassignedWaitingSince : section === 'others' ? counts.othersWaitingSince : null
  const since = held === null ? counted : counted === null ? held : Math.min(held, counted)
  if (since === null) return null
  return { since, name: first !== undefined && held === since ? first.contactName : null }
}
