import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderedIds } from './ordered-id'

describe('ordered ids', () => {
  it('rise and never repeat, however the clock goes', () => {
    const moments = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_020 }), { maxLength: 200 })
    fc.assert(
      fc.property(moments, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (clock, dice) => {
        const ids = new OrderedIds({ number: () => dice })
        const made = clock.map((at) => ids.next(at))
        expect(made).toEqual(made.toSorted())
        expect(new Set(made).size).toBe(made.length)
        expect(made.every((id) => /^[0-9a-z]{12}$/.test(id))).toBe(true)
      }),
    )
  })
})
