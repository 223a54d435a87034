import { type Interval, Schedule, type ScheduleDraft } from '#protocol/schedules'

type Week = ScheduleDraft['week']

/** "09:00-13:00 14:00-18:00", as people say it. */
export function hours(text: string): Interval[] {
  const minute = (clock: string): number => {
    const [hour = 0, minutes = 0] = clock.split(':').map(Number)
    return hour * 60 + minutes
  }
  return text.split(' ').flatMap((interval) => {
    const [from, to] = interval.split('-')
    return from === undefined || to === undefined ? [] : [{ from: minute(from), to: minute(to) }]
  })
}

/** The same hours on every day but those named. */
export const aWeek = (everyDay: string, others: Partial<Record<keyof Week, string>> = {}): Week => ({
  monday: hours(others.monday ?? everyDay),
  tuesday: hours(others.tuesday ?? everyDay),
  wednesday: hours(others.wednesday ?? everyDay),
  thursday: hours(others.thursday ?? everyDay),
  friday: hours(others.friday ?? everyDay),
  saturday: hours(others.saturday ?? everyDay),
  sunday: hours(others.sunday ?? everyDay),
})

/** Five days with a lunch break in Moscow, unless told otherwise. */
export const aScheduleDraft = (told: Partial<ScheduleDraft> = {}): ScheduleDraft => ({
  zone: 'Europe/Moscow',
  week: aWeek('09:00-13:00 14:00-18:00', { saturday: '', sunday: '' }),
  exceptionalDays: [],
  ...told,
})

export const aSchedule = (told: Partial<ScheduleDraft> = {}): Schedule => Schedule.parse(aScheduleDraft(told))
