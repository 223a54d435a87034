import type { ConversationId } from '#protocol/ids'
import type { Decision } from './decision'
import { Handout } from './handout'
import { judge } from './judge'
import { inQueueOrder } from './queue'
import type { ConversationState, Snapshot } from './snapshot'
import type { Trigger } from './trigger'

/**
 * The distribution engine (product.md sections 3 and 4): what is to be done about the conversations of the snapshot, in queue
 * order. Pure: same input, same output, forever. Every conversation is judged by its own state; the trigger only tells which
 * one has just come, so a call with too many conversations is right as well.
 */
export function decide(snapshot: Snapshot, trigger: Trigger): readonly Decision[] {
  if (snapshot.isPaused) return []
  const handout = new Handout(snapshot)
  return [...walk(handout, trigger).values(), ...handout.afterwards()]
}

/** Judges every conversation in queue order; `look` is told of each just before. Gives what was decided, in the order in which it holds. */
export function walk(
  handout: Handout,
  trigger: Trigger,
  look: (conversation: ConversationState) => void = () => {},
): ReadonlyMap<ConversationId, Decision> {
  const decisions = new Map<ConversationId, Decision>()
  /** Those for whom nothing could be done so far, in queue order. */
  const left = new Map<ConversationId, ConversationState>()
  const frees = (conversation: ConversationState): boolean => {
    look(conversation)
    const decision = judge(handout, conversation, trigger)
    const { id } = conversation
    if (decision === null || decision.kind === 'wait') left.set(id, conversation)
    // Decided anew it comes after what has made that possible.
    else if (left.delete(id)) decisions.delete(id)
    if (decision !== null) decisions.set(id, decision)
    return handout.takeFreed()
  }
  for (const conversation of inQueueOrder(handout.snapshot.conversations)) {
    // Who got room in the middle of the call gets it for those who have waited longest.
    for (let again = frees(conversation); again; ) again = [...left.values()].some(frees)
  }
  return decisions
}
