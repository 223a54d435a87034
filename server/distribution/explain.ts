import type { Explanation } from '#protocol/explanation'
import { assertNever, type ConversationId } from '#protocol/ids'
import type { Basis } from './basis'
import type { Decision } from './decision'
import { ineligibleReason } from './eligible'
import { Handout, type Receiving } from './handout'
import { judge } from './judge'
import { inOrderOfTurn } from './order/in-turn'
import { inOrderOfLoad } from './order/least-loaded'
import { inQueueOrder } from './queue'
import { snapshotOf } from './replay'
import type { ConversationState, RosterEntry } from './snapshot'

type Candidate = Explanation['candidates'][number]

/**
 * The card behind «Почему я?», made from what was kept: who was looked at, with his load at that moment of the call, chosen
 * first, then those who were eligible in the order they would have come, then the others each with the first reason against
 * him. Null when the basis decided nothing about this conversation.
 */
export function explain(basis: Basis, conversationId: ConversationId): Omit<Explanation, 'decisionId'> | null {
  const snapshot = snapshotOf(basis)
  const handout = new Handout(snapshot)
  for (const conversation of inQueueOrder(snapshot.conversations)) {
    const receiving = handout.receiving(conversation)
    const isAsked = conversation.id === conversationId
    const looked = isAsked && receiving !== undefined ? lookedAt(handout, conversation, receiving) : []
    const decision = judge(handout, conversation, basis.trigger)
    if (!isAsked) continue
    if (decision === null || receiving === undefined) return null
    const made = verdict(decision)
    if (made === null) return null
    return {
      conversationId,
      at: basis.at,
      trigger: basis.trigger.kind,
      settingsVersion: basis.settings.version,
      groupId: receiving.kind === 'group' ? receiving.group.id : null,
      order: receiving.kind === 'group' ? receiving.group.order : null,
      ...made,
      candidates: sorted(looked, made),
    }
  }
  return null
}

function verdict(decision: Decision): Pick<Explanation, 'chosen' | 'choice'> | null {
  switch (decision.kind) {
    case 'assign':
      return { chosen: decision.to, choice: decision.choice }
    case 'wait':
      return { chosen: null, choice: decision.choice }
    case 'rest':
      return { chosen: null, choice: 'tooManyMoves' }
    case 'stopWaiting':
    case 'movePointer':
    case 'startReassignmentDelay':
      return null
    default:
      return assertNever(decision)
  }
}

/** Everybody who came into question, in the order they were looked at, as they stood before the choice. */
function lookedAt(handout: Handout, conversation: ConversationState, receiving: Receiving): readonly Candidate[] {
  const bar = handout.barOf(conversation)
  const last = handout.returnsTo(conversation)
  const entries = new Map(last === undefined ? [] : [[last.id, last]])
  for (const entry of received(handout, conversation, receiving)) entries.set(entry.id, entry)
  return [...entries.values()].map((entry) => {
    const reason = ineligibleReason(entry, bar)
    const { id: operatorId, load, limit } = entry
    if (reason === null) return { operatorId, load, limit, verdict: { kind: 'eligible' } }
    const isOfPresence = reason === 'offline' || reason === 'lost' || reason === 'connectionLost' || reason === 'busy'
    const since = isOfPresence ? entry.presenceSince : null
    return { operatorId, load, limit, verdict: { kind: 'ineligible', reason, since } }
  })
}

function received(handout: Handout, conversation: ConversationState, receiving: Receiving): readonly RosterEntry[] {
  if (receiving.kind === 'operator') {
    const named = handout.seats.get(receiving.id)
    return named === undefined ? [] : [named]
  }
  const { group } = receiving
  const { pool } = handout.barOf(conversation)
  const members = handout.seats.of(group.members)
  const ordered =
    group.order === 'inTurn' ? inOrderOfTurn(members, handout.pointer(group.id, conversation)) : inOrderOfLoad(members)
  return ordered.filter((entry) => pool === null || pool.has(entry.id))
}

function sorted(looked: readonly Candidate[], made: Pick<Explanation, 'chosen' | 'choice'>): Candidate[] {
  if (made.choice === 'byHand' || made.choice === 'switchedOff') return []
  const chosen = looked
    .filter(({ operatorId }) => operatorId === made.chosen)
    .map((candidate) => ({ ...candidate, verdict: { kind: 'chosen' as const } }))
  if (made.choice === 'lastAssignee') return chosen
  const others = looked.filter(({ operatorId }) => operatorId !== made.chosen)
  return [
    ...chosen,
    ...others.filter((candidate) => candidate.verdict.kind === 'eligible'),
    ...others.filter((candidate) => candidate.verdict.kind !== 'eligible'),
  ]
}
