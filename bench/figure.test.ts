import { describe, expect, it } from 'vitest'
import { median, percentile } from './figure'

describe('a figure', () => {
  it('takes the middle of an odd and the mean of the two middles of an even number of rounds', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5])
  })

  it('takes the value that the asked share of measurements does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7])
  })
})
