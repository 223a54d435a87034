import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { type AssigneeChange, changeAssignee } from './change-assignee'
import { permitted } from './permitted'
import { roomFor } from './place'
import type { Work } from './ports'

type Transfer = Command<'conversation.transfer'>

/** Gives a conversation to another operator, or to a group whose order of choosing then decides. */
export async function transfer(work: Work, actor: Actor, command: Transfer): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'transfer', command.conversationId)
  if (!found.ok) return found
  const draft = found.value
  const common = { by: actor.id, decisionId: null, given: null, seen: command.assignVersion }
  const base = { cause: 'transferred', ...common } as const
  const { to } = command
  if (to.kind === 'group') {
    if (!work.people.hasGroup(to.groupId)) return refused('NOT_FOUND', 'No such group.', { field: 'to.groupId' })
    const changed = changeAssignee(work, draft, { ...base, to: null, groupId: to.groupId, aboveLimit: false })
    if (!changed.ok) return changed
    await work.distribution.givenBack(draft, 'transferred')
    return accepted({})
  }
  if (draft.row.assignee?.id === to.operatorId && draft.row.isOpen) return accepted({})
  const target = transferTarget(work, actor, to.operatorId, command)
  // Who was faster is the more useful answer, so the change is asked for first when it cannot hold anyway.
  if (!target.ok && draft.row.isOpen && draft.row.assignVersion === command.assignVersion) return target
  const change: AssigneeChange = {
    ...base,
    to: { kind: 'operator', id: to.operatorId },
    groupId: null,
    aboveLimit: target.ok && target.value.aboveLimit,
  }
  const changed = changeAssignee(work, draft, change)
  return changed.ok ? accepted({}) : changed
}

function transferTarget(
  work: Work,
  actor: Actor,
  operatorId: OperatorId,
  { isConfirmed }: Transfer,
): Outcome<{ aboveLimit: boolean }> {
  const target = work.people.actor(operatorId)
  if (target === undefined || !target.isActive)
    return refused('NOT_FOUND', 'No such operator.', { field: 'to.operatorId' })
  const room = roomFor(work, actor, operatorId)
  if (!room.ok) return room
  const status = work.people.effective(operatorId)
  if (status !== 'online' && !isConfirmed)
    return refused('NEEDS_CONFIRMATION', 'The operator is not online.', { facts: { operatorId, status } })
  return room
}
