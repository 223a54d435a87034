import type { Command } from '#protocol/commands'
import { accepted, type Outcome, type Refusal } from '#protocol/errors'
import type { ConversationId } from '#protocol/ids'
import { cleanText, longestText } from '#protocol/message'
import type { Actor } from '#protocol/permissions'
import type { Work } from './ports'
import { refusedText } from './refused-text'
import { release } from './release'
import { transfer } from './transfer'

type HandOver = Command<'conversation.handOver'>

export interface HandedOver {
  readonly done: ConversationId[]
  readonly refused: { readonly conversationId: ConversationId; readonly code: Refusal['code'] }[]
}

/**
 * Whoever leaves passes his conversations on in one transaction, each with a note for who gets it. One that was changed
 * meanwhile stays where it is and is named; if the target needs a yes, nothing is done without it.
 */
export async function handOver(
  work: Work,
  actor: Actor,
  { items, to, isConfirmed }: HandOver,
): Promise<Outcome<HandedOver>> {
  const notes = items.map(({ note }) => cleanText(note ?? '', longestText))
  for (const note of notes) if (note.kind === 'invalid' || note.kind === 'tooLong') return refusedText(note)
  const done: ConversationId[] = []
  const refused: HandedOver['refused'] = []
  for (const [index, { conversationId, assignVersion }] of items.entries()) {
    const passed =
      to.kind === 'queue'
        ? await release(work, actor, { kind: 'conversation.release', conversationId, assignVersion })
        : await transfer(work, actor, { kind: 'conversation.transfer', conversationId, assignVersion, to, isConfirmed })
    if (!passed.ok) {
      if (passed.refusal.code === 'NEEDS_CONFIRMATION') return passed
      refused.push({ conversationId, code: passed.refusal.code })
      continue
    }
    done.push(conversationId)
    // The next one is judged in the light of it: what was passed on counts for who got it.
    await work.flush()
    const note = notes[index]
    // Written although he may see it no longer: it was his until now.
    if (note?.kind === 'text')
      (await work.draft(conversationId))?.addNote({
        ...{ at: work.now, operatorId: actor.id, text: note.text, mentions: [], clientId: null },
      })
  }
  return accepted({ done, refused })
}
