import type { DecisionId, GroupId, OperatorId } from '#protocol/ids'
import { assertNever } from '#protocol/ids'
import type { Decision } from '../distribution/decision'
import { changeAssignee } from './change-assignee'
import type { ConversationDraft } from './draft'
import type { Work } from './ports'

type Assign = Extract<Decision, { kind: 'assign' }>

/** What was carried out, and what could not be because the read model and the rows differ, which is a bug to be counted. */
export interface Applied {
  readonly done: readonly Decision[]
  readonly refused: readonly Decision[]
}

/** Carries out what the engine decided about conversations, inside the transaction that decided. Turns and delays are kept by the caller. */
export async function applyDecisions(
  work: Work,
  decisions: readonly Decision[],
  decisionId: DecisionId | null,
): Promise<Applied> {
  const done: Decision[] = []
  const refused: Decision[] = []
  for (const decision of decisions) {
    if (decision.kind === 'movePointer' || decision.kind === 'startReassignmentDelay') continue
    const draft = await work.draft(decision.conversationId)
    const isDone = draft !== undefined && (await apply(work, draft, decision, decisionId))
    if (isDone) done.push(decision)
    else refused.push(decision)
  }
  return { done, refused }
}

async function apply(
  work: Work,
  draft: ConversationDraft,
  decision: Exclude<Decision, { kind: 'movePointer' | 'startReassignmentDelay' }>,
  decisionId: DecisionId | null,
): Promise<boolean> {
  switch (decision.kind) {
    case 'assign':
      return await assign(work, draft, decision, decisionId)
    case 'wait':
      return wait(work, draft, decision, decisionId)
    case 'stopWaiting':
      if (draft.row.waitingSince !== null) draft.change({ waitingSince: null })
      return true
    case 'rest': {
      const changed = changeAssignee(work, draft, {
        to: null,
        cause: 'released',
        by: null,
        groupId: draft.row.groupId,
        decisionId,
        aboveLimit: false,
        given: null,
        seen: decision.assignVersion,
      })
      if (!changed.ok) return false
      draft.hide({ restsUntil: decision.until })
      draft.addSystem(work.now, { kind: 'waiting', reason: 'tooManyMoves', decisionId })
      work.announce({ kind: 'alarm', alarm: 'tooManyMoves', conversationId: draft.id, channel: null })
      return true
    }
    default:
      return assertNever(decision)
  }
}

/** The claim: counts the chosen operator's rows, so that nobody gets above his limit whatever the read model says. */
async function assign(
  work: Work,
  draft: ConversationDraft,
  { to, cause, assignVersion, groupId, answerBy, lapsed }: Assign,
  decisionId: DecisionId | null,
): Promise<boolean> {
  if (!(await hasRoom(work, draft, to, groupId))) return false
  const changed = changeAssignee(work, draft, {
    to: { kind: 'operator', id: to },
    cause,
    by: null,
    groupId: draft.row.groupId,
    decisionId,
    aboveLimit: false,
    given: { groupId, answerBy, lapsed },
    seen: assignVersion,
  })
  return changed.ok
}

async function hasRoom(
  work: Work,
  draft: ConversationDraft,
  to: OperatorId,
  groupId: GroupId | null,
): Promise<boolean> {
  const { limit } = work.people.place(to)
  const groupLimit = groupId === null ? null : work.people.groupLimit(groupId)
  if (limit === null && groupLimit === null) return true
  await work.flush(draft)
  const onlyAwaiting = work.people.countsOnlyAwaiting()
  if (limit !== null && (await work.conversations.countAssigned(to, onlyAwaiting, null)) >= limit) return false
  return groupLimit === null || (await work.conversations.countAssigned(to, onlyAwaiting, groupId)) < groupLimit
}

function wait(
  work: Work,
  draft: ConversationDraft,
  { marks, assignVersion, choice }: Extract<Decision, { kind: 'wait' }>,
  decisionId: DecisionId | null,
): boolean {
  if (draft.row.assignVersion !== assignVersion) return false
  if (marks && draft.row.waitingSince !== null) return true
  if (marks) draft.change({ waitingSince: work.now })
  const reason = choice === 'outsideHours' ? 'outsideHours' : 'nobodyEligible'
  if (marks || choice === 'nobody' || choice === 'outsideHours')
    draft.addSystem(work.now, { kind: 'waiting', reason, decisionId })
  return true
}
