import type { ConversationRow } from '#protocol/conversation'
import type { GroupId, OperatorId, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'

/** A conversation as stored: the row everybody sees and what only the hub needs. */
export interface ConversationFacts {
  readonly row: ConversationRow
  /** The dialogue, group or thread on the messenger's side. */
  readonly externalChat: string
  readonly lastHumanAssignee: OperatorId | null
  /** Set while a reopened inquiry has had no assignee: who should get it back. */
  readonly returnsTo: OperatorId | null
  /** Whom a person took it from since somebody last had it, mostly himself: he does not get it again by himself. */
  readonly releasedBy: OperatorId | null
  /** Moments of automatic reassignments, newest last, of the last 10 minutes. */
  readonly moves: readonly number[]
  readonly restsUntil: number | null
  /** The group its assignee has it through; counts for that group's limit. */
  readonly ofGroup: GroupId | null
  /** Until when its assignee should have answered, when his group asks for that. */
  readonly answerBy: number | null
  /** Who has let it lapse in this round of the group. */
  readonly lapsed: readonly OperatorId[]
}

/** One event of a conversation on its way into the stream; `target` is the entry that an 'entry.changed' changed. */
export type StreamLine =
  /** `externalId`: the messenger's id of a message that came from there. */
  | { readonly kind: 'entry.added'; readonly seq: Seq; readonly entry: Entry; readonly externalId: string | null }
  | { readonly kind: 'entry.changed'; readonly seq: Seq; readonly entry: Entry }
  | { readonly kind: 'conversation.changed'; readonly seq: Seq }
