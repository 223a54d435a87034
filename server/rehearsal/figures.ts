import type { ConversationId, OperatorId } from '#protocol/ids'
import { type Burden, type RehearsalResult, type RehearsalSide, waitSteps } from '#protocol/rehearsal'
import { sameMomentMs } from './courses'
import type { History } from './history'
import type { Ledger, Outcome, Share } from './ledger'
import type { Rehearsal } from './rehearse'

/** So many of those that would have gone to others are shown. */
const listed = 200

export interface Told {
  readonly names: ReadonlyMap<ConversationId, string>
  /** IANA name: where the hours of the day are told. */
  readonly zone: string
}

/** Conversations a result names, so that their contacts can be looked up. */
export const named = (rehearsal: Rehearsal): readonly ConversationId[] =>
  elsewhereOf(rehearsal)
    .slice(0, listed)
    .map(({ before }) => before.conversationId)

/** What happened beside what would have happened, in figures. */
export function resultOf(history: History, rehearsal: Rehearsal, { names, zone }: Told): RehearsalResult {
  const { before, after } = rehearsal
  const elsewhere = elsewhereOf(rehearsal)
  return {
    from: history.from,
    to: history.to,
    inquiries: before.outcomes.length,
    isSame: before.outcomes.every((outcome, index) => isSame(outcome, after.outcomes[index])),
    ruleChanges: history.ruleChanges,
    before: sideOf(before, zone),
    after: sideOf(after, zone),
    operators: burdens(before, after, history.to - history.from),
    elsewhere: {
      total: elsewhere.length,
      list: elsewhere.slice(0, listed).map((pair) => ({
        conversationId: pair.before.conversationId,
        contactName: names.get(pair.before.conversationId) ?? '',
        channelId: pair.before.channelId,
        openedAt: pair.before.openedAt,
        before: wayOf(pair.before),
        after: wayOf(pair.after),
      })),
    },
  }
}

const wayOf = (outcome: Outcome) => ({
  operatorId: outcome.path[0]?.operatorId ?? null,
  waitMs: waitOf(outcome),
})

interface Pair {
  readonly before: Outcome
  readonly after: Outcome
}

/** The newest first. Both ledgers count the inquiries history opened, in its order. */
function elsewhereOf({ before, after }: Rehearsal): readonly Pair[] {
  const pairs = before.outcomes.flatMap((outcome, index): Pair[] => {
    const other = after.outcomes[index]
    return other === undefined || isSamePath(outcome, other) ? [] : [{ before: outcome, after: other }]
  })
  return pairs.toReversed()
}

const isSamePath = (one: Outcome, other: Outcome): boolean =>
  one.path.length === other.path.length &&
  one.path.every(({ operatorId }, index) => operatorId === other.path[index]?.operatorId)

function isSame(one: Outcome, other: Outcome | undefined): boolean {
  if (other === undefined || !isSamePath(one, other)) return false
  return one.path.every(({ at }, index) => Math.abs(at - (other.path[index]?.at ?? 0)) <= sameMomentMs)
}

const waitOf = ({ openedAt, path: [first] }: Outcome): number | null =>
  first === undefined ? null : Math.max(0, first.at - openedAt)

function spreadOf(values: readonly number[]): RehearsalSide['assignment'] {
  const sorted = values.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  const [median, p90] = [rank(0.5), rank(0.9)]
  return median === undefined || p90 === undefined ? null : { median, p90 }
}

function sideOf({ outcomes, mostUnassigned }: Ledger, zone: string): RehearsalSide {
  const waits = outcomes.map(waitOf)
  const responses = outcomes.flatMap(({ openedAt, respondedAt }) =>
    respondedAt === null ? [] : [Math.max(0, respondedAt - openedAt)],
  )
  return {
    assignment: spreadOf(waits.filter((wait) => wait !== null)),
    response: spreadOf(responses),
    unanswered: outcomes.length - responses.length,
    unassigned: waits.filter((wait) => wait === null).length,
    moves: outcomes.reduce((sum, { moves }) => sum + moves, 0),
    mostUnassigned,
    waits: steps(waits),
    byHour: byHour(outcomes, zone),
  }
}

function steps(waits: readonly (number | null)[]): number[] {
  const counts = Array.from({ length: waitSteps.length + 2 }, () => 0)
  for (const wait of waits) {
    const found = wait === null ? waitSteps.length + 1 : waitSteps.findIndex((end) => wait <= end)
    const step = found < 0 ? waitSteps.length : found
    counts[step] = (counts[step] ?? 0) + 1
  }
  return counts
}

function byHour(outcomes: readonly Outcome[], zone: string): (number | null)[] {
  const clock = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' })
  const hours = Array.from({ length: 24 }, (): number[] => [])
  const known = new Map<number, number>()
  for (const outcome of outcomes) {
    const wait = waitOf(outcome)
    if (wait === null) continue
    // Zones differ by quarters of an hour, so within one the hour of the day stays.
    const quarter = Math.floor(outcome.openedAt / 900_000)
    const hour = known.get(quarter) ?? Number(clock.format(outcome.openedAt))
    known.set(quarter, hour)
    hours[hour]?.push(wait)
  }
  return hours.map((waits) => spreadOf(waits)?.median ?? null)
}

function burdens(before: Ledger, after: Ledger, ms: number): RehearsalResult['operators'] {
  const ids = new Set<OperatorId>([...before.shares.keys(), ...after.shares.keys()])
  return [...ids].map((operatorId) => ({
    operatorId,
    before: burdenOf(before.shares.get(operatorId), ms),
    after: burdenOf(after.shares.get(operatorId), ms),
  }))
}

const burdenOf = (share: Share | undefined, ms: number): Burden => ({
  inquiries: share?.inquiries ?? 0,
  meanLoad: share === undefined || ms <= 0 ? 0 : Math.round((share.loadMs / ms) * 100) / 100,
  mostLoad: share?.mostLoad ?? 0,
})
