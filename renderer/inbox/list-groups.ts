import type { ConversationRow, Section } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'

export type GroupKey = 'waiting' | 'rest' | 'closed'

export interface ListGroup {
  readonly key: GroupKey
  readonly ids: readonly ConversationId[]
}

/** Rows come in order; here they part into those who wait for us and the rest. Closed ones are one group. */
export function groupsOf(rows: readonly ConversationRow[], section: Section): readonly ListGroup[] {
  if (section === 'closed') return rows.length === 0 ? [] : [{ key: 'closed', ids: rows.map((row) => row.id) }]
  const first = rows.findIndex((row) => row.unansweredSince === null)
  const split = first === -1 ? rows.length : first
  const groups: readonly ListGroup[] = [
    { key: 'waiting', ids: rows.slice(0, split).map((row) => row.id) },
    { key: 'rest', ids: rows.slice(split).map((row) => row.id) },
  ]
  return groups.filter((group) => group.ids.length > 0)
}

const sameIds = (a: readonly ConversationId[], b: readonly ConversationId[]) =>
  a.length === b.length && a.every((id, place) => id === b[place])

/** Equal content keeps the old object, so that a changed preview does not draw the whole list. */
export function keepEqual(before: readonly ListGroup[], after: readonly ListGroup[]): readonly ListGroup[] {
  const isSame =
    before.length === after.length &&
    after.every((group, place) => {
      const old = before[place]
      return old !== undefined && old.key === group.key && sameIds(old.ids, group.ids)
    })
  return isSame ? before : after
}

/**
 * While the pointer is in the list nothing moves under it: rows keep their places and groups, rows that left the section
 * fall out, and new ones wait outside. Rows loaded beyond the end are appended: they move nothing.
 */
export function heldGroups(shown: readonly ListGroup[], fresh: readonly ListGroup[]): readonly ListGroup[] {
  const present = new Set(fresh.flatMap((group) => group.ids))
  const held = shown.map((group) => ({ key: group.key, ids: group.ids.filter((id) => present.has(id)) }))
  const placed = new Set(held.flatMap((group) => group.ids))
  const lastGroup = fresh.at(-1)
  if (lastGroup === undefined) return []
  const lastKnown = lastGroup.ids.findLastIndex((id) => placed.has(id))
  const appended = lastKnown === -1 ? [] : lastGroup.ids.slice(lastKnown + 1).filter((id) => !placed.has(id))
  const grown = held.map((group) =>
    group.key === lastGroup.key && appended.length > 0 ? { key: group.key, ids: [...group.ids, ...appended] } : group,
  )
  return grown.filter((group) => group.ids.length > 0)
}

/** Rows that came among those shown. A page read beyond the last one brings no news, nor does a list that was empty. */
export function arrived(before: readonly ListGroup[], after: readonly ListGroup[]): readonly ConversationId[] {
  const known = new Set(before.flatMap((group) => group.ids))
  const ids = after.flatMap((group) => group.ids)
  const last = ids.findLastIndex((id) => known.has(id))
  return ids.slice(0, last + 1).filter((id) => !known.has(id))
}
