import { type ConversationRow, type Section, sectionOf } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import type { Company } from '../state/workspace-state'

export interface Longest {
  readonly since: number
  /** Known when its row is held: the hub counts further than a window reads. */
  readonly name: string | null
}

/**
 * Who waits longest in a section. My own rows are all held, so they are looked at; for the others the hub's figure
 * stands, since a window reads only the first pages.
 */
export function longestWaiting(
  section: Section,
  rows: ReadonlyMap<string, ConversationRow>,
  counts: Company['counts'],
  me: OperatorId,
): Longest | null {
  if (section === 'closed') return null
  let longest: ConversationRow | null = null
  for (const row of rows.values()) {
    const since = row.unansweredSince
    // The cheap question first: there are thousands of rows, and this is asked with every change of one.
    if (since === null || (longest !== null && since >= (longest.unansweredSince ?? 0))) continue
    if (sectionOf(row, me) === section) longest = row
  }
  const held = longest === null || longest.unansweredSince === null ? null : longest.unansweredSince
  const counted =
    section === 'unassigned' ? counts.unassignedWaitingSince : section === 'others' ? counts.othersWaitingSince : null
  const since = held === null ? counted : counted === null ? held : Math.min(held, counted)
  if (since === null) return null
  return { since, name: longest !== null && longest.unansweredSince === since ? longest.contactName : null }
}
