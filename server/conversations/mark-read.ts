import type { Command } from '#protocol/commands'
import type { ReadMark } from '#protocol/conversation'
import { accepted, type Outcome } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { permitted } from './permitted'
import type { Work } from './ports'

/** An operator has read up to a place. The mark only moves forward and is one for all his devices; the stream does not change. */
export async function markRead(
  work: Work,
  actor: Actor,
  { conversationId, seq }: Command<'conversation.read'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'see', conversationId)
  if (!found.ok) return found
  const { row } = found.value
  const upTo = Math.min(seq, row.seq)
  const held = await work.marks.get(actor.id, conversationId)
  if (held !== undefined && held.seq >= upTo) return accepted({})
  const after = upTo === row.seq ? 0 : await work.stream.contactMessagesAfter(conversationId, upTo)
  const mark: ReadMark = { conversationId, seq: upTo, contactMessages: row.contactMessages - after }
  await work.marks.set(actor.id, mark, work.now)
  work.announce({ kind: 'mark', operatorId: actor.id, mark })
  return accepted({})
}
