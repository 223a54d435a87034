import { accepted, type Outcome, refused } from '#protocol/errors'
import type { DecisionId, GroupId, OperatorId } from '#protocol/ids'
import type { AssigneeRef, AssignmentCause } from '#protocol/message'
import type { ConversationDraft } from './draft'
import type { Work } from './ports'

/** Automatic reassignments older than this no longer count (reliability promise 10). */
const movesCountForMs = 600_000

export interface AssigneeChange {
  /** Null gives it back to the queue. */
  readonly to: AssigneeRef | null
  readonly cause: AssignmentCause
  /** Null when the hub does it. */
  readonly by: OperatorId | null
  /** Group that is to have it from now on; null = the channel's receiver. */
  readonly groupId: GroupId | null
  readonly decisionId: DecisionId | null
  readonly aboveLimit: boolean
  /** What the engine says besides; null when a person did it. */
  readonly given: Given | null
  /** The `assignVersion` the change was decided on. */
  readonly seen: number
}

/** The group it came through, until when he should answer, and who is skipped from now on. */
export interface Given {
  readonly groupId: GroupId | null
  readonly answerBy: number | null
  readonly lapsed: readonly OperatorId[]
}

const automatic: ReadonlySet<AssignmentCause> = new Set(['distributed', 'queue', 'returned', 'reassigned', 'lapsed'])

/** Somebody else was faster: who has it now. */
const outrun = ({ row }: ConversationDraft): Outcome<never> =>
  row.assignee === null
    ? refused('CONFLICT', 'The assignment has changed meanwhile.', { facts: { assigneeId: null } })
    : refused('ALREADY_TAKEN', 'Somebody else has taken it meanwhile.', { facts: { assigneeId: row.assignee.id } })

/**
 * The only way an assignee changes: people and engine alike come through here (reliability promise 6). The change holds only
 * while nobody has changed the assignment since it was looked at; the stream says from whom, to whom, why and by whom.
 */
export function changeAssignee(work: Work, draft: ConversationDraft, change: AssigneeChange): Outcome<null> {
  const { facts } = draft
  const { row } = facts
  if (!row.isOpen)
    return refused('CLOSED', 'The conversation has been closed meanwhile.', { facts: { closedAt: row.closedAt } })
  if (row.assignVersion !== change.seen) return outrun(draft)
  const { to, cause, by } = change
  const operatorId = to?.kind === 'operator' ? to.id : null
  const isOther = (id: OperatorId): boolean => id !== operatorId
  draft.change({
    assignee: to,
    assignedAt: to === null ? null : work.now,
    groupId: change.groupId,
    coAssignees: row.coAssignees.every(isOther) ? row.coAssignees : row.coAssignees.filter(isOther),
    observers: row.observers.every(isOther) ? row.observers : row.observers.filter(isOther),
    waitingSince: null,
    assignVersion: row.assignVersion + 1,
  })
  // Whoever had it does not get it back by himself, also when somebody else took it from him.
  const gaveUp = by !== null && row.assignee?.kind === 'operator' ? row.assignee.id : null
  const recent = facts.moves.filter((at) => at > work.now - movesCountForMs)
  const isAutomatic = automatic.has(cause)
  draft.hide({
    lastHumanAssignee: operatorId ?? facts.lastHumanAssignee,
    returnsTo: to === null ? facts.returnsTo : null,
    releasedBy: to === null ? (gaveUp ?? facts.releasedBy) : null,
    moves: cause === 'reassigned' ? [...recent, work.now] : isAutomatic || by === null ? recent : [],
    restsUntil: isAutomatic || by === null ? facts.restsUntil : null,
    ofGroup: to === null ? null : (change.given?.groupId ?? work.people.receivingGroup(row.channelId, change.groupId)),
    answerBy: change.given?.answerBy ?? null,
    lapsed: change.given?.lapsed ?? [],
  })
  draft.addSystem(work.now, {
    kind: 'assigned',
    from: row.assignee,
    to,
    cause,
    by,
    groupId: to === null ? change.groupId : null,
    decisionId: change.decisionId,
    aboveLimit: change.aboveLimit,
  })
  return accepted(null)
}
