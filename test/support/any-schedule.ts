import fc from 'fast-check'
import { type Interval, Schedule, weekdays } from '#protocol/schedules'

/** Zones whose clocks do what others do not, and two ordinary ones. */
export const oddZones: readonly string[] = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'Antarctica/Troll',
  'UTC',
]

/** Edges gather where clocks change: at night, at half and quarter hours. */
const anyHours: fc.Arbitrary<Interval[]> = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15),
      fc.integer({ min: 0, max: 48 }).map((half) => half * 30),
      fc.integer({ min: 0, max: 1440 }),
    ),
    { maxLength: 10 },
  )
  .map((minutes) => minutes.toSorted((a, b) => a - b))
  .map((minutes) =>
    minutes.flatMap((from, index) => {
      const to = minutes[index + 1]
      // Some begin where the one before ends.
      return to === undefined || (index % 2 === 1 && from % 30 !== 0) ? [] : [{ from, to }]
    }),
  )

const anyDate = (years: readonly number[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...years), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'))

/** Any schedule that can be saved, its exceptional days in `years`. */
export const anySchedule = (years: readonly number[]): fc.Arbitrary<Schedule> =>
  fc
    .record({
      zone: fc.constantFrom(...oddZones),
      week: fc
        .tuple(...weekdays.map(() => anyHours))
        .map(([monday = [], tuesday = [], wednesday = [], thursday = [], friday = [], saturday = [], sunday = []]) => ({
          monday,
          tuesday,
          wednesday,
          thursday,
          friday,
          saturday,
          sunday,
        })),
      exceptionalDays: fc.uniqueArray(
        fc.record({
          date: anyDate(years),
          isYearly: fc.boolean(),
          name: fc.constant('a holiday'),
          hours: fc.oneof(fc.constant([]), anyHours),
        }),
        { maxLength: 20, selector: ({ date, isYearly }) => (isYearly ? date.slice(5) : date) },
      ),
    })
    .map((draft) => Schedule.parse(draft))
