import { describe, expect, it } from 'vitest'
import { hours } from '#test/support/a-schedule'
import { clockText, hoursText, minuteOf, nextHours } from './clock'

describe('a time of the day', () => {
  it.each([
    ['9', 540],
    ['930', 570],
    ['0930', 570],
    ['9:30', 570],
    ['09.30', 570],
    ['24:00', 1440],
    ['0', 0],
    ['24:30', 1470],
    ['25', Number.NaN],
    ['9:60', Number.NaN],
    ['обед', Number.NaN],
    ['', Number.NaN],
  ])('is read from «%s» as minute %d', (text, minute) => {
    expect(minuteOf(text)).toBe(minute)
  })

  it('is written as people write it', () => {
    expect([clockText(540), clockText(1440), clockText(Number.NaN)]).toEqual(['9:00', '24:00', ''])
    expect(hoursText(hours('09:00-13:00 14:00-18:30'))).toBe('9:00–13:00, 14:00–18:30')
  })
})

describe('the hours one adds', () => {
  it.each([
    ['', '09:00-18:00'],
    ['09:00-13:00', '09:00-13:00 14:00-18:00'],
    ['09:00-22:00', '09:00-22:00 23:00-24:00'],
  ])('to «%s» make «%s»', (before, after) => {
    expect(nextHours(hours(before))).toEqual(hours(after))
  })
})
