import type { Explanation } from '#protocol/explanation'
import { assertNever, type ConversationId } from '#protocol/ids'
import type { Basis } from './basis'
import { walk } from './decide'
import type { Decision } from './decision'
import { ineligibleReason } from './eligible'
import { Handout } from './handout'
import { inOrderOfTurn } from './order/in-turn'
import { inOrderOfLoad } from './order/least-loaded'
import { skippedIn } from './reassign'
import type { Receiving } from './receiving'
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
  let looks: readonly Look[] = []
  const decision = walk(handout, basis.trigger, (conversation) => {
    if (conversation.id === conversationId) looks = looksAt(handout, conversation)
  }).get(conversationId)
  const first = looks[0]
  const made = decision === undefined ? null : verdict(decision)
  if (decision === undefined || first === undefined || made === null) return null
  const last = looks.at(-1) ?? first
  const isOverflown = decision.kind === 'assign' && decision.groupId === groupOf(last.receiving)?.id
  const { receiving } = isOverflown ? last : first
  const looked = made.chosen === null ? allOf(looks) : (isOverflown ? last : first).candidates
  const isNewRound = decision.kind === 'assign' && decision.lapsed.length === 0
  return {
    conversationId,
    at: basis.at,
    trigger: basis.trigger.kind,
    settingsVersion: basis.settings.version,
    road: receiving.road,
    groupId: groupOf(receiving)?.id ?? null,
    order: groupOf(receiving)?.order ?? null,
    ...made,
    candidates: sorted(isNewRound ? looked.map(inNewRound) : looked, made),
  }
}

const groupOf = (receiving: Receiving) => (receiving.kind === 'operator' ? null : receiving.group)

/** Everybody was skipped once, so nobody is any more. */
const inNewRound = (candidate: Candidate): Candidate =>
  candidate.verdict.kind === 'ineligible' && candidate.verdict.reason === 'lapsed'
    ? { ...candidate, verdict: { kind: 'eligible' } }
    : candidate

interface Look {
  readonly receiving: Receiving
  readonly candidates: readonly Candidate[]
}

/** Who is asked first, and who after it has waited too long. */
function looksAt(handout: Handout, conversation: ConversationState): readonly Look[] {
  const receiving = handout.receiving(conversation)
  if (receiving === undefined) return []
  const overflow = handout.overflow(conversation, receiving)
  const roads = overflow === undefined ? [receiving] : [receiving, overflow]
  return roads.map((road) => ({ receiving: road, candidates: lookedAt(handout, conversation, road) }))
}

/** Nobody was found anywhere: everybody who was looked at, each once. */
function allOf(looks: readonly Look[]): readonly Candidate[] {
  const known = new Map<Candidate['operatorId'], Candidate>()
  for (const { candidates } of looks)
    for (const candidate of candidates) if (!known.has(candidate.operatorId)) known.set(candidate.operatorId, candidate)
  return [...known.values()]
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
  const { settings, now } = handout.snapshot
  const bar = handout.barOf(conversation, receiving, skippedIn(conversation, settings, now))
  const last = handout.returnsTo(conversation, receiving)
  const entries = new Map(last === undefined ? [] : [[last.id, last]])
  for (const entry of received(handout, conversation, receiving)) entries.set(entry.id, entry)
  return [...entries.values()].map((entry) => {
    const reason = ineligibleReason(entry, bar)
    const { id: operatorId } = entry
    const isOfGroup = reason === 'atGroupLimit' && bar.group !== null
    const load = isOfGroup ? (entry.groupLoads.get(bar.group.id) ?? 0) : entry.load
    const limit = isOfGroup ? bar.group.limit : entry.limit
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
  if (group === null) return []
  const { pool } = handout.barOf(conversation, receiving)
  const members = handout.seats.of(group.members)
  const ordered =
    group.order === 'inTurn' ? inOrderOfTurn(members, handout.pointer(group.id, conversation)) : inOrderOfLoad(members)
  return ordered.filter((entry) => pool === null || pool.has(entry.id))
}

function sorted(looked: readonly Candidate[], made: Pick<Explanation, 'chosen' | 'choice'>): Candidate[] {
  if (made.choice === 'byHand' || made.choice === 'switchedOff' || made.choice === 'outsideHours') return []
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
