export type Language = 'ru' | 'en'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const units = {
  ru: { second: 'с', minute: 'мин', hour: 'ч', day: 'дн', bytes: ['Б', 'КБ', 'МБ', 'ГБ'] },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd', bytes: ['B', 'KB', 'MB', 'GB'] },
} as const

const narrow = '\u00a0'
/** Names of months and days without the dots and the «г.» that Intl adds. */
const plain = (text: string): string => text.replace(/\sг\.?$/u, '').replaceAll('.', '')

function hoursAndMinutes(parts: readonly Intl.DateTimeFormatPart[]): string {
  const partOf = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return `${Number(partOf('hour'))}:${partOf('minute')}`
}

/** Times, durations and sizes as design.md section 3 writes them. One per language and time zone. */
export class Formats {
  readonly #clock: Intl.DateTimeFormat
  readonly #weekday: Intl.DateTimeFormat
  readonly #dayMonth: Intl.DateTimeFormat
  readonly #longDay: Intl.DateTimeFormat
  readonly #isoDay: Intl.DateTimeFormat
  readonly #seconds: Intl.DateTimeFormat
  readonly #languages: Intl.DisplayNames

  constructor(
    readonly language: Language,
    timeZone?: string,
  ) {
    const locale = language === 'ru' ? 'ru' : 'en-GB'
    const zone = timeZone === undefined ? {} : { timeZone }
    const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...zone, ...options })
    this.#languages = new Intl.DisplayNames(locale, { type: 'language' })
    this.#clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    this.#seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
    this.#weekday = format({ weekday: 'short' })
    this.#dayMonth = format({ day: 'numeric', month: 'short' })
    this.#longDay = format({ day: 'numeric', month: 'long' })
    this.#isoDay = new Intl.DateTimeFormat('en-CA', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  }

  /** `Русский`, `Американский английский`: by the code as messengers write it, `en_US`. */
  languageName(code: string): string {
    const name = this.#languages.of(code.replace('_', '-')) ?? code
    return name.charAt(0).toLocaleUpperCase() + name.slice(1)
  }

  /** `40 с`, `14 мин`, `2 ч 10 мин`, `3 дн`. */
  duration(ms: number): string {
    const of = units[this.language]
    const length = Math.max(0, ms)
    if (length < minute) return `${Math.floor(length / second)}${narrow}${of.second}`
    if (length < hour) return `${Math.floor(length / minute)}${narrow}${of.minute}`
    if (length >= day) return `${Math.floor(length / day)}${narrow}${of.day}`
    const minutes = Math.floor((length % hour) / minute)
    const hours = `${Math.floor(length / hour)}${narrow}${of.hour}`
    return minutes === 0 ? hours : `${hours} ${minutes}${narrow}${of.minute}`
  }

  /** Length of a recording or a target: `3:12`, `1:04:09`. */
  stopwatch(ms: number): string {
    const total = Math.max(0, Math.round(ms / second))
    const two = (value: number) => String(value).padStart(2, '0')
    const minutes = Math.floor(total / 60)
    if (minutes < 60) return `${minutes}:${two(total % 60)}`
    return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(total % 60)}`
  }

  /** `14:20`. */
  clock(at: number): string {
    return hoursAndMinutes(this.#clock.formatToParts(at))
  }

  /** `14:02:11`. */
  clockWithSeconds(at: number): string {
    return this.#seconds.format(at)
  }

  /** Same calendar day has the same key. */
  dayKey(at: number): string {
    return this.#isoDay.format(at)
  }

  /** Moments of lists: today `14:20`, within a week `пн, 9:00`, this year `12 окт`, else `12 окт 2025`. */
  moment(at: number, now: number): string {
    if (this.dayKey(at) === this.dayKey(now)) return this.clock(at)
    if (at <= now && now - at < 6 * day) return this.#weekdayAndClock(at)
    return this.#withYear(plain(this.#dayMonth.format(at)), at, now)
  }

  /** Moments that come: today `18:00`, within a week `пн, 9:00`, else `31 декабря, 9:00`. */
  soon(at: number, now: number): string {
    if (this.dayKey(at) === this.dayKey(now)) return this.clock(at)
    return at - now < 6 * day ? this.#weekdayAndClock(at) : this.full(at, now)
  }

  /** Day lines and facts: `20 ноября`, with the year when it is another one. */
  day(at: number, now: number): string {
    return this.#withYear(this.#longDay.format(at), at, now)
  }

  /** A moment one should not have to guess: `20 ноября, 14:20`. */
  full(at: number, now: number): string {
    return `${this.day(at, now)}, ${this.clock(at)}`
  }

  /** `184 КБ`, `1,4 МБ`. */
  size(bytes: number): string {
    const of = units[this.language].bytes
    let value = Math.max(0, bytes)
    let index = 0
    while (value >= 1000 && index < of.length - 1) {
      value /= 1024
      index += 1
    }
    const digits = index > 0 && value < 10 ? 1 : 0
    const number = new Intl.NumberFormat(this.language, { maximumFractionDigits: digits }).format(value)
    return `${number}${narrow}${of[index] ?? ''}`
  }

  /** Counts of lists: above 999 it is `999+`. */
  count(value: number): string {
    return value > 999 ? '999+' : String(value)
  }

  #weekdayAndClock(at: number): string {
    const weekday = plain(this.#weekday.format(at))
    return this.language === 'ru' ? `${weekday}, ${this.clock(at)}` : `${weekday} ${this.clock(at)}`
  }

  #withYear(text: string, at: number, now: number): string {
    const year = this.dayKey(at).slice(0, 4)
    return year === this.dayKey(now).slice(0, 4) ? text : `${text} ${year}`
  }
}
