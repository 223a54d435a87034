import type { OperatorId, Seq } from '#protocol/ids'
import type { Entry, MessageEntry } from '#protocol/message'

/** The newest answer of somebody else of ours since `after` (what was on the screen when I began to write). */
export function answeredMeanwhile(entries: readonly Entry[], after: Seq, me: OperatorId): MessageEntry | null {
  const answer = entries.findLast(
    (entry): entry is MessageEntry =>
      entry.kind === 'message' &&
      entry.seq > after &&
      (entry.author.kind === 'bot' || (entry.author.kind === 'operator' && entry.author.operatorId !== me)),
  )
  return answer ?? null
}
