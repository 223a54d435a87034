import { assertNever, type OperatorId } from '#protocol/ids'
import type { Decision } from './decision'
import type { Choosing, Handout } from './handout'
import { hasLapsed, hasMovedTooOften, restMs, skippedIn, standingOf } from './reassign'
import type { Receiving } from './receiving'
import type { ConversationState } from './snapshot'
import type { Trigger } from './trigger'

/** What is to be done about one conversation now; null = nothing. Notes in the handout what it gives away. */
export function judge(handout: Handout, conversation: ConversationState, trigger: Trigger): Decision | null {
  const receiving = handout.receiving(conversation)
  if (!conversation.isOpen || receiving === undefined) return null
  if (conversation.assignee === null) return distribute(handout, conversation, receiving, trigger)
  if (conversation.assignee.kind === 'bot') return null
  return reassign(handout, conversation, receiving, conversation.assignee.id)
}

/** Nobody has it. Those of the queue for whom nobody is found stay there silently; the one the trigger is about hears why. */
function distribute(
  handout: Handout,
  conversation: ConversationState,
  receiving: Receiving,
  trigger: Trigger,
): Decision | null {
  const isResting = conversation.restsUntil !== null && conversation.restsUntil > handout.snapshot.now
  if (isResting) return null
  const isSubject = isAbout(trigger, conversation)
  const choosing = handout.choose(conversation, receiving)
  if (choosing.kind === 'chosen') return assign(handout, conversation, choosing, isSubject ? 'distributed' : 'queue')
  return isSubject ? wait(conversation, receiving, choosing, false) : null
}

/** An operator has it. It moves when he has been away for the delay and the mode wants it, or has let the answer time pass; else a mark of waiting goes. */
function reassign(
  handout: Handout,
  conversation: ConversationState,
  receiving: Receiving,
  from: OperatorId,
): Decision | null {
  const { now, settings } = handout.snapshot
  const assignee = handout.seats.get(from)
  if (assignee === undefined) return null
  const isMarked = conversation.waitingSince !== null
  const standing = standingOf(conversation, assignee, settings, now)
  const isLapsed = standing.kind !== 'due' && hasLapsed(conversation, settings, now)
  if (standing.kind === 'delayed' && !isLapsed) {
    handout.delay(from, standing.until)
    return null
  }
  if (standing.kind === 'served' && !isLapsed)
    return isMarked ? { kind: 'stopWaiting', conversationId: conversation.id } : null
  const choosing = handout.choose(conversation, receiving, skippedIn(conversation, settings, now))
  if (choosing.kind === 'nobody') return isMarked ? null : wait(conversation, receiving, choosing, true)
  if (isLapsed) return assign(handout, conversation, choosing, 'lapsed')
  if (!hasMovedTooOften(conversation, now)) return assign(handout, conversation, choosing, 'reassigned')
  handout.release(conversation, from)
  const { id: conversationId, assignVersion } = conversation
  return { kind: 'rest', conversationId, assignVersion, from, until: now + restMs }
}

/** The trigger tells that this conversation has just come to the queue. */
function isAbout(trigger: Trigger, conversation: ConversationState): boolean {
  switch (trigger.kind) {
    case 'messageArrived':
      return trigger.opens && trigger.conversationId === conversation.id
    case 'conversationReleased':
    case 'transferred':
      return trigger.conversationId === conversation.id
    case 'presenceChanged':
    case 'reassignmentDue':
    case 'conversationClosed':
    case 'capacityFreed':
    case 'restOver':
    case 'answerTimeOver':
    case 'waitTooLong':
    case 'scheduleEdge':
    case 'settingsChanged':
    case 'hubStarted':
    case 'sweep':
      return false
    default:
      return assertNever(trigger)
  }
}

function assign(
  handout: Handout,
  conversation: ConversationState,
  chosen: Extract<Choosing, { kind: 'chosen' }>,
  cause: 'distributed' | 'queue' | 'reassigned' | 'lapsed',
): Decision {
  handout.give(conversation, chosen)
  const { receiving } = chosen
  const group = receiving.kind === 'group' ? receiving.group : null
  const isAwaited = group !== null && group.answerTimeMs !== null && conversation.unansweredSince !== null
  return {
    kind: 'assign',
    conversationId: conversation.id,
    assignVersion: conversation.assignVersion,
    from: conversation.assignee?.kind === 'operator' ? conversation.assignee.id : null,
    to: chosen.entry.id,
    cause: chosen.choice === 'lastAssignee' ? 'returned' : cause,
    choice: chosen.choice,
    groupId: group === null ? null : group.id,
    answerBy: isAwaited ? handout.snapshot.now + (group.answerTimeMs ?? 0) : null,
    lapsed: chosen.lapsed,
  }
}

const wait = (
  { id: conversationId, assignVersion }: ConversationState,
  receiving: Receiving,
  { choice }: Choosing,
  marks: boolean,
): Decision => ({
  kind: 'wait',
  conversationId,
  assignVersion,
  marks,
  choice,
  groupId: receiving.kind === 'operator' ? null : (receiving.group?.id ?? null),
})
