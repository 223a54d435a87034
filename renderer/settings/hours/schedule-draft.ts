import { type ScheduleDraft, weekdays } from '#protocol/schedules'
import type { Formats } from '../../text/format'
import type { Text } from '../../text/i18n'
import type { ConflictRow } from '../ConflictNotice'
import { hoursText } from './clock'

const office = [{ from: 9 * 60, to: 18 * 60 }]

/** What one starts from: office hours where this device is. */
export const officeHours = (zone: string): ScheduleDraft => ({
  zone,
  week: {
    ...{ monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
    ...{ saturday: [], sunday: [] },
  },
  exceptionalDays: [],
})

export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

export const hasHours = ({ week, exceptionalDays }: ScheduleDraft): boolean =>
  weekdays.some((day) => week[day].length > 0) || exceptionalDays.some(({ hours }) => hours.length > 0)

/** What two schedules say otherwise, part by part; null is none at all. */
export function scheduleDifferences(
  t: Text,
  format: Formats,
  mine: ScheduleDraft | null,
  theirs: ScheduleDraft | null,
  none: string,
): readonly ConflictRow[] {
  if (mine === null || theirs === null) {
    const said = (one: ScheduleDraft | null) => (one === null ? none : t('hours.scheduled'))
    return mine === theirs ? [] : [{ key: 'kind', name: t('hours.kind'), mine: said(mine), theirs: said(theirs) }]
  }
  const both = (key: string, name: string, read: (draft: ScheduleDraft) => string) => ({
    ...{ key, name, mine: read(mine), theirs: read(theirs) },
  })
  const off = t('hours.dayOff')
  const days = ({ exceptionalDays }: ScheduleDraft) =>
    exceptionalDays
      .map(({ date, isYearly, name, hours }) => {
        const title = isYearly ? `${date} ${name} (${t('hours.yearly')})` : `${date} ${name}`
        return `${title}: ${hours.length === 0 ? off : hoursText(hours)}`
      })
      .toSorted((a, b) => a.localeCompare(b, format.language))
      .join('; ')
  return [
    both('zone', t('hours.zone'), ({ zone }) => zone),
    ...weekdays.map((day) =>
      both(day, t(`hours.weekday.${day}`), ({ week }) => (week[day].length === 0 ? off : hoursText(week[day]))),
    ),
    both('days', t('hours.days'), days),
  ].filter((row) => row.mine !== row.theirs)
}
