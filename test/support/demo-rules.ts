import type { ChannelHours, DistributionRules, LogLine, QueueView } from '#protocol/queries'
import { defaultDistribution } from '#protocol/settings'
import { demoRows } from './demo-conversations'
import { demoChannelDetails, demoGroups, everybodyId, minutesAgo } from './demo-people'
import { decisionId } from './demo-stream'

const hours = (text: readonly (readonly [number, number])[]) =>
  text.map(([from, to]) => ({ from: from * 60, to: to * 60 }))
const workday = hours([
  [9, 13],
  [14, 18],
])

/** Distribution of the demo company: all defaults, office hours with a lunch break, one holiday. */
export const demoRules: DistributionRules = {
  version: 12,
  settings: defaultDistribution,
  schedule: {
    version: 3,
    value: {
      zone: 'Europe/Moscow',
      week: {
        ...{ monday: workday, tuesday: workday, wednesday: workday, thursday: workday, friday: workday },
        ...{ saturday: hours([[10, 15]]), sunday: [] },
      },
      exceptionalDays: [{ date: '2027-01-01', isYearly: true, name: 'Новый год', hours: [] }],
    },
  },
  groups: demoGroups.map((group) => ({ ...group, version: 1, answerTimeMs: null, limit: null, schedule: null })),
  channels: demoChannelDetails.map(({ id, name, messenger, isConnected, version, rules }) => ({
    ...{ id, name, messenger, isConnected, version, rules },
  })),
}

export const demoHours = (at: number | null): { at: number; channels: ChannelHours[] } => ({
  at: at ?? minutesAgo(0),
  channels: demoChannelDetails.map(({ id }) => ({
    channelId: id,
    isOpen: true,
    until: minutesAgo(-90),
    road: 'receiver',
    receives: { kind: 'group', groupId: everybodyId },
    online: demoGroups[0]?.members.slice(0, 2) ?? [],
  })),
})

const lines: LogLine[] = demoRows()
  .slice(0, 20)
  .map((row, place) => ({
    decisionId,
    conversationId: row.id,
    at: minutesAgo(place * 7),
    trigger: 'messageArrived',
    contactName: row.contactName,
    channelId: row.channelId,
    groupId: everybodyId,
    from: null,
    chosen: row.assignee?.kind === 'operator' ? row.assignee.id : null,
    choice: row.assignee === null ? 'nobody' : 'inTurn',
    waitedMs: place * 1_500,
  }))
export const demoLog: { lines: LogLine[]; next: null } = { lines, next: null }

export const demoQueue: QueueView = {
  total: 3,
  places: demoRows()
    .filter((row) => row.isOpen && row.assignee === null)
    .slice(0, 3)
    .map((row, place) => ({
      conversationId: row.id,
      contactName: row.contactName,
      channelId: row.channelId,
      priority: place === 0 ? 'high' : 'normal',
      place: place + 1,
      since: row.unansweredSince,
      expectedWaitMs: (place + 1) * 80_000,
      assignee: null,
      opensAt: null,
    })),
}
