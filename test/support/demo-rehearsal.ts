import type { RehearsalResult, RehearsalSide } from '#protocol/rehearsal'
import { demoRows } from './demo-conversations'
import { demoNow, demoOperators, minutesAgo } from './demo-people'

const byHour = (scale: number): (number | null)[] =>
  Array.from({ length: 24 }, (_, hour) => (hour < 8 || hour > 20 ? null : (6 + ((hour * 7) % 11) * 4) * 1_000 * scale))

const before: RehearsalSide = {
  assignment: { median: 14_000, p90: 260_000 },
  response: { median: 95_000, p90: 640_000 },
  unanswered: 18,
  unassigned: 7,
  moves: 43,
  mostUnassigned: 21,
  waits: [412, 203, 88, 61, 40, 22, 9, 3, 7],
  byHour: byHour(2),
}

const after: RehearsalSide = {
  assignment: { median: 6_000, p90: 120_000 },
  response: { median: 88_000, p90: 512_000 },
  unanswered: 11,
  unassigned: 2,
  moves: 58,
  mostUnassigned: 12,
  waits: [530, 180, 61, 40, 22, 8, 2, 0, 2],
  byHour: byHour(1),
}

/** A week of the demo company under a higher limit: better in most, with more moves. */
export const demoRehearsal: RehearsalResult = {
  from: demoNow - 7 * 86_400_000,
  to: demoNow,
  inquiries: 845,
  isSame: false,
  ruleChanges: 1,
  before,
  after,
  operators: demoOperators.slice(0, 6).map(({ id }, place) => ({
    operatorId: id,
    before: { inquiries: 220 - place * 30, meanLoad: 5.4 - place * 0.7, mostLoad: 10 - place },
    after: { inquiries: 180 - place * 16, meanLoad: 4.2 - place * 0.3, mostLoad: 8 },
  })),
  elsewhere: {
    total: 312,
    list: demoRows()
      .slice(0, 12)
      .map((row, place) => ({
        conversationId: row.id,
        contactName: row.contactName,
        channelId: row.channelId,
        openedAt: minutesAgo(place * 37),
        before: { operatorId: demoOperators[place % 3]?.id ?? null, waitMs: 40_000 + place * 9_000 },
        after: { operatorId: demoOperators[(place + 1) % 4]?.id ?? null, waitMs: place === 4 ? null : 3_000 },
      })),
  },
}
