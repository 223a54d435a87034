import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { permitted } from './permitted'
import type { Work } from './ports'

/** Puts a conversation before the others of the queue, or back among them; until the end of the inquiry. */
export async function prioritize(
  work: Work,
  actor: Actor,
  { conversationId, priority }: Command<'conversation.prioritize'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'prioritize', conversationId)
  if (!found.ok) return found
  const draft = found.value
  if (!draft.row.isOpen) return refused('CLOSED', 'The conversation is closed.')
  if (draft.row.priority === priority) return accepted({})
  draft.change({ priority })
  draft.addSystem(work.now, { kind: 'prioritized', priority, by: actor.id })
  return accepted({})
}
