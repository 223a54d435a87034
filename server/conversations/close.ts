import type { Command } from '#protocol/commands'
import { accepted, type Outcome } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { permitted } from './permitted'
import type { Work } from './ports'

/** Ends the running inquiry. The assignee stays written on the conversation; it counts for nobody's load any more. */
export async function close(
  work: Work,
  actor: Actor,
  { conversationId }: Command<'conversation.close'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'close', conversationId)
  if (!found.ok) return found
  const draft = found.value
  if (!draft.row.isOpen) return accepted({})
  const { inquiry } = draft.row
  draft.change({ isOpen: false, closedAt: work.now, unansweredSince: null, waitingSince: null })
  draft.hide({ returnsTo: null, releasedBy: null, moves: [], restsUntil: null, answerBy: null, lapsed: [] })
  draft.addSystem(work.now, { kind: 'closed', inquiry, by: actor.id })
  await work.inquiries.close(inquiry, work.now, actor.id)
  return accepted({})
}
