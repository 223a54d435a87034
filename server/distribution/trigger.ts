import type { ConversationId, OperatorId } from '#protocol/ids'

/** What set the engine going. `Snapshot.conversations` then holds: the conversation, the operator's open ones, or the queue. */
export type Trigger =
  /** A contact's message was stored: the conversation is new, reopened, unassigned, or its assignee may be away. */
  | { readonly kind: 'messageArrived'; readonly conversationId: ConversationId }
  /** His effective presence changed; the conversations are his open ones and the queue. */
  | { readonly kind: 'presenceChanged'; readonly operatorId: OperatorId }
  /** His reassignment delay has run out; the conversations are his open ones. */
  | { readonly kind: 'reassignmentDue'; readonly operatorId: OperatorId }
  /** A conversation left somebody's load (closed, released, transferred): the queue. */
  | { readonly kind: 'capacityFreed' }
  /** Transferred to a group or released to the queue by a person: the conversation. */
  | { readonly kind: 'conversationReleased'; readonly conversationId: ConversationId }
  /** Settings, accounts, groups or channels changed; the hub started; the net under everything: the queue. */
  | { readonly kind: 'settingsChanged' }
  | { readonly kind: 'hubStarted' }
  | { readonly kind: 'sweep' }
