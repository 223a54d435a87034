import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted } from './fit'

describe('the place of a picture', () => {
  it('keeps its proportions inside 260 by 320', () => {
    expect(fitted(1200, 900)).toEqual({ width: 260, height: 195 })
    expect(fitted(900, 1800)).toEqual({ width: 160, height: 320 })
  })

  it('does not grow small pictures', () => {
    expect(fitted(120, 90)).toEqual({ width: 120, height: 90 })
  })

  it('is never wider or higher than it may be, nor too small to hit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 20_000 }), (width, height) => {
        const size = fitted(width, height)
        expect(size.width).toBeGreaterThanOrEqual(64)
        expect(size.width).toBeLessThanOrEqual(260)
        expect(size.height).toBeGreaterThanOrEqual(64)
        expect(size.height).toBeLessThanOrEqual(320)
      }),
    )
  })
})
