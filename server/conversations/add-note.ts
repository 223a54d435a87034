import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { CommandId, OperatorId } from '#protocol/ids'
import { cleanText, longestText } from '#protocol/message'
import { type Actor, canSee } from '#protocol/permissions'
import type { ConversationDraft } from './draft'
import { permitted } from './permitted'
import type { Work } from './ports'
import { refusedText } from './refused-text'

/** An internal remark. Somebody mentioned who could not see the conversation becomes its observer. */
export async function addNote(
  work: Work,
  actor: Actor,
  clientId: CommandId,
  command: Command<'note.add'>,
): Promise<Outcome<{ seq: number }>> {
  const found = await permitted(work, actor, 'note', command.conversationId)
  if (!found.ok) return found
  const cleaned = cleanText(command.text, longestText)
  if (cleaned.kind !== 'text') return refusedText(cleaned)
  const mentions = [...new Set(command.mentions)]
  for (const id of mentions)
    if (!work.people.actor(id)?.isActive) return refused('NOT_FOUND', 'No such operator.', { field: 'mentions' })
  const draft = found.value
  for (const id of mentions) admit(work, actor, draft, id)
  const seq = draft.addNote({ at: work.now, operatorId: actor.id, text: cleaned.text, mentions, clientId })
  return accepted({ seq })
}

function admit(work: Work, actor: Actor, draft: ConversationDraft, id: OperatorId): void {
  const mentioned = work.people.actor(id)
  if (mentioned === undefined || canSee(mentioned, draft.row)) return
  draft.change({ observers: [...draft.row.observers, id] })
  draft.addSystem(work.now, { kind: 'partAdded', operatorId: id, part: 'observer', by: actor.id })
}
