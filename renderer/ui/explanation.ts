import type { ParseKeys } from 'i18next'
import type { Explanation } from '#protocol/explanation'
import { assertNever, type OperatorId } from '#protocol/ids'

type WhyKey = Extract<ParseKeys, `chat.why.${string}`>
type Candidate = Explanation['candidates'][number]

/** The card in the order it is read: who was chosen, who could have been, the rest as they were looked at. */
export function candidatesInOrder(explanation: Explanation): readonly Candidate[] {
  const rank = { chosen: 0, eligible: 1, ineligible: 2 } as const
  return explanation.candidates.toSorted((one, other) => rank[one.verdict.kind] - rank[other.verdict.kind])
}

/** Everybody who could have had it, the chosen one included. */
export const eligibleCount = (explanation: Explanation): number =>
  explanation.candidates.filter((candidate) => candidate.verdict.kind !== 'ineligible').length

/** The one reason beside a candidate. */
export function reasonKey(candidate: Candidate, explanation: Explanation): WhyKey {
  switch (candidate.verdict.kind) {
    case 'chosen':
      return `chat.why.reason.chosen.${explanation.choice}`
    case 'eligible':
      return 'chat.why.reason.eligible'
    case 'ineligible':
      return `chat.why.reason.${candidate.verdict.reason}${candidate.verdict.since === null ? '' : 'Since'}`
    default:
      return assertNever(candidate.verdict)
  }
}

/** The sentence that tells what decided. */
export const choiceKey = (explanation: Explanation, me: OperatorId | null): WhyKey =>
  `chat.why.choice.${explanation.choice}.${explanation.chosen === me ? 'me' : 'other'}`

/** What the dot beside a name shows: how he was at that moment, not now. Null where the reason does not tell. */
export function presenceThen(candidate: Candidate): 'online' | 'busy' | 'offline' | 'lost' | null {
  if (candidate.verdict.kind !== 'ineligible') return 'online'
  switch (candidate.verdict.reason) {
    case 'busy':
      return 'busy'
    case 'offline':
      return 'offline'
    case 'lost':
    case 'connectionLost':
      return 'lost'
    // Looked at after presence: he was there.
    case 'atLimit':
    case 'atGroupLimit':
    case 'outsideHours':
    case 'lapsed':
      return 'online'
    // Looked at before presence is: he may have been anything.
    case 'disabled':
    case 'takesNoPart':
    case 'notInPool':
    case 'notMember':
    case 'mayNotReply':
    case 'takenFrom':
      return null
    default:
      return assertNever(candidate.verdict.reason)
  }
}

/** How it came to those who were looked at; null where the channel simply says so. */
export const roadKey = ({ road }: Explanation): WhyKey | null => (road === 'receiver' ? null : `chat.why.road.${road}`)
