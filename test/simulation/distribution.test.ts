import { describe, expect, it } from 'vitest'
import { everythingArrives } from './acts/contacts'
import { Dice } from './dice'
import { unexplained } from './explained'
import { broken } from './promises'
import { seeds, virtualMinutes } from './seeds'
import { World } from './world'

const checkedEveryMs = 120_000
/** How much of the story is told when a promise is broken. */
const lines = Number(process.env.SIMULATION_LINES ?? 25)

const replay = (seed: number) =>
  `npm run simulate -- --seeds 1 --from ${seed}${virtualMinutes === 10 ? '' : ` --minutes ${virtualMinutes}`}`

/** Messages of contacts in the store: each that was acknowledged, once. */
async function messages(world: World): Promise<number> {
  const [row] = await world.hub.open.reader.all<{ count: number }>(
    `select count(*) as "count" from entry where kind = 'message' and external_id is not null`,
  )
  return row?.count ?? 0
}

describe('a company at work in virtual time', () => {
  it.each(seeds())('keeps the promises of distribution after every step (seed %i)', async (seed) => {
    const world = await World.begin(new Dice(seed))
    const told = () => [...world.story.slice(-lines), '', `Again: ${replay(seed)}`].join('\n')
    for (let checkedAt = 0; world.elapsed < virtualMinutes * 60_000; ) {
      await world.step()
      const problems = broken(world)
      if (problems.length > 0) expect(problems, told()).toEqual([])
      if (world.elapsed - checkedAt < checkedEveryMs) continue
      checkedAt = world.elapsed
      await world.hub.mirror.check()
    }
    await everythingArrives(world)
    expect(await messages(world), told()).toBe(world.accepted.size)
    expect(world.hub.open.distributor.found(), told()).toBe(0)
    expect(await unexplained(world), told()).toEqual([])
  })
})
