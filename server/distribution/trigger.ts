import type { ConversationId, OperatorId } from '#protocol/ids'

/**
 * What set the engine going, and what `Snapshot.conversations` then holds. "The queue" is every open conversation without
 * assignee and every one marked as waiting. More than named may be there; each conversation is judged by its own state.
 */
export type Trigger =
  /** A contact's message was stored: that conversation. `opens`: the message began an inquiry (opened or reopened it). */
  | { readonly kind: 'messageArrived'; readonly conversationId: ConversationId; readonly opens: boolean }
  /** His effective presence changed: his open ones and the queue. */
  | { readonly kind: 'presenceChanged'; readonly operatorId: OperatorId }
  /** His reassignment delay has run out, or that of a conversation given to him while he was away: his open ones. */
  | { readonly kind: 'reassignmentDue'; readonly operatorId: OperatorId }
  /** A conversation was closed, so somebody has room: the queue. */
  | { readonly kind: 'conversationClosed' }
  /** A conversation left somebody's load otherwise (released, transferred, answered where only unanswered ones count): the queue. */
  | { readonly kind: 'capacityFreed' }
  /** Given back to the queue by a person: that conversation. */
  | { readonly kind: 'conversationReleased'; readonly conversationId: ConversationId }
  /** Transferred to a group by a person: that conversation. */
  | { readonly kind: 'transferred'; readonly conversationId: ConversationId }
  /** A conversation that had moved too often has rested: that conversation. */
  | { readonly kind: 'restOver'; readonly conversationId: ConversationId }
  /** Its assignee has let the answer time of his group pass: that conversation. */
  | { readonly kind: 'answerTimeOver'; readonly conversationId: ConversationId }
  /** It has waited for longer than anybody should: that conversation. */
  | { readonly kind: 'waitTooLong'; readonly conversationId: ConversationId }
  /** Working hours have begun or ended somewhere: the queue. */
  | { readonly kind: 'scheduleEdge' }
  /** Settings, accounts, groups or channels changed; the hub has started; the net under everything: the queue, and the open ones of operators away for longer than the reassignment delay. */
  | { readonly kind: 'settingsChanged' }
  | { readonly kind: 'hubStarted' }
  | { readonly kind: 'sweep' }
