import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Buckets } from './pace'

describe('a pace', () => {
  it('lets through what was saved up, then as much as comes with time', () => {
    const buckets = new Buckets({ perSecond: 2, burst: 3 })
    for (let number = 0; number < 3; number++) {
      expect(buckets.wait('a', 0)).toBe(0)
      buckets.take('a', 0)
    }
    expect([buckets.wait('a', 0), buckets.wait('b', 0)]).toEqual([500, 0])
    expect([buckets.wait('a', 499) > 0, buckets.wait('a', 500)]).toEqual([true, 0])
  })

  it('never lets more through than the burst and what has come since, and waiting as told is enough', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b'), ms: fc.integer({ min: 0, max: 3000 }) })
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 5 }), (steps, burst) => {
        const buckets = new Buckets({ perSecond: 1, burst })
        const taken = new Map<string, number>()
        let now = 0
        for (const { key, ms } of steps) {
          now += ms
          const wait = buckets.wait(key, now)
          if (wait > 0) {
            now += wait
            expect(buckets.wait(key, now)).toBe(0)
          } else {
            buckets.take(key, now)
            taken.set(key, (taken.get(key) ?? 0) + 1)
          }
          expect(taken.get(key) ?? 0).toBeLessThanOrEqual(burst + now / 1000 + 1e-6)
        }
      }),
      // Fractions that add up to a hair less than a token.
      { examples: [[[0, 35, 26].map((ms) => ({ key: 'b' as const, ms })), 2]] },
    )
  })

  it('remembers nobody who has been quiet long enough', () => {
    const buckets = new Buckets({ perSecond: 1, burst: 1 })
    for (let number = 0; number < 5000; number++) buckets.take(`visitor ${number}`, number * 1000)
    expect(buckets.size).toBeLessThan(1100)
  })
})
