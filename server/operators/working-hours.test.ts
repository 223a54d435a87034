import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Schedule } from '#protocol/schedules'
import { aSchedule, aWeek, hours } from '#test/support/a-schedule'
import { anySchedule, oddZones } from '#test/support/any-schedule'
import { clockChanges, naiveHours, wallClock } from '#test/support/naive-hours'
import { isOpen, nextEdge, openState } from './working-hours'

const isNightly = process.env.NIGHTLY === '1'
const minute = 60_000
const day = 86_400_000
const at = (instant: string) => Date.parse(instant)
const day9to18 = aWeek('09:00-18:00', { saturday: '', sunday: '' })

/** Edges after `from`, up to and with `to`, as "instant open". */
function edges(schedule: Schedule, from: string, to: string): readonly string[] {
  const found: string[] = []
  for (let edge = nextEdge(schedule, at(from)); edge !== undefined && edge <= at(to); edge = nextEdge(schedule, edge)) {
    found.push(`${new Date(edge).toISOString().slice(0, 16)} ${isOpen(schedule, edge) ? 'opens' : 'closes'}`)
  }
  return found
}

const aDay = (date: string, open: string, isYearly = false) => ({ date, isYearly, name: 'a day', hours: hours(open) })

describe('working hours', () => {
  const moscow = aSchedule()

  it.each([
    ['a second before opening', '2026-11-23T08:59:59.999+03:00', false],
    ['at opening', '2026-11-23T09:00+03:00', true],
    ['the last second before lunch', '2026-11-23T12:59:59.999+03:00', true],
    ['at lunch', '2026-11-23T13:00+03:00', false],
    ['after lunch', '2026-11-23T14:00+03:00', true],
    ['at closing', '2026-11-23T18:00+03:00', false],
    ['on Saturday', '2026-11-28T12:00+03:00', false],
  ])('are half-open minutes: %s', (_case, instant, open) => {
    expect(isOpen(moscow, at(instant))).toBe(open)
  })

  it('say until when', () => {
    expect(openState(moscow, at('2026-11-27T15:00+03:00'))).toEqual({
      isOpen: true,
      changesAt: at('2026-11-27T18:00+03:00'),
    })
    expect(openState(moscow, at('2026-11-27T18:00+03:00'))).toEqual({
      isOpen: false,
      changesAt: at('2026-11-30T09:00+03:00'),
    })
  })

  it.each([
    ['never open', ''],
    ['open around the clock', '00:00-24:00'],
    ['open around the clock in two parts', '00:00-12:00 12:00-24:00'],
  ])('have no edge when they are %s', (_case, everyDay) => {
    const schedule = aSchedule({ week: aWeek(everyDay) })
    expect(openState(schedule, at('2026-11-23T00:00Z'))).toEqual({ isOpen: everyDay !== '', changesAt: undefined })
  })

  it('go on over midnight when the next day begins open', () => {
    const night = aSchedule({ zone: 'UTC', week: aWeek('00:00-06:00 22:00-24:00', { sunday: '22:00-24:00' }) })
    expect(edges(night, '2026-11-28T12:00Z', '2026-11-30T12:00Z')).toEqual([
      '2026-11-28T22:00 opens',
      '2026-11-29T00:00 closes',
      '2026-11-29T22:00 opens',
      '2026-11-30T06:00 closes',
    ])
  })

  it('may change from year to year: holiday, yearly holiday, a dated day on it, an open Saturday', () => {
    const schedule = aSchedule({
      zone: 'UTC',
      week: day9to18,
      exceptionalDays: [
        aDay('2026-05-01', '', true),
        aDay('2028-05-01', '12:00-13:00'),
        aDay('2026-05-08', ''),
        aDay('2026-05-16', '10:00-14:00'),
      ],
    })
    const open = (date: string) => edges(schedule, `${date}T00:00Z`, `${date}T23:59Z`).map((edge) => edge.slice(11))
    const ordinary = ['09:00 opens', '18:00 closes']
    // Friday, Thursday, Monday and Tuesday in their years; not yet a holiday in 2025.
    expect(['2025-05-01', '2026-05-01', '2029-05-01', '2028-05-01'].map(open)).toEqual([
      ordinary,
      [],
      [],
      ['12:00 opens', '13:00 closes'],
    ])
    expect(['2026-05-08', '2026-05-16', '2026-05-23'].map(open)).toEqual([[], ['10:00 opens', '14:00 closes'], []])
    expect(['2027-05-07', '2027-05-10'].map(open)).toEqual([ordinary, ordinary])
  })

  it('know the leap day; a yearly one comes in leap years only and leaves its neighbours alone', () => {
    const week = aWeek('09:00-18:00')
    const schedule = aSchedule({ zone: 'UTC', week, exceptionalDays: [aDay('2024-02-29', '', true)] })
    const opened = (from: string, to: string) => edges(schedule, from, to).filter((edge) => edge.endsWith('opens'))
    expect(opened('2028-02-28T00:00Z', '2028-03-02T00:00Z')).toEqual([
      '2028-02-28T09:00 opens',
      '2028-03-01T09:00 opens',
    ])
    expect(opened('2027-02-28T00:00Z', '2027-03-02T00:00Z')).toEqual([
      '2027-02-28T09:00 opens',
      '2027-03-01T09:00 opens',
    ])
  })

  it('find what comes once a year, also over a leap day, and look no further', () => {
    const once = aSchedule({ zone: 'UTC', week: aWeek(''), exceptionalDays: [aDay('2026-06-01', '09:00-10:00', true)] })
    expect(nextEdge(once, at('2027-06-01T10:00Z'))).toBe(at('2028-06-01T09:00Z'))
    const dated = aSchedule({ zone: 'UTC', week: aWeek(''), exceptionalDays: [aDay('2026-06-01', '09:00-10:00')] })
    const opening = at('2026-06-01T09:00Z')
    expect([366 * day, 366 * day + 1].map((before) => nextEdge(dated, opening - before))).toEqual([opening, undefined])
    expect(nextEdge(dated, at('2026-06-01T10:00Z'))).toBeUndefined()
  })
})

