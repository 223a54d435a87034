import type { ConversationView } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import { mayView, type Reads, type Viewer } from './ports'

/** How much of a stream a view brings. */
export const viewEntries = 50

/** A conversation whole enough to work in; undefined when it is not there or not for these eyes. */
export async function viewOf(
  reads: Reads,
  viewer: Viewer,
  id: ConversationId,
  limit = viewEntries,
): Promise<ConversationView | undefined> {
  const row = await reads.row(id)
  if (row === undefined || !mayView(viewer, row)) return undefined
  const contact = await reads.contact(viewer, row)
  if (contact === undefined) return undefined
  const { entries, hasOlder } = await reads.entries(id, null, limit)
  const [mark] = await reads.marks(viewer.operatorId, [id])
  return { row, contact, entries: [...entries], hasOlder, mark: mark ?? null }
}
