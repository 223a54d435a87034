import { describe, expect, it } from 'vitest'
import { Formats } from './format'

const ru = new Formats('ru', 'Europe/Moscow')
const en = new Formats('en', 'Europe/Moscow')
const at = (text: string) => Date.parse(text)
const now = at('2026-11-19T14:26:00+03:00')

describe('times on the screen', () => {
  it.each([
    [40_000, '40 с', '40 s'],
    [59_999, '59 с', '59 s'],
    [14 * 60_000, '14 мин', '14 min'],
    [2 * 3_600_000 + 10 * 60_000, '2 ч 10 мин', '2 h 10 min'],
    [3 * 3_600_000, '3 ч', '3 h'],
    [3 * 86_400_000 + 5, '3 дн', '3 d'],
    [-5, '0 с', '0 s'],
  ])('say a wait of %d ms shortly', (ms, russian, english) => {
    expect([ru.duration(ms), en.duration(ms)].map((text) => text.replaceAll('\u00a0', ' '))).toEqual([russian, english])
  })

  it.each([
    ['ru', 'Русский', 'Russian'],
    ['en_US', 'Американский английский', 'American English'],
  ])('name the language %s', (code, russian, english) => {
    expect([ru.languageName(code), en.languageName(code)]).toEqual([russian, english])
  })

  it.each([
    ['2026-11-19T09:00:00+03:00', '9:00', '9:00'],
    ['2026-11-16T09:00:00+03:00', 'пн, 9:00', 'Mon 9:00'],
    ['2026-10-12T09:00:00+03:00', '12 окт', '12 Oct'],
    ['2025-10-12T09:00:00+03:00', '12 окт 2025', '12 Oct 2025'],
    ['2026-11-19T23:30:00+03:00', '23:30', '23:30'],
  ])('name the moment %s by how long ago it was', (moment, russian, english) => {
    expect([ru.moment(at(moment), now), en.moment(at(moment), now)]).toEqual([russian, english])
  })

  it.each([
    ['2026-11-19T18:00:00+03:00', '18:00', '18:00'],
    ['2026-11-20T09:00:00+03:00', 'пт, 9:00', 'Fri 9:00'],
    ['2026-11-30T09:00:00+03:00', '30 ноября, 9:00', '30 November, 9:00'],
  ])('name the moment %s that is to come', (moment, russian, english) => {
    expect([ru.soon(at(moment), now), en.soon(at(moment), now)]).toEqual([russian, english])
  })

  it('put days of the calendar in the operator zone, not in UTC', () => {
    expect(ru.dayKey(at('2026-11-19T23:30:00Z'))).toBe('2026-11-20')
  })

  it('write days, lengths and sizes', () => {
    expect([
      ru.day(now, now),
      ru.day(at('2025-03-02T10:00:00Z'), now),
      ru.stopwatch(192_000),
      ru.stopwatch(3_849_000),
      ru.size(184 * 1024).replaceAll('\u00a0', ' '),
      ru.size(1.4 * 1024 * 1024).replaceAll('\u00a0', ' '),
      en.size(12).replaceAll('\u00a0', ' '),
      ru.count(1000),
    ]).toEqual(['19 ноября', '2 марта 2025', '3:12', '1:04:09', '184 КБ', '1,4 МБ', '12 B', '999+'])
  })
})