describe('working hours on the day of a clock change', () => {
  const berlin = (everyDay: string) => aSchedule({ zone: 'Europe/Berlin', week: aWeek(everyDay) })

  it.each([
    ['an opening inside the gap comes at its end', '02:30-05:00', ['01:00 opens', '03:00 closes']],
    ['a closing inside the gap comes at its start', '01:00-02:30', ['00:00 opens', '01:00 closes']],
    ['what lies in the gap does not come', '02:10-02:50', []],
    ['what begins with the gap begins with its end', '02:00-03:30', ['01:00 opens', '01:30 closes']],
    ['what the gap joins has no edge', '01:00-02:00 03:00-04:00', ['00:00 opens', '02:00 closes']],
  ])('in spring %s', (_case, everyDay, expected) => {
    // 01:59 is followed by 03:00 at 01:00 UTC.
    const found = edges(berlin(everyDay), '2026-03-28T23:00Z', '2026-03-29T12:00Z')
    expect(found.map((edge) => edge.slice(11))).toEqual(expected)
  })

  it.each([
    [
      'an interval in the repeated hour comes twice',
      '02:15-02:45',
      ['00:15 opens', '00:45 closes', '01:15 opens', '01:45 closes'],
    ],
    [
      'an opening in it is taken back for the rest of the first pass',
      '02:30-05:00',
      ['00:30 opens', '01:00 closes', '01:30 opens', '04:00 closes'],
    ],
    ['a closing in it comes twice', '01:00-02:30', ['23:00 opens', '00:30 closes', '01:00 opens', '01:30 closes']],
    ['the whole of it stays open', '02:00-03:00', ['00:00 opens', '02:00 closes']],
    ['the day is an hour longer', '01:00-09:00', ['23:00 opens', '08:00 closes']],
  ])('in autumn %s', (_case, everyDay, expected) => {
    // 02:59 is followed by 02:00 at 01:00 UTC.
    const found = edges(berlin(everyDay), '2026-10-24T22:00Z', '2026-10-25T12:00Z')
    expect(found.map((edge) => edge.slice(11))).toEqual(expected)
  })

  it('begin with the first minute of a day that begins at one in the morning', () => {
    const cairo = aSchedule({ zone: 'Africa/Cairo', week: aWeek('00:00-24:00', { thursday: '' }) })
    // Friday, 24 April 2026: Thursday 23:59 is followed by 01:00.
    expect(edges(cairo, '2026-04-23T12:00Z', '2026-04-24T12:00Z')).toEqual(['2026-04-23T22:00 opens'])
  })

  it('come back to the evening when the clock falls back over midnight', () => {
    const cairo = aSchedule({
      zone: 'Africa/Cairo',
      week: aWeek('', { thursday: '23:30-24:00', friday: '00:00-00:30' }),
    })
    // Thursday, 29 October 2026: the first pass of 23:59 is followed by 23:00.
    expect(edges(cairo, '2026-10-29T12:00Z', '2026-10-30T12:00Z').map((edge) => edge.slice(11))).toEqual([
      '20:30 opens',
      '21:00 closes',
      '21:30 opens',
      '22:30 closes',
    ])
  })

  it('leave out a day that the zone has left out', () => {
    const apia = aSchedule({ zone: 'Pacific/Apia', week: aWeek('00:00-24:00', { thursday: '', saturday: '' }) })
    // Friday, 30 December 2011, never came: Thursday was followed by Saturday.
    expect(edges(apia, '2011-12-28T12:00-10:00', '2011-12-31T23:00+14:00')).toEqual(['2011-12-29T10:00 closes'])
  })

  it('move by half an hour on Lord Howe', () => {
    const island = aSchedule({ zone: 'Australia/Lord_Howe', week: aWeek('01:45-02:15') })
    // 4 October 2026: 01:59 is followed by 02:30. 5 April 2026: the first pass of 01:59 is followed by 01:30.
    const edgesOf = (from: string, to: string) => edges(island, from, to).map((edge) => edge.slice(11))
    expect(edgesOf('2026-10-03T12:00Z', '2026-10-04T00:00Z')).toEqual(['15:15 opens', '15:30 closes'])
    expect(edgesOf('2026-04-04T12:00Z', '2026-04-05T00:00Z')).toEqual([
      '14:45 opens',
      '15:00 closes',
      '15:15 opens',
      '15:45 closes',
    ])
  })
})

