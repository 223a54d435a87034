import type { ConversationRow, TotalCounts } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'

type Counted = Pick<ConversationRow, 'id' | 'isOpen' | 'assignee' | 'unansweredSince'>

interface Open {
  readonly isAssigned: boolean
  readonly unansweredSince: number | null
}

/**
 * Counts of the whole company, kept instead of computed: open conversations are held by id, closed ones are the rest.
 * Loaded once from the rows, then fed with every committed change.
 */
export class Totals {
  readonly #open = new Map<ConversationId, Open>()
  #total = 0

  load(rows: readonly Counted[], total: number): void {
    this.#open.clear()
    for (const row of rows) this.#hold(row)
    this.#total = total
  }

  changed(row: Counted, isNew: boolean): void {
    if (isNew) this.#total += 1
    if (row.isOpen) this.#hold(row)
    else this.#open.delete(row.id)
  }

  counts(): TotalCounts {
    let assigned = 0
    const oldest: { unassigned: number | null; assigned: number | null } = { unassigned: null, assigned: null }
    for (const { isAssigned, unansweredSince } of this.#open.values()) {
      if (isAssigned) assigned += 1
      const key = isAssigned ? 'assigned' : 'unassigned'
      const known = oldest[key]
      if (unansweredSince !== null && (known === null || unansweredSince < known)) oldest[key] = unansweredSince
    }
    return {
      unassigned: this.#open.size - assigned,
      assigned,
      closed: this.#total - this.#open.size,
      unassignedWaitingSince: oldest.unassigned,
      assignedWaitingSince: oldest.assigned,
    }
  }

  #hold(row: Counted): void {
    this.#open.set(row.id, { isAssigned: row.assignee !== null, unansweredSince: row.unansweredSince })
  }
}
