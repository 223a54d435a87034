import { Temporal } from 'temporal-polyfill'
import type { At } from '#protocol/ids'
import { type ExceptionalDay, type Interval, type Schedule, weekdays } from '#protocol/schedules'

// One rule: open if and only if the wall time that the zone shows at this instant lies in an interval of its local day.
// What clock changes do follows from it. In spring an edge inside the gap takes effect at the gap's end; in autumn both
// passes of 02:30 are 02:30, so an interval in the repeated hour opens twice; a day that a zone skips has no hours.

export interface OpenState {
  readonly isOpen: boolean
  /** When that changes; undefined = not within the year ahead. */
  readonly changesAt: At | undefined
}

/** Time in which the zone keeps one offset: its local clock runs evenly from `from` up to, not including, `to`. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly offsetMs: number
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** A whole leap year: what comes once a year is always found. */
const horizonMs = 366 * dayMs
const firstDay = Temporal.PlainDate.from('1970-01-01')
const closed: readonly Interval[] = []

// Bounds of what is remembered: the year ahead with room to spare, and some years of clock changes.
const mostStretches = 16
const mostDays = 500

function stretchOf(zone: string, at: At): Stretch {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  // `previous` is strictly before, and a stretch begins with its own first millisecond.
  const since = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  return {
    from: since?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: zoned.offsetNanoseconds / 1_000_000,
  }
}

/** A schedule laid out for questions: remembers offsets and days it has been asked about. */
class Timetable {
  readonly #schedule: Schedule
  readonly #dated: ReadonlyMap<string, ExceptionalDay>
  readonly #yearly: ReadonlyMap<string, ExceptionalDay>
  readonly #days = new Map<number, readonly Interval[]>()
  #stretches: Stretch[] = []
  #stretch: Stretch | undefined

  constructor(schedule: Schedule) {
    const days = schedule.exceptionalDays
    this.#schedule = schedule
    this.#dated = new Map(days.filter(({ isYearly }) => !isYearly).map((day) => [day.date, day]))
    this.#yearly = new Map(days.filter(({ isYearly }) => isYearly).map((day) => [day.date.slice(5), day]))
  }

  isOpen(at: At): boolean {
    return this.#isOpenLocally(at + this.#stretchAt(at).offsetMs)
  }

  nextEdge(at: At): At | undefined {
    const isOpen = this.isOpen(at)
    const last = at + horizonMs
    for (let asked = at; asked <= last; ) {
      // The jump of the clock itself may be the edge.
      if (this.isOpen(asked) !== isOpen) return asked
      const stretch = this.#stretchAt(asked)
      const edge = this.#edgeWithin(asked, Math.min(stretch.to, last + 1), stretch.offsetMs, isOpen)
      if (edge !== undefined) return edge
      asked = stretch.to
    }
    return undefined
  }

  /** The first instant after `at` and before `end` that is not `isOpen`; the offset holds all the way. */
  #edgeWithin(at: number, end: number, offsetMs: number, isOpen: boolean): At | undefined {
    for (let day = Math.floor((at + offsetMs) / dayMs); day * dayMs - offsetMs < end; day += 1) {
      for (const minute of this.#hoursOf(day).flatMap(({ from, to }) => [from, to])) {
        const local = day * dayMs + minute * minuteMs
        const instant = local - offsetMs
        if (instant >= end) return undefined
        if (instant > at && this.#isOpenLocally(local) !== isOpen) return instant
      }
    }
    return undefined
  }

  #isOpenLocally(local: number): boolean {
    const day = Math.floor(local / dayMs)
    const minute = (local - day * dayMs) / minuteMs
    return this.#hoursOf(day).some(({ from, to }) => from <= minute && minute < to)
  }

  /** `day` is counted from 1970-01-01 on the local calendar. */
  #hoursOf(day: number): readonly Interval[] {
    const known = this.#days.get(day)
    if (known !== undefined) return known
    if (this.#days.size >= mostDays) this.#days.clear()
    const hours = this.#readHours(firstDay.add({ days: day }))
    this.#days.set(day, hours)
    return hours
  }

  #readHours(date: Temporal.PlainDate): readonly Interval[] {
    const text = date.toString()
    const dated = this.#dated.get(text)
    if (dated !== undefined) return dated.hours
    const yearly = this.#yearly.get(text.slice(5))
    if (yearly !== undefined && yearly.date <= text) return yearly.hours
    const weekday = weekdays[date.dayOfWeek - 1]
    return weekday === undefined ? closed : this.#schedule.week[weekday]
  }

  #stretchAt(at: At): Stretch {
    const holds = ({ from, to }: Stretch): boolean => from <= at && at < to
    if (this.#stretch !== undefined && holds(this.#stretch)) return this.#stretch
    this.#stretch = this.#stretches.find(holds)
    if (this.#stretch !== undefined) return this.#stretch
    if (this.#stretches.length >= mostStretches) this.#stretches = []
    this.#stretch = stretchOf(this.#schedule.zone, at)
    this.#stretches.push(this.#stretch)
    return this.#stretch
  }
}

/** By identity: a schedule is a value that nobody changes; whoever drops it drops its timetable. */
const timetables = new WeakMap<Schedule, Timetable>()

function timetableOf(schedule: Schedule): Timetable {
  const known = timetables.get(schedule)
  if (known !== undefined) return known
  const timetable = new Timetable(schedule)
  timetables.set(schedule, timetable)
  return timetable
}

/** Whether the schedule, parsed by its schema, is open at this instant. Ask with the same object and it costs next to nothing. */
export const isOpen = (schedule: Schedule, at: At): boolean => timetableOf(schedule).isOpen(at)

/**
 * The first instant strictly after `at` at which `isOpen` changes; undefined = not within 366 days. Where one interval
 * ends and another begins, at midnight too, nothing changes.
 */
export const nextEdge = (schedule: Schedule, at: At): At | undefined => timetableOf(schedule).nextEdge(at)

/** Both at once: "open until 18:00", "closed until Monday, 09:00". */
export const openState = (schedule: Schedule, at: At): OpenState => ({
  isOpen: isOpen(schedule, at),
  changesAt: nextEdge(schedule, at),
})
