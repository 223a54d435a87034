import type { Decision } from './decision'
import { Handout } from './handout'
import { judge } from './judge'
import { inQueueOrder } from './queue'
import type { Snapshot } from './snapshot'
import type { Trigger } from './trigger'

/**
 * The distribution engine (product.md sections 3 and 4): what is to be done about the conversations of the snapshot, in queue
 * order. Pure: same input, same output, forever. Every conversation is judged by its own state; the trigger only tells which
 * one has just come, so a call with too many conversations is right as well.
 */
export function decide(snapshot: Snapshot, trigger: Trigger): readonly Decision[] {
  if (snapshot.isPaused) return []
  const handout = new Handout(snapshot)
  const decisions: Decision[] = []
  for (const conversation of inQueueOrder(snapshot.conversations)) {
    const decision = judge(handout, conversation, trigger)
    if (decision !== null) decisions.push(decision)
  }
  return [...decisions, ...handout.afterwards()]
}
