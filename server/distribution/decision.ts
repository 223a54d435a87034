import type { Choice } from '#protocol/explanation'
import type { ChannelId, ConversationId, GroupId, OperatorId } from '#protocol/ids'

/** What the engine wants done, in order. The shell carries it out; an assignment holds only while `assignVersion` is unchanged. */
export type Decision =
  | {
      readonly kind: 'assign'
      readonly conversationId: ConversationId
      readonly assignVersion: number
      readonly from: OperatorId | null
      readonly to: OperatorId
      readonly cause: 'distributed' | 'queue' | 'returned' | 'reassigned' | 'lapsed'
      readonly choice: Choice
      /** The group it came to him through: counts for that group's limit. */
      readonly groupId: GroupId | null
      /** Until when he should answer, if his group asks for that. */
      readonly answerBy: number | null
      /** Who is skipped in this round from now on. */
      readonly lapsed: readonly OperatorId[]
    }
  /**
   * Nobody can have it now. `marks`: its assignee is away or has let the answer time pass, it stays with him and is marked "waiting for a free operator".
   * Without: it stays unassigned; said only of the conversation the trigger is about, never of every one left in the queue.
   */
  | {
      readonly kind: 'wait'
      readonly conversationId: ConversationId
      readonly assignVersion: number
      readonly marks: boolean
      readonly choice: Choice
      /** The group that has nobody for it. */
      readonly groupId: GroupId | null
    }
  /** The assignee is back or has answered, or nothing is reassigned any more: the mark goes. */
  | { readonly kind: 'stopWaiting'; readonly conversationId: ConversationId }
  /** Moved too often by itself: back to unassigned, with an alarm, and at rest until then. */
  | {
      readonly kind: 'rest'
      readonly conversationId: ConversationId
      readonly assignVersion: number
      readonly from: OperatorId
      readonly until: number
    }
  /** The in-turn pointer of a group on a channel moves to the last one chosen; once for each pointer, after all assignments. */
  | { readonly kind: 'movePointer'; readonly groupId: GroupId; readonly channelId: ChannelId; readonly to: OperatorId }
  /** He is away, and a conversation of his is due only then (it was given to him late): he is to be looked at again. */
  | { readonly kind: 'startReassignmentDelay'; readonly operatorId: OperatorId; readonly until: number }
