import { describe, expect, it } from 'vitest'
import { Throttle } from './throttle'

describe('the throttle', () => {
  it('lets the first failures pass, then asks to wait twice as long each time', () => {
    const throttle = new Throttle(5)
    const waits: number[] = []
    for (let count = 0; count < 8; count++) {
      throttle.failed('olga', 1_000)
      waits.push(throttle.waitMs('olga', 1_000))
    }
    expect(waits).toEqual([0, 0, 0, 0, 2_000, 4_000, 8_000, 16_000])
    expect(throttle.waitMs('olga', 1_000 + 16_000)).toBe(0)
    expect(throttle.waitMs('ivan', 1_000)).toBe(0)
  })

  it('never asks for more than a quarter of an hour, and forgets after one', () => {
    const throttle = new Throttle(1)
    for (let count = 0; count < 40; count++) throttle.failed('olga', 0)
    expect(throttle.waitMs('olga', 0)).toBe(15 * 60_000)
    expect(throttle.waitMs('olga', 15 * 60_000)).toBe(0)
    throttle.failed('olga', 15 * 60_000)
    expect(throttle.waitMs('olga', 15 * 60_000)).toBe(2_000)
  })

  it('forgets the oldest under a flood of names', () => {
    const throttle = new Throttle(1)
    for (let count = 0; count < 20_001; count++) throttle.failed(`name ${count}`, 0)
    expect(throttle.waitMs('name 0', 0)).toBe(0)
    expect(throttle.waitMs('name 20000', 0)).toBe(2_000)
  })
})
