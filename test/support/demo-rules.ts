import type { Command } from '#protocol/commands'
import type { GroupDetails } from '#protocol/group'
import { GroupId } from '#protocol/ids'
import type { ChannelHours, DistributionRules, LogLine, QueueView } from '#protocol/queries'
import { defaultDistribution } from '#protocol/settings'
import { demoRows } from './demo-conversations'
import { demoChannelDetails, demoGroups, everybodyId, minutesAgo, operatorId } from './demo-people'
import { decisionId } from './demo-stream'

const hours = (text: readonly (readonly [number, number])[]) =>
  text.map(([from, to]) => ({ from: from * 60, to: to * 60 }))
const workday = hours([
  [9, 13],
  [14, 18],
])

/** A group that answers quickly; no channel needs it. */
export const demoReturns: GroupDetails = {
  id: GroupId.parse('g-returns'),
  name: 'Возвраты',
  isEverybody: false,
  order: 'leastLoaded',
  members: [operatorId('regina'), operatorId('ivan'), operatorId('darya')],
  version: 4,
  answerTimeMs: 60_000,
  limit: 4,
  schedule: null,
}

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
  groups: [
    ...demoGroups.map((group) => ({ ...group, version: 1, answerTimeMs: null, limit: null, schedule: null })),
    demoReturns,
  ],
  channels: demoChannelDetails.map(({ id, name, messenger, isConnected, version, rules }) => ({
    ...{ id, name, messenger, isConnected, version, rules },
  })),
}

/** The rules once a command is carried out, with its answer; those that no command of distribution changes stay. */
export function rulesAfter(rules: DistributionRules, command: Command): { rules: DistributionRules; answer: object } {
  switch (command.kind) {
    case 'distribution.save': {
      const version = command.version + 1
      return { rules: { ...rules, version, settings: command.settings }, answer: { version } }
    }
    case 'schedule.save': {
      const version = command.version + 1
      return { rules: { ...rules, schedule: { version, value: command.schedule } }, answer: { version } }
    }
    case 'channel.distribute': {
      const version = command.version + 1
      const channels = rules.channels.map((one) =>
        one.id === command.channelId ? { ...one, version, rules: command.rules } : one,
      )
      return { rules: { ...rules, channels }, answer: { version } }
    }
    case 'group.save': {
      const id = command.groupId ?? GroupId.parse('g-made')
      const isEverybody = id === everybodyId
      const group = { ...command.form, id, isEverybody, version: command.version + 1 }
      const others = rules.groups.filter((one) => one.id !== id)
      return { rules: { ...rules, groups: [...others, group] }, answer: group }
    }
    case 'group.delete': {
      const groups = rules.groups.filter((one) => one.id !== command.groupId)
      return { rules: { ...rules, groups }, answer: {} }
    }
    default:
      return { rules, answer: {} }
  }
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

export const demoLog: readonly LogLine[] = demoRows()
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
      assignVersion: row.assignVersion,
      place: place + 1,
      since: row.unansweredSince,
      expectedWaitMs: (place + 1) * 80_000,
      assignee: null,
      opensAt: null,
    })),
}
