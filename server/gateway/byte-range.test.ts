import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteRange } from './byte-range'

describe('a range of bytes', () => {
  it.each<[string | undefined, number, ReturnType<typeof byteRange>]>([
    [undefined, 100, null],
    ['bytes=0-9', 100, { start: 0, end: 9 }],
    ['bytes=90-', 100, { start: 90, end: 99 }],
    ['bytes=-10', 100, { start: 90, end: 99 }],
    ['bytes=-1000', 100, { start: 0, end: 99 }],
    ['bytes=50-1000', 100, { start: 50, end: 99 }],
    ['bytes=100-', 100, 'outside'],
    ['bytes=-0', 100, 'outside'],
    ['bytes=9-0', 100, 'outside'],
    ['bytes=0-9,20-29', 100, null],
    ['pages=1-2', 100, null],
    ['bytes=-', 100, null],
    ['bytes=a-b', 100, null],
  ])('%j of %i bytes is %j', (header, size, range) => {
    expect(byteRange(header, size)).toEqual(range)
  })

  it('lies within the file', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.integer({ min: 1 }), (noise, a, b, size) => {
        for (const header of [noise, `bytes=${a}-${b}`, `bytes=-${a}`, `bytes=${b}-`]) {
          const range = byteRange(header, size)
          if (range === null || range === 'outside') continue
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeLessThan(size)
          expect(range.end).toBeGreaterThanOrEqual(range.start)
        }
      }),
    )
  })
})
