import { type Interval, type Schedule, weekdays } from '#protocol/schedules'

/** What the wall clock of a zone shows, by Intl alone: "2026-03-29 03:00". */
export function wallClock(zone: string): (at: number) => string {
  // The Swedish way of writing dates is ISO's.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return (at) => format.format(at)
}

function hoursOn(schedule: Schedule, date: string): readonly Interval[] {
  const days = schedule.exceptionalDays
  const dated = days.find((day) => !day.isYearly && day.date === date)
  const yearly = days.find((day) => day.isYearly && date >= day.date && date.slice(5) === day.date.slice(5))
  const weekday = weekdays[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7] ?? 'monday'
  return (dated ?? yearly)?.hours ?? schedule.week[weekday]
}

/** Working hours said once more, slowly: look at the clock on the wall, then at the list on the door. */
export function naiveHours(schedule: Schedule): (at: number) => boolean {
  const clock = wallClock(schedule.zone)
  let door: { date: string; hours: readonly Interval[] } | undefined
  return (at) => {
    const wall = clock(at)
    const date = wall.slice(0, 10)
    if (door?.date !== date) door = { date, hours: hoursOn(schedule, date) }
    const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
    return door.hours.some(({ from, to }) => minute >= from && minute < to)
  }
}

/** The first hours, in UTC, after each change of the zone's clock. */
export function clockChanges(zone: string, from: number, to: number): readonly number[] {
  const hour = 3_600_000
  const clock = wallClock(zone)
  const offset = (at: number) => Date.parse(`${clock(at).replace(' ', 'T')}Z`) - at
  const changes: number[] = []
  let before = offset(from)
  for (let at = from + hour; at < to; at += hour) {
    const now = offset(at)
    if (now !== before) changes.push(at)
    before = now
  }
  return changes
}
