import type { Interval } from '#protocol/schedules'

const hour = 60

/** `9`, `930`, `9:30`, `09.30`, `24:00` as minutes of the day; NaN for what is no time. */
export function minuteOf(text: string): number {
  const written = text.trim()
  const parts = /^(\d{1,2})[:.,\s]?(\d{2})?$/u.exec(written)
  if (parts === null) return Number.NaN
  const hours = Number(parts[1])
  const minutes = Number(parts[2] ?? 0)
  return hours <= 24 && minutes < hour ? hours * hour + minutes : Number.NaN
}

/** `9:30`, `24:00`. */
export function clockText(minute: number): string {
  if (!Number.isFinite(minute)) return ''
  return `${Math.floor(minute / hour)}:${String(minute % hour).padStart(2, '0')}`
}

/** `9:00–13:00, 14:00–18:00`; empty for a day off. */
export const hoursText = (hours: readonly Interval[]): string =>
  hours.map(({ from, to }) => `${clockText(from)}–${clockText(to)}`).join(', ')

const dayEnd = 24 * hour
const office: Interval = { from: 9 * hour, to: 18 * hour }

/** The hours one most likely wants next: office hours first, then an hour's break later. */
export function nextHours(hours: readonly Interval[]): readonly Interval[] {
  const last = hours.at(-1)
  if (last === undefined) return [office]
  const from = Math.min((Number.isFinite(last.to) ? last.to : office.to) + hour, dayEnd - hour)
  return [...hours, { from, to: Math.min(from + 4 * hour, dayEnd) }]
}
