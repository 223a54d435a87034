import type { Command } from '#protocol/commands'
import { accepted, type Outcome } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { changeAssignee } from './change-assignee'
import { permitted } from './permitted'
import { roomFor } from './place'
import type { Work } from './ports'

/** An operator assigns a conversation to himself. */
export async function take(
  work: Work,
  actor: Actor,
  { conversationId, assignVersion }: Command<'conversation.take'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'take', conversationId)
  if (!found.ok) return found
  const draft = found.value
  const { assignee, groupId } = draft.row
  if (assignee?.id === actor.id && draft.row.isOpen) return accepted({})
  const room = roomFor(work, actor, actor.id)
  if (!room.ok && draft.row.isOpen && draft.row.assignVersion === assignVersion) return room
  const changed = changeAssignee(work, draft, {
    to: { kind: 'operator', id: actor.id },
    cause: 'taken',
    by: actor.id,
    groupId,
    decisionId: null,
    aboveLimit: room.ok && room.value.aboveLimit,
    given: null,
    seen: assignVersion,
  })
  return changed.ok ? accepted({}) : changed
}
