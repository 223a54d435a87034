import type { ConversationView } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import { type Actor, canSee } from '#protocol/permissions'
import type { Reads, Viewer } from './ports'

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

/** `canSee` in the words of a viewer; the rule itself stands in protocol/permissions.ts. */
export function mayView(viewer: Viewer, row: Parameters<typeof canSee>[1]): boolean {
  const actor: Actor = {
    id: viewer.operatorId,
    role: viewer.seesAll ? 'employee' : 'restricted',
    canSupervise: false,
    mayExceedLimit: false,
    isActive: true,
  }
  return canSee(actor, row)
}
