import type { OperatorId } from '#protocol/ids'
import { assertNever } from '#protocol/ids'
import type { ConversationState, EngineSettings, RosterEntry } from './snapshot'

/** Promise 10 of reliability.md: so many automatic reassignments in this time, then it rests. */
const mostMoves = 3
const movesWithinMs = 600_000
export const restMs = 600_000

/** Does the mode want it moved when its assignee is away? `onlyNew`: opened by the contact in this inquiry and never answered by an operator. */
function isUncompleted(conversation: ConversationState, settings: EngineSettings): boolean {
  const inForce = settings.isOn ? settings.reassignment : 'off'
  switch (inForce) {
    case 'off':
      return false
    case 'allUncompleted':
      return conversation.unansweredSince !== null
    case 'onlyNew':
      return conversation.openedBy === 'contact' && !conversation.isAnswered
    default:
      return assertNever(inForce)
  }
}

export type Standing =
  /** Its assignee has it and nothing is to be done; a mark of waiting is out of date. */
  | { readonly kind: 'served' }
  /** Its assignee is away, not yet for the whole delay. */
  | { readonly kind: 'delayed'; readonly until: number }
  | { readonly kind: 'due' }

/** How a conversation stands with the operator who has it. The delay counts from his leaving, or from when he was given it if that was later. */
export function standingOf(
  conversation: ConversationState,
  assignee: RosterEntry,
  settings: EngineSettings,
  now: number,
): Standing {
  if (assignee.effective === 'online' || !isUncompleted(conversation, settings)) return { kind: 'served' }
  // A clock that was set back leaves assignments in the future; they were made before all that is known now.
  const assignedAt = conversation.assignedAt ?? 0
  const from = Math.max(assignee.unavailableSince ?? 0, assignedAt > now ? 0 : assignedAt)
  const until = from + settings.reassignmentDelayMs
  return now < until ? { kind: 'delayed', until } : { kind: 'due' }
}

/** Has its assignee let the answer time of his group pass, the contact still waiting? */
export const hasLapsed = (
  { answerBy, unansweredSince }: ConversationState,
  settings: EngineSettings,
  now: number,
): boolean => settings.isOn && answerBy !== null && unansweredSince !== null && answerBy <= now

/** Who is skipped in this round: those who let it lapse before, and its assignee if he has just done so. */
export function skippedIn(
  conversation: ConversationState,
  settings: EngineSettings,
  now: number,
): readonly OperatorId[] {
  const { assignee, lapsed } = conversation
  if (assignee?.kind !== 'operator' || !hasLapsed(conversation, settings, now)) return lapsed
  return [...lapsed.filter((id) => id !== assignee.id), assignee.id]
}

/** Another move by itself would be one too many. */
export const hasMovedTooOften = (conversation: ConversationState, now: number): boolean =>
  conversation.moves.filter((at) => at <= now && at > now - movesWithinMs).length >= mostMoves
