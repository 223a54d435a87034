import { z } from 'zod'

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

export const scheduleLimits = {
  minutesOfDay: 1440,
  intervalsOfDay: 12,
  exceptionalDays: 400,
  nameLength: 80,
  firstYear: 2000,
  lastYear: 2199,
} as const

const Interval = z.strictObject({ from: z.number(), to: z.number() }).readonly()
/** Minutes of the local day, half-open: 540 to 1080 is open at 09:00:00 and closed at 18:00:00. */
export type Interval = z.infer<typeof Interval>

const Hours = z.array(Interval).readonly()

const ExceptionalDay = z
  .strictObject({
    /** YYYY-MM-DD. */
    date: z.string(),
    /**
     * Every year from the one of `date` on. The 29th of February then comes in leap years only (as RFC 5545 has it): in
     * the others nothing is moved to a neighbour, which keeps its own hours.
     */
    isYearly: z.boolean(),
    name: z.string(),
    /** Replaces the hours of the week; none = a day off. */
    hours: Hours,
  })
  .readonly()
export type ExceptionalDay = z.infer<typeof ExceptionalDay>

const ScheduleDraft = z.strictObject({
  /** IANA name; local times and this name are all that is stored, never an offset. */
  zone: z.string(),
  week: z
    .strictObject({
      monday: Hours,
      tuesday: Hours,
      wednesday: Hours,
      thursday: Hours,
      friday: Hours,
      saturday: Hours,
      sunday: Hours,
    })
    .readonly(),
  exceptionalDays: z.array(ExceptionalDay).readonly(),
})
/** A schedule while it is typed: of the right shape, its values not looked at. */
export type ScheduleDraft = Readonly<z.infer<typeof ScheduleDraft>>

export const scheduleProblems = [
  'zoneUnknown',
  'minuteOutOfDay',
  'intervalEmpty',
  'intervalsOverlap',
  'tooManyIntervals',
  'dateInvalid',
  'dateTwice',
  'tooManyDays',
  'nameEmpty',
  'nameTooLong',
] as const
export type ScheduleProblem = (typeof scheduleProblems)[number]

export interface ScheduleIssue {
  /** Path in the draft: "zone", "week.monday.1", "exceptionalDays.3.date". */
  readonly field: string
  readonly problem: ScheduleProblem
}

/** Whether this program knows the zone. Offsets ("+03:00") are not zones: they would miss every clock change. */
export function isKnownZone(zone: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const isMinute = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= scheduleLimits.minutesOfDay

/** Without regard to the order in which they were typed; of two that overlap the later one is named. */
function overlapping(hours: readonly Interval[]): readonly number[] {
  const inOrder = [...hours.keys()]
    .flatMap((index) => ({ index, from: hours[index]?.from ?? 0, to: hours[index]?.to ?? 0 }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  let openTo = Number.NEGATIVE_INFINITY
  return inOrder.flatMap(({ index, from, to }) => {
    const overlaps = from < openTo
    openTo = Math.max(openTo, to)
    return overlaps ? [index] : []
  })
}

function* checkHours(hours: readonly Interval[], field: string): Generator<ScheduleIssue> {
  if (hours.length > scheduleLimits.intervalsOfDay) yield { field, problem: 'tooManyIntervals' }
  for (const [index, { from, to }] of hours.entries()) {
    if (!isMinute(from)) yield { field: `${field}.${index}.from`, problem: 'minuteOutOfDay' }
    if (!isMinute(to)) yield { field: `${field}.${index}.to`, problem: 'minuteOutOfDay' }
    if (isMinute(from) && isMinute(to) && to <= from) yield { field: `${field}.${index}`, problem: 'intervalEmpty' }
  }
  for (const index of overlapping(hours)) yield { field: `${field}.${index}`, problem: 'intervalsOverlap' }
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const { firstYear, lastYear } = scheduleLimits
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return false
  return day >= 1 && day <= daysOfMonth(year, month)
}

function* checkDays(days: readonly ExceptionalDay[]): Generator<ScheduleIssue> {
  if (days.length > scheduleLimits.exceptionalDays) yield { field: 'exceptionalDays', problem: 'tooManyDays' }
  const taken = new Set<string>()
  for (const [index, { date, isYearly, name, hours }] of days.entries()) {
    const field = `exceptionalDays.${index}`
    // A yearly day and a dated one may meet: the dated one is the exception from it.
    const key = isYearly ? date.slice(5) : date
    if (!isDate(date)) yield { field: `${field}.date`, problem: 'dateInvalid' }
    else if (taken.has(key)) yield { field: `${field}.date`, problem: 'dateTwice' }
    else taken.add(key)
    if (name.trim() === '') yield { field: `${field}.name`, problem: 'nameEmpty' }
    if (name.trim().length > scheduleLimits.nameLength) yield { field: `${field}.name`, problem: 'nameTooLong' }
    yield* checkHours(hours, `${field}.hours`)
  }
}

/** Everything that keeps a schedule from being saved, for the screen while it is typed and for the hub alike; empty = it can be. */
export function checkSchedule(draft: ScheduleDraft): readonly ScheduleIssue[] {
  return [
    ...(isKnownZone(draft.zone) ? [] : [{ field: 'zone', problem: 'zoneUnknown' } as const]),
    ...weekdays.flatMap((weekday) => [...checkHours(draft.week[weekday], `week.${weekday}`)]),
    ...checkDays(draft.exceptionalDays),
  ]
}

const sorted = (hours: readonly Interval[]): readonly Interval[] => hours.toSorted((a, b) => a.from - b.from)

/** What is saved: one order, whatever the order of typing, so that equal schedules are equal values. */
function inOrder({ zone, week, exceptionalDays }: ScheduleDraft): ScheduleDraft {
  const { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = week
  return {
    zone,
    week: {
      monday: sorted(monday),
      tuesday: sorted(tuesday),
      wednesday: sorted(wednesday),
      thursday: sorted(thursday),
      friday: sorted(friday),
      saturday: sorted(saturday),
      sunday: sorted(sunday),
    },
    exceptionalDays: exceptionalDays
      .map((day) => ({ ...day, name: day.name.trim(), hours: sorted(day.hours) }))
      .toSorted((a, b) => a.date.localeCompare(b.date) || Number(a.isYearly) - Number(b.isYearly)),
  }
}

/**
 * Working hours of the company or of a group. Every local day stands for itself: an interval ends at midnight (`to` 1440)
 * at the latest, hours across it are written as two, and a day off takes nothing from the night before or after it.
 * An exceptional day replaces its weekday; a dated one comes before a yearly one. Refusals carry the word of
 * `scheduleProblems` as message and as `params.problem`.
 */
export const Schedule = ScheduleDraft.superRefine((draft, context) => {
  for (const { field, problem } of checkSchedule(draft)) {
    context.addIssue({ code: 'custom', path: field.split('.'), message: problem, params: { problem } })
  }
})
  .overwrite(inOrder)
  .readonly()
export type Schedule = z.infer<typeof Schedule>
