import { describe, expect, it } from 'vitest'
import { instantOf, wallAt } from './zone-time'

describe('a moment of a zone', () => {
  it.each([
    ['2026-11-19', 866, 'Europe/Moscow', '2026-11-19T14:26:00+03:00'],
    ['2024-02-29', 0, 'Asia/Kathmandu', '2024-02-29T00:00:00+05:45'],
    ['2026-12-31', 1439, 'America/New_York', '2026-12-31T23:59:00-05:00'],
    // The clock goes back from 03:00 to 02:00: the first 02:30 is meant.
    ['2026-10-25', 150, 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25', 180, 'Europe/Berlin', '2026-10-25T03:00:00+01:00'],
    // The clock jumps from 02:00 to 03:00: 02:30 is half an hour after the jump.
    ['2026-03-29', 150, 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
  ])('%s and minute %d in %s is one instant', (date, minute, zone, instant) => {
    expect(instantOf(date, minute, zone)).toBe(Date.parse(instant))
  })

  it('is read back as the clock there shows it', () => {
    expect(wallAt(Date.parse('2026-11-19T22:10:40Z'), 'Asia/Tokyo')).toEqual({ date: '2026-11-20', minute: 430 })
  })

  it('is none without a date or a time', () => {
    expect([instantOf('', 540, 'UTC'), instantOf('2026-11-19', Number.NaN, 'UTC')]).toEqual([null, null])
  })
})
