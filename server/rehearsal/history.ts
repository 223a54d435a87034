import type { Priority } from '#protocol/channel'
import type { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import type { Presence } from '#protocol/operator'
import type { Decision } from '../distribution/decision'
import type { CompanyRows, Turn } from '../operators/ports'

export type Assigned = Extract<SystemEvent, { kind: 'assigned' }>

/** What happened to a conversation or to the company, as the store tells it. */
export type Happening =
  /** A contact's word; `opens`: it began an inquiry. */
  | {
      readonly kind: 'spoke'
      readonly at: number
      readonly conversationId: ConversationId
      readonly channelId: ChannelId
      readonly opens: boolean
    }
  | {
      readonly kind: 'replied'
      readonly at: number
      readonly conversationId: ConversationId
      /** Null: of the company, in the messenger itself. */
      readonly by: OperatorId | null
    }
  | {
      readonly kind: 'closed'
      readonly at: number
      readonly conversationId: ConversationId
      readonly by: OperatorId | null
    }
  /** By an operator; the assignment to himself comes right after it. */
  | {
      readonly kind: 'reopened'
      readonly at: number
      readonly conversationId: ConversationId
      readonly channelId: ChannelId
      readonly by: OperatorId
    }
  | {
      readonly kind: 'prioritized'
      readonly at: number
      readonly conversationId: ConversationId
      readonly priority: Priority
      readonly by: OperatorId | null
    }
  /** By a person, or by the engine of then. */
  | {
      readonly kind: 'assigned'
      readonly at: number
      readonly conversationId: ConversationId
      readonly event: Assigned
    }
  /** The engine of then found nobody. */
  | { readonly kind: 'waited'; readonly at: number; readonly conversationId: ConversationId }
  | {
      readonly kind: 'presence'
      readonly at: number
      readonly operatorId: OperatorId
      readonly presence: Presence
    }
  | { readonly kind: 'hubStarted'; readonly at: number }

export type OfConversation = Extract<Happening, { readonly conversationId: ConversationId }>

/** How things stood when the days began. */
export interface Opening {
  /** What brought the conversations that were open then to where they stood, in order. */
  readonly before: readonly OfConversation[]
  /** What the engine had decided about them. */
  readonly decided: ReadonlyMap<string, readonly Decision[]>
  readonly presences: ReadonlyMap<OperatorId, Presence>
  readonly turns: readonly Turn[]
  /** Who was given something last when. */
  readonly lastAssigned: ReadonlyMap<OperatorId, number>
  /** Who had a conversation last, of those that were closed then and come back. */
  readonly lastAssignees: ReadonlyMap<
    ConversationId,
    { readonly channelId: ChannelId; readonly operatorId: OperatorId }
  >
}

/** Everything a rehearsal goes by. */
export interface History {
  readonly from: number
  readonly to: number
  /** The rules as they are saved now, and the accounts. */
  readonly company: CompanyRows
  readonly opening: Opening
  /** In the order in which they happened. */
  readonly happenings: readonly Happening[]
  /** How often rules were saved within these days: then what happened did not go by one set of rules. */
  readonly ruleChanges: number
}

/** The engine of then, not a person. */
export const isByEngine = ({ by, cause }: Assigned): boolean => by === null && cause !== 'disabled'
