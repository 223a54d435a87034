import { ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { LogFilter } from '#protocol/queries'

export const periods = ['hour', 'day', 'week', 'month', 'all'] as const
export type Period = (typeof periods)[number]

const hourMs = 3_600_000
const lengthsMs = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const

/** What is chosen on the screen; an empty word is "all". */
export interface LogChoice {
  readonly period: Period
  readonly channel: string
  readonly group: string
  readonly operator: string
  readonly onlyUnassigned: boolean
}

export const firstChoice: LogChoice = { period: 'day', channel: '', group: '', operator: '', onlyUnassigned: false }

/** The question to the hub. A period ends with the moment it is asked: newer decisions are never left out. */
export function filterOf(choice: LogChoice, now: number): LogFilter {
  const { period, channel, group, operator } = choice
  return {
    from: period === 'all' ? null : Math.max(0, now - lengthsMs[period]),
    to: null,
    channelId: channel === '' ? null : ChannelId.parse(channel),
    groupId: group === '' ? null : GroupId.parse(group),
    // Nobody was chosen where nobody was found: both together would find nothing for ever.
    operatorId: operator === '' || choice.onlyUnassigned ? null : OperatorId.parse(operator),
    onlyUnassigned: choice.onlyUnassigned,
  }
}
