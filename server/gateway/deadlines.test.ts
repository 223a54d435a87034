import { describe, expect, it } from 'vitest'
import { VirtualTime } from '#test/support/virtual-time'
import { Deadlines } from './deadlines'

describe('a limit that many have in common', () => {
  it('ends for each at its own moment, once, and for none that was in time', async () => {
    const time = new VirtualTime()
    const deadlines = new Deadlines(time, time, 1_000)
    const over: string[] = []
    const begin = (name: string) => deadlines.begin(() => over.push(`${name} at ${time.monotonic()}`))
    const startedAt = time.monotonic()
    begin('first')
    await time.advance(300)
    const inTime = begin('second')
    await time.advance(300)
    begin('third')
    inTime()
    await time.advance(10_000)
    begin('after a rest')
    await time.advance(10_000)
    const at = [1_000, 1_600, 11_600].map((ms) => startedAt + ms)
    expect(over).toEqual([`first at ${at[0]}`, `third at ${at[1]}`, `after a rest at ${at[2]}`])
  })

  it('may begin again as it ends', async () => {
    const time = new VirtualTime()
    const deadlines = new Deadlines(time, time, 1_000)
    let times = 0
    const again = () => {
      times += 1
      if (times < 3) deadlines.begin(again)
    }
    deadlines.begin(again)
    await time.advance(5_000)
    expect(times).toBe(3)
  })
})
