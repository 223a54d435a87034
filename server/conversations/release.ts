import type { Command } from '#protocol/commands'
import { accepted, type Outcome } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { changeAssignee } from './change-assignee'
import { permitted } from './permitted'
import type { Work } from './ports'

/** Gives a conversation back to the queue; it does not come back to the one who gave it back by itself. */
export async function release(
  work: Work,
  actor: Actor,
  { conversationId, assignVersion }: Command<'conversation.release'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'release', conversationId)
  if (!found.ok) return found
  const draft = found.value
  if (draft.row.assignee === null && draft.row.isOpen && draft.row.assignVersion === assignVersion) return accepted({})
  const changed = changeAssignee(work, draft, {
    to: null,
    cause: 'released',
    by: actor.id,
    groupId: draft.row.groupId,
    decisionId: null,
    aboveLimit: false,
    given: null,
    seen: assignVersion,
  })
  if (!changed.ok) return changed
  await work.distribution.givenBack(draft, 'released')
  return accepted({})
}
