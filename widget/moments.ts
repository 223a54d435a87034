import type { Text } from './text'

const dayMs = 86_400_000

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

export const isSameDay = (one: number, other: number): boolean => startOfDay(one) === startOfDay(other)

/** The line between days: today, yesterday, the date, with the year when it is another one. */
export function dayName(at: number, now: number, locale: string, text: Text): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / dayMs)
  if (days === 0) return text.today
  if (days === 1) return text.yesterday
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at)
}

export const timeOf = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at)
