import type { ConversationState } from './snapshot'

/** Whoever wrote first is served first; a conversation in which nobody waits for us comes after all that do. */
const waitsFrom = (conversation: Pick<ConversationState, 'unansweredSince'>): number =>
  conversation.unansweredSince ?? Number.MAX_SAFE_INTEGER

type Waiting = Pick<ConversationState, 'priority' | 'unansweredSince' | 'openedAt' | 'id'>

/** Order of the queue: priority, oldest unanswered message of the contact, opening, id. Total, so the same conversations always come alike. */
export function compareWaiting(one: Waiting, other: Waiting): number {
  if (one.priority !== other.priority) return one.priority === 'high' ? -1 : 1
  return (
    waitsFrom(one) - waitsFrom(other) ||
    one.openedAt - other.openedAt ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  )
}

/** The conversations in queue order; a store that gives them so already costs one look. */
export function inQueueOrder(conversations: readonly ConversationState[]): readonly ConversationState[] {
  const isSorted = conversations.every((conversation, index) => {
    const before = conversations[index - 1]
    return before === undefined || compareWaiting(before, conversation) <= 0
  })
  return isSorted ? conversations : conversations.toSorted(compareWaiting)
}
