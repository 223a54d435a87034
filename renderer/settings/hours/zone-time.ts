const dayMs = 86_400_000
const minuteMs = 60_000

/** Days from 1970-01-01 to a date of the calendar. */
function daysTo(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const wallFormat = (timeZone: string | undefined) =>
  new Intl.DateTimeFormat('en-US', {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })

function wallOf(at: number, zone: string | undefined) {
  const parts = new Map(
    wallFormat(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  const minute = Number(part('hour')) * 60 + Number(part('minute'))
  const days = daysTo(Number(part('year')), Number(part('month')), Number(part('day')))
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    minute,
    ms: days * dayMs + minute * minuteMs,
  }
}

interface Wall {
  /** `2026-11-19`, as date fields write it. */
  readonly date: string
  /** Of the day. */
  readonly minute: number
}

/** What a clock of the zone shows. Without a zone: this device's. */
export function wallAt(at: number, zone: string | undefined): Wall {
  const { date, minute } = wallOf(at, zone)
  return { date, minute }
}

/**
 * The instant at which a clock of the zone shows this; null for what is no date or no time. In the repeated hour of autumn the
 * first of both; a time that the clock jumps over in spring is taken as much later.
 */
export function instantOf(date: string, minute: number, zone: string | undefined): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(date)
  if (parts === null || !Number.isFinite(minute)) return null
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  const wall = daysTo(year, month, day) * dayMs + minute * minuteMs
  const offsetAt = (at: number) => wallOf(at, zone).ms - Math.floor(at / minuteMs) * minuteMs
  // The offsets of the day before and the day after: of a clock change between them the earlier fits first.
  const candidates = [offsetAt(wall - dayMs), offsetAt(wall + dayMs)].map((offset) => wall - offset)
  return candidates.find((at) => wallOf(at, zone).ms === wall) ?? candidates[0] ?? null
}
