import { describe, expect, it } from 'vitest'
import { aSchedule, aScheduleDraft, aWeek, hours } from '#test/support/a-schedule'
import { checkSchedule, isKnownZone, Schedule, type ScheduleDraft, scheduleProblems } from './schedules'

const aDay = (date: string, told: Partial<ScheduleDraft['exceptionalDays'][number]> = {}) => ({
  date,
  isYearly: false,
  name: 'Inventory',
  hours: [],
  ...told,
})
const onMonday = (...intervals: { from: number; to: number }[]) =>
  aScheduleDraft({ week: { ...aWeek(''), monday: intervals } })
const withDays = (...exceptionalDays: ScheduleDraft['exceptionalDays']) => aScheduleDraft({ exceptionalDays })

describe('a schedule', () => {
  it.each<[string, ScheduleDraft]>([
    ['with a lunch break', aScheduleDraft()],
    ['without a single hour', aScheduleDraft({ week: aWeek('') })],
    ['around the clock', aScheduleDraft({ week: aWeek('00:00-24:00') })],
    ['with hours that touch', aScheduleDraft({ week: aWeek('09:00-12:00 12:00-15:00') })],
    ['with hours typed in another order', aScheduleDraft({ week: aWeek('15:00-18:00 09:00-12:00') })],
    ['with one minute', onMonday({ from: 1439, to: 1440 })],
    ['with a leap day', withDays(aDay('2028-02-29', { isYearly: true }), aDay('2000-02-29'))],
    ['with a dated day on a yearly one', withDays(aDay('2026-05-09', { isYearly: true }), aDay('2027-05-09'))],
    ['with 12 intervals a day', onMonday(...Array.from({ length: 12 }, (_, hour) => ({ from: hour, to: hour + 1 })))],
  ])('may be saved %s', (_case, draft) => {
    expect(checkSchedule(draft)).toEqual([])
    expect(Schedule.safeParse(draft).success).toBe(true)
  })

  it.each<[string, ScheduleDraft, [string, string][]]>([
    ['zone', aScheduleDraft({ zone: 'Europe/Atlantis' }), [['zone', 'zoneUnknown']]],
    ['minute below the day', onMonday({ from: -1, to: 60 }), [['week.monday.0.from', 'minuteOutOfDay']]],
    ['minute above the day', onMonday({ from: 60, to: 1441 }), [['week.monday.0.to', 'minuteOutOfDay']]],
    ['half a minute', onMonday({ from: 60.5, to: 90 }), [['week.monday.0.from', 'minuteOutOfDay']]],
    ['interval without length', onMonday({ from: 60, to: 60 }), [['week.monday.0', 'intervalEmpty']]],
    ['interval across midnight', onMonday({ from: 1320, to: 360 }), [['week.monday.0', 'intervalEmpty']]],
    [
      'overlap, the later interval named',
      onMonday({ from: 600, to: 720 }, { from: 540, to: 601 }),
      [['week.monday.0', 'intervalsOverlap']],
    ],
    [
      'interval inside another',
      onMonday({ from: 540, to: 1080 }, { from: 600, to: 660 }, { from: 700, to: 760 }),
      [
        ['week.monday.1', 'intervalsOverlap'],
        ['week.monday.2', 'intervalsOverlap'],
      ],
    ],
    [
      'same interval twice',
      onMonday({ from: 540, to: 600 }, { from: 540, to: 600 }),
      [['week.monday.1', 'intervalsOverlap']],
    ],
    [
      'thirteenth interval',
      onMonday(...Array.from({ length: 13 }, (_, hour) => ({ from: hour, to: hour + 1 }))),
      [['week.monday', 'tooManyIntervals']],
    ],
    [
      'overlap on an exceptional day',
      withDays(aDay('2026-05-09', { hours: hours('09:00-12:00 11:00-13:00') })),
      [['exceptionalDays.0.hours.1', 'intervalsOverlap']],
    ],
    ['29th of February in a common year', withDays(aDay('2026-02-29')), [['exceptionalDays.0.date', 'dateInvalid']]],
    ['29th of February of 2100', withDays(aDay('2100-02-29')), [['exceptionalDays.0.date', 'dateInvalid']]],
    ['31st of April', withDays(aDay('2026-04-31')), [['exceptionalDays.0.date', 'dateInvalid']]],
    ['thirteenth month', withDays(aDay('2026-13-01')), [['exceptionalDays.0.date', 'dateInvalid']]],
    ['date half typed', withDays(aDay('2026-05')), [['exceptionalDays.0.date', 'dateInvalid']]],
    ['year half typed', withDays(aDay('0202-05-09')), [['exceptionalDays.0.date', 'dateInvalid']]],
    ['same date twice', withDays(aDay('2026-05-09'), aDay('2026-05-09')), [['exceptionalDays.1.date', 'dateTwice']]],
    [
      'same yearly day from two years',
      withDays(aDay('2026-05-09', { isYearly: true }), aDay('2027-05-09', { isYearly: true })),
      [['exceptionalDays.1.date', 'dateTwice']],
    ],
    ['blank name', withDays(aDay('2026-05-09', { name: ' ' })), [['exceptionalDays.0.name', 'nameEmpty']]],
    [
      'name of 81 characters',
      withDays(aDay('2026-05-09', { name: 'x'.repeat(81) })),
      [['exceptionalDays.0.name', 'nameTooLong']],
    ],
    [
      'four hundred and first day',
      withDays(
        ...Array.from({ length: 401 }, (_, index) =>
          aDay(`${2000 + Math.floor(index / 28)}-01-${String((index % 28) + 1).padStart(2, '0')}`),
        ),
      ),
      [['exceptionalDays', 'tooManyDays']],
    ],
  ])('is refused by its field: %s', (_case, draft, issues) => {
    expect(checkSchedule(draft)).toEqual(issues.map(([field, problem]) => ({ field, problem })))
    const parsed = Schedule.safeParse(draft)
    expect(parsed.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual(issues)
  })

  it('tells everything that is wrong at once', () => {
    const draft = { ...onMonday({ from: 5, to: 5 }), zone: '', exceptionalDays: [aDay('?', { name: '' })] }
    expect(checkSchedule(draft).map(({ problem }) => problem)).toEqual([
      'zoneUnknown',
      'intervalEmpty',
      'dateInvalid',
      'nameEmpty',
    ])
    expect(scheduleProblems).toHaveLength(10)
  })

  it('is refused with a field that nobody knows, or without a day of the week', () => {
    const { sunday: _sunday, ...week } = aWeek('')
    expect(Schedule.safeParse({ ...aScheduleDraft(), offset: 180 }).success).toBe(false)
    expect(Schedule.safeParse({ ...aScheduleDraft(), week }).success).toBe(false)
  })

  it('is stored in one order, however it was typed', () => {
    const typed = aSchedule({
      week: aWeek('14:00-18:00 09:00-13:00'),
      exceptionalDays: [aDay('2027-01-08', { hours: hours('12:00-13:00 09:00-10:00') }), aDay('2026-12-31')],
    })
    expect(typed.week).toEqual(aWeek('09:00-13:00 14:00-18:00'))
    expect(typed.exceptionalDays).toEqual([
      aDay('2026-12-31'),
      aDay('2027-01-08', { hours: hours('09:00-10:00 12:00-13:00') }),
    ])
  })
})

describe('a zone', () => {
  it.each(['Europe/Moscow', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3', 'UTC'])(
    'is known: %s',
    (zone) => {
      expect(isKnownZone(zone)).toBe(true)
    },
  )

  it.each(['', '+03:00', 'Z', 'Europe', 'Europe/Moscow ', 'Europe/Moscow\n', 'x'.repeat(65)])(
    'is not known: "%s"',
    (zone) => {
      expect(isKnownZone(zone)).toBe(false)
    },
  )
})
