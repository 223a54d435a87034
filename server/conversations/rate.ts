import type { ConversationRow } from '#protocol/conversation'
import type { ChannelId, OperatorId } from '#protocol/ids'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

/** So long after closing an inquiry may be rated. */
export const rateWithinMs = 7 * 86_400_000

/** The contact's mark stands on the inquiry it is about. It is no turn to speak: nothing reopens and nobody waits. The last one counts. */
export async function rate(
  work: Work,
  channelId: ChannelId,
  { externalChat, inquiry, score, comment }: Extract<InboundEvent, { kind: 'rated' }>,
): Promise<void> {
  const draft = await work.draftOfChat(channelId, externalChat)
  if (draft === undefined || draft.row.inquiry !== inquiry) return
  const operatorId = draft.facts.lastHumanAssignee ?? lastAnswerer(draft.row)
  const rating = { score, comment, operatorId, at: work.now }
  if (await work.inquiries.rate(inquiry, rating, work.now - rateWithinMs))
    draft.addSystem(work.now, { kind: 'rated', inquiry, score, comment, operatorId })
}

/** Whoever wrote last, where nobody ever had the conversation. */
function lastAnswerer({ lastMessage }: ConversationRow): OperatorId | null {
  return lastMessage?.author.kind === 'operator' ? lastMessage.author.operatorId : null
}
