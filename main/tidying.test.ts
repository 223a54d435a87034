import { describe, expect, it } from 'vitest'
import { VirtualTime } from '#test/support/virtual-time'
import { Tidying } from './tidying'

const minute = 60_000
const hour = 60 * minute

function aDesktop(idleSeconds: () => number = () => 300) {
  const clock = new VirtualTime()
  const start = clock.now()
  const tidied: number[] = []
  const troubles: unknown[] = []
  const tidying = new Tidying({
    clock,
    idleSeconds,
    tidy: async (now) => {
      tidied.push((now - start) / minute)
      if (tidied.length === 1) throw new Error('the disk is full')
    },
    onTrouble: (error) => troubles.push(error),
  })
  return { clock, tidied, troubles, tidying }
}

describe('tidying the local copy', () => {
  it('comes soon after the start and then once a day, also after it has failed', async () => {
    const { clock, tidied, troubles } = aDesktop()
    await clock.advance(49 * hour)
    expect(tidied).toEqual([2, 2 + 24 * 60, 2 + 48 * 60])
    expect(troubles).toHaveLength(1)
  })

  it('waits until nobody works, but not for ever', async () => {
    const startsRest = 10 * minute
    const resting = aDesktop(() => (resting.clock.monotonic() >= startsRest ? 60 : 0))
    await resting.clock.advance(hour)
    expect(resting.tidied).toEqual([10])
    const busy = aDesktop(() => 0)
    await busy.clock.advance(2 * hour)
    expect(busy.tidied).toEqual([61])
  })

  it('ends with the account', async () => {
    const { clock, tidied, tidying } = aDesktop()
    await clock.advance(hour)
    tidying.stop()
    await clock.advance(48 * hour)
    expect(tidied).toEqual([2])
  })
})
