import { PeopleReceiver } from '#protocol/channel'
import type { At } from '#protocol/ids'
import type { ChannelHours, DistributionRules } from '#protocol/queries'
import type { Schedule } from '#protocol/schedules'
import { isReady } from '../distribution/eligible'
import { type Receiving, receivingOf } from '../distribution/receiving'
import { groupDetailsOf } from './groups'
import type { ChannelRecord } from './ports'
import type { Roster } from './roster'
import { isOpen, nextEdge } from './working-hours'

/** All that decides who gets what, as supervisors edit it. */
export const distributionRules = (roster: Roster): DistributionRules => ({
  version: roster.settingsVersion,
  settings: roster.settings,
  schedule: roster.rows.schedule,
  groups: roster.groupFacts.map((group) => groupDetailsOf(roster, group)),
  channels: [...roster.channelRecords.values()].map(({ id, name, messenger, isConnected, version, rules }) => ({
    ...{ id, name, messenger, isConnected, version, rules },
  })),
})

/** Who answers at a moment, channel by channel: hours as saved, presence as it is now. */
export function hoursAt(roster: Roster, at: At): readonly ChannelHours[] {
  const schedules = new Map(roster.groupFacts.map(({ id, schedule }) => [id, schedule]))
  const groups = new Map(
    [...roster.groups].map(([id, group]) => {
      const schedule = schedules.get(id) ?? null
      return [id, { ...group, isOpen: schedule === null ? null : isOpen(schedule, at) }]
    }),
  )
  const company = roster.rows.schedule.value
  const rules = { groups, channels: roster.channels, isOpen: company === null || isOpen(company, at) }
  return [...roster.channelRecords.values()].map((channel) => {
    const receiving = receivingOf(rules, { channelId: channel.id, groupId: null })
    const isWaiting = receiving === undefined || receiving.kind === 'closed'
    return {
      channelId: channel.id,
      isOpen: !isWaiting && receiving.road !== 'outside' && receiving.road !== 'outsideReserve',
      until: untilOf(roster, channel, at),
      road: isWaiting ? null : receiving.road,
      receives: isWaiting ? null : receiverOf(receiving),
      online: isWaiting ? [] : onlineOf(roster, receiving, channel),
    }
  })
}

const receiverOf = (receiving: Exclude<Receiving, { kind: 'closed' }>): PeopleReceiver =>
  receiving.kind === 'operator'
    ? { kind: 'operator', operatorId: receiving.id }
    : { kind: 'group', groupId: receiving.group.id }

function onlineOf(
  roster: Roster,
  receiving: Exclude<Receiving, { kind: 'closed' }>,
  { rules: { pool } }: ChannelRecord,
) {
  const entries =
    receiving.kind === 'group'
      ? receiving.group.members
      : [roster.entries.get(receiving.id)].flatMap((one) => one ?? [])
  return entries
    .filter((entry) => isReady({ ...entry, limit: null }) && (pool === null || pool.includes(entry.id)))
    .map((entry) => entry.id)
}

/** When one of the schedules that count for the channel changes next. */
function untilOf(roster: Roster, { rules }: ChannelRecord, at: At): At | null {
  if (!rules.onlyInHours) return null
  const schedules = [rules.receiver, rules.outside].flatMap((receiver): readonly (Schedule | null)[] => {
    const people = PeopleReceiver.safeParse(receiver.kind === 'bot' ? receiver.reserve : receiver)
    const groupId = people.success && people.data.kind === 'group' ? people.data.groupId : null
    return [roster.groupFacts.find(({ id }) => id === groupId)?.schedule ?? roster.rows.schedule.value]
  })
  const edges = schedules.flatMap((schedule) => (schedule === null ? [] : (nextEdge(schedule, at) ?? [])))
  return edges.length === 0 ? null : Math.min(...edges)
}
