import { describe, expect, it } from 'vitest'
import { heatOf } from './heat'

const target = 600_000

describe('heat of waiting', () => {
  it.each([
    [0, 0, 0],
    [299_999, 0, 0.5],
    [300_000, 1, 0.5],
    [480_000, 2, 0.8],
    [600_000, 3, 1],
    [6_000_000, 3, 1],
    [-5, 0, 0],
  ])('after %d ms of ten minutes is step %d', (waited, step, share) => {
    const heat = heatOf(waited, target)
    expect({ step: heat.step, share: Math.round(heat.share * 100) / 100 }).toEqual({ step, share })
  })

  it('stays calm without a target, however long it lasts', () => {
    expect([heatOf(9_000_000, null), heatOf(9_000_000, 0)]).toEqual([
      { step: 0, share: 0 },
      { step: 0, share: 0 },
    ])
  })
})
