import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { Part } from '#protocol/message'
import type { Actor } from '#protocol/permissions'
import type { ConversationDraft } from './draft'
import { permitted } from './permitted'
import type { Work } from './ports'

/** Makes an operator co-assignee or observer. Who has the other part changes it; the assignee has the stronger one already. */
export async function addPart(
  work: Work,
  actor: Actor,
  { conversationId, operatorId, part }: Command<'part.add'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'manageParts', conversationId)
  if (!found.ok) return found
  const draft = found.value
  if (!work.people.actor(operatorId)?.isActive)
    return refused('NOT_FOUND', 'No such operator.', { field: 'operatorId' })
  if (draft.row.assignee?.id === operatorId)
    return refused('CONFLICT', 'He is the assignee.', { facts: { operatorId, part: 'assignee' } })
  const held = partOf(draft, operatorId)
  if (held === part) return accepted({})
  if (held !== null) drop(work, actor, draft, operatorId, held)
  if (part === 'coAssignee') draft.change({ coAssignees: [...draft.row.coAssignees, operatorId] })
  else draft.change({ observers: [...draft.row.observers, operatorId] })
  draft.addSystem(work.now, { kind: 'partAdded', operatorId, part, by: actor.id })
  return accepted({})
}

/** Takes a part away; the conversation may leave the operator's sight with it. */
export async function removePart(
  work: Work,
  actor: Actor,
  { conversationId, operatorId, part }: Command<'part.remove'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'manageParts', conversationId)
  if (!found.ok) return found
  if (partOf(found.value, operatorId) === part) drop(work, actor, found.value, operatorId, part)
  return accepted({})
}

function partOf({ row }: ConversationDraft, operatorId: OperatorId): Part | null {
  if (row.coAssignees.includes(operatorId)) return 'coAssignee'
  return row.observers.includes(operatorId) ? 'observer' : null
}

function drop(work: Work, actor: Actor, draft: ConversationDraft, operatorId: OperatorId, part: Part): void {
  const others = (list: readonly OperatorId[]): OperatorId[] => list.filter((id) => id !== operatorId)
  draft.change({ coAssignees: others(draft.row.coAssignees), observers: others(draft.row.observers) })
  draft.addSystem(work.now, { kind: 'partRemoved', operatorId, part, by: actor.id })
}
