import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ConversationId } from '#protocol/ids'
import { type Actor, type ConversationAction, can, canSee } from '#protocol/permissions'
import type { ConversationDraft } from './draft'
import type { Work } from './ports'

export const notFound = (): Outcome<never> => refused('NOT_FOUND', 'No such conversation, or not visible to you.')

/** The conversation of a command. What one may not see is answered like what does not exist. */
export async function permitted(
  work: Work,
  actor: Actor,
  action: ConversationAction,
  id: ConversationId,
): Promise<Outcome<ConversationDraft>> {
  const draft = await work.draft(id)
  if (draft === undefined || !canSee(actor, draft.row)) return notFound()
  if (!can(actor, action, draft.row)) return refused('FORBIDDEN', `You may not ${action} in this conversation.`)
  return accepted(draft)
}