describe('the next edge', () => {
  // Mostly around clock changes. Samoa's lost day is in these years, and Paraguay's last change.
  const years = [2011, 2012, 2024, 2025, 2026]
  const changes = new Map(
    oddZones.map((zone) => [
      zone,
      years.flatMap((year) => clockChanges(zone, at(`${year}-01-01`), at(`${year}-12-31`))),
    ]),
  )
  const anyAsk = anySchedule(years).chain((schedule) => {
    const near = [at('2024-02-29'), ...(changes.get(schedule.zone) ?? [])].map((change) =>
      fc.integer({ min: change - 2 * day, max: change + 2 * day }),
    )
    const anywhere = fc
      .constantFrom(...years)
      .chain((year) => fc.integer({ min: at(`${year}-01-01`), max: at(`${year}-12-31`) }))
    return fc.record({ schedule: fc.constant(schedule), from: fc.oneof(anywhere, ...near) })
  })

  it('is where the state changes, and nowhere between is', () => {
    fc.assert(
      fc.property(anyAsk, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 300 }), (asked, places) => {
        const { schedule, from } = asked
        const state = isOpen(schedule, from)
        const edge = nextEdge(schedule, from)
        const end = edge ?? from + 366 * day
        expect(end).toBeGreaterThan(from)
        if (edge !== undefined) expect([isOpen(schedule, edge - 1), isOpen(schedule, edge)]).toEqual([state, !state])
        const last = Math.min(end, from + 600 * minute)
        const minutes = Array.from({ length: Math.ceil((last - from) / minute) }, (_, index) => from + index * minute)
        const between = places.map((place) => Math.floor(from + place * (end - 1 - from)))
        expect([...minutes, ...between].filter((instant) => isOpen(schedule, instant) !== state)).toEqual([])
      }),
      { numRuns: isNightly ? 5_000 : 300 },
    )
  })
})

