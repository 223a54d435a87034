import type { Explanation } from '#protocol/explanation'
import { assertNever, type OperatorId } from '#protocol/ids'

type Candidate = Explanation['candidates'][number]

/** The card in the order it is read: who was chosen, who could have been, the rest as they were looked at. */
export function candidatesInOrder(explanation: Explanation): readonly Candidate[] {
  const rank = { chosen: 0, eligible: 1, ineligible: 2 } as const
  return explanation.candidates.toSorted((one, other) => rank[one.verdict.kind] - rank[other.verdict.kind])
}

/** Everybody who could have had it, the chosen one included. */
export const eligibleCount = (explanation: Explanation): number =>
  explanation.candidates.filter((candidate) => candidate.verdict.kind !== 'ineligible').length

/** Key (below `chat.why.reason`) of the one reason beside a candidate. */
export function reasonKey(candidate: Candidate, explanation: Explanation): string {
  switch (candidate.verdict.kind) {
    case 'chosen':
      return `chosen.${explanation.choice}`
    case 'eligible':
      return 'eligible'
    case 'ineligible':
      return `${candidate.verdict.reason}${candidate.verdict.since === null ? '' : 'Since'}`
    default:
      return assertNever(candidate.verdict)
  }
}

/** Key (below `chat.why.choice`) of the sentence that tells what decided. */
export const choiceKey = (explanation: Explanation, me: OperatorId): string =>
  `${explanation.choice}.${explanation.chosen === me ? 'me' : 'other'}`

/** What the dot beside a name shows: how he was at that moment, not now. */
export function presenceThen(candidate: Candidate): 'online' | 'busy' | 'offline' | 'lost' {
  if (candidate.verdict.kind !== 'ineligible') return 'online'
  switch (candidate.verdict.reason) {
    case 'busy':
      return 'busy'
    case 'offline':
    case 'disabled':
      return 'offline'
    case 'lost':
    case 'connectionLost':
      return 'lost'
    default:
      return 'online'
  }
}