describe('working hours beside a clock on the wall and a list on the door', () => {
  const crowded =
    '00:00-00:30 00:45-01:30 01:45-02:15 02:20-02:30 02:45-03:00 03:10-09:00 09:30-13:00 14:00-18:07 23:15-24:00'
  const zones = [
    ['Europe/Berlin', 2026],
    ['Australia/Lord_Howe', 2026],
    ['Africa/Cairo', 2027],
    ['America/Asuncion', 2023],
    ['Pacific/Apia', 2011],
  ] as const

  const inZone = (zone: string, year: number) => {
    const schedule = aSchedule({
      zone,
      week: aWeek(crowded, { tuesday: '09:00-13:00 14:00-18:00', saturday: '', sunday: '00:00-24:00' }),
      exceptionalDays: [
        aDay(`${year}-01-01`, '', true),
        aDay(`${year}-12-31`, '00:00-12:00', true),
        aDay(`${year + 1}-12-31`, '12:00-24:00'),
        aDay(`${year + 1}-06-06`, ''),
        aDay('2000-02-29', '', true),
      ],
    })
    return { schedule, naive: naiveHours(schedule), from: at(`${year}-01-01`), to: at(`${year + 2}-01-01`) }
  }

  /** The minutes in which the two do not agree, as the wall clock shows them. */
  const differences = (
    { schedule, naive }: ReturnType<typeof inZone>,
    instants: Iterable<number>,
  ): readonly string[] => {
    const clock = wallClock(schedule.zone)
    const found: string[] = []
    for (const instant of instants) if (isOpen(schedule, instant) !== naive(instant)) found.push(clock(instant))
    return found
  }

  function* minutesOf(from: number, to: number) {
    for (let instant = from; instant < to; instant += minute) yield instant
  }

  it.each(zones)('agree two minutes before and after every edge of two years: %s %d', (zone, year) => {
    const both = inZone(zone, year)
    const around: number[] = []
    let edge = nextEdge(both.schedule, both.from)
    while (edge !== undefined && edge < both.to) {
      around.push(...[-2, -1, 0, 1, 2].map((minutes) => (edge ?? 0) + minutes * minute), edge - 1, edge + minute - 1)
      edge = nextEdge(both.schedule, edge)
    }
    expect(around.length).toBeGreaterThan(10_000)
    expect(differences(both, around)).toEqual([])
  })

  it.each(zones)('agree in every minute around every clock change, edges and all: %s %d', (zone, year) => {
    const both = inZone(zone, year)
    const changes = clockChanges(zone, both.from, both.to)
    expect(changes.length).toBeGreaterThan(2)
    for (const change of changes) {
      const [from, to] = [change - 2 * day, change + 2 * day]
      expect(differences(both, minutesOf(from, to))).toEqual([])
      const changesOfState = [...minutesOf(from + minute, to)].filter(
        (one) => both.naive(one) !== both.naive(one - minute),
      )
      const walked: number[] = []
      for (
        let edge = nextEdge(both.schedule, from);
        edge !== undefined && edge < to;
        edge = nextEdge(both.schedule, edge)
      ) {
        walked.push(edge)
      }
      expect(walked).toEqual(changesOfState)
    }
  })

  it.each(zones)('agree in 100,000 minutes taken at random: %s %d', (zone, year) => {
    const both = inZone(zone, year)
    const minutes = (both.to - both.from) / minute
    const random = fc.sample(fc.integer({ min: 0, max: minutes - 1 }), 100_000)
    expect(
      differences(
        both,
        random.map((one) => both.from + one * minute),
      ),
    ).toEqual([])
  })

  it('agree in minutes scattered over half a century', () => {
    const both = inZone('Europe/Berlin', 2000)
    const random = fc.sample(fc.integer({ min: at('1990-01-01'), max: at('2040-01-01') }), 1_000)
    expect(differences(both, random)).toEqual([])
  })

  it.each(isNightly ? zones : [])('agree in every minute of two years: %s %d', (zone, year) => {
    const both = inZone(zone, year)
    expect(differences(both, minutesOf(both.from, both.to))).toEqual([])
  })
})
