import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import type { Ledger } from '#server/rehearsal/ledger'
import { rehearse } from '#server/rehearsal/rehearse'
import { readHistory } from '#server/storage/rehearsal-reads'
import { everybody } from '#test/support/company-hub'
import { Dice } from './dice'
import { World } from './world'

const steps = 200

/** How much of the story is told when it fails. */
const lines = Number(process.env.SIMULATION_LINES ?? 25)
const only = process.env.SIMULATION_SEED
const count = Number(process.env.REHEARSAL_SEEDS ?? 30)
const seeds = only === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(only)]

const told = ({ outcomes }: Ledger) =>
  outcomes.map(({ conversationId, openedAt, path, respondedAt, closedAt, moves }) => ({
    ...{ conversationId, openedAt, respondedAt, closedAt, moves },
    path: path.map(({ operatorId, at, cause }) => `${at} ${operatorId} ${cause}`),
  }))

/** Rules that no other simulation throws together: answer time, limits of a group, working hours that begin and end. */
async function moreRules({ hub }: World, seed: number): Promise<void> {
  const dice = new Dice(seed + 10_000)
  const answerTimeMs = dice.chance(50) ? dice.between(10, 60) * 1_000 : null
  const limit = dice.chance(40) ? dice.between(1, 3) : null
  await hub.group(everybody, { answerTimeMs, limit })
  if (dice.chance(50)) {
    await hub.settings({ waitAlarmMs: dice.between(20, 90) * 1_000 })
  }
  if (dice.chance(40)) {
    const hours = [
      { from: 540, to: 542 },
      { from: 544, to: 549 },
      { from: 551, to: 620 },
    ]
    const [monday, tuesday, wednesday, thursday] = [hours, hours, hours, hours]
    const [friday, saturday, sunday] = [hours, hours, hours]
    const week = { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    await hub.schedule({ zone: 'UTC', week, exceptionalDays: [] })
    if (dice.chance(50)) await hub.rules({ outside: { kind: 'operator', operatorId: OperatorId.parse('oleg') } })
  }
  if (dice.chance(30)) await hub.rules({ pool: ['ivan', 'regina', 'oleg'].map((id) => OperatorId.parse(id)) })
}

describe('a rehearsal of unchanged rules', () => {
  it.each(seeds)('gives every conversation to whom it went, when it went (seed %i)', async (seed) => {
    const world = await World.begin(new Dice(seed), 'stay')
    await moreRules(world, seed)
    const dice = new Dice(seed + 20_000)
    const starts = [world.now + 1]
    for (let step = 1; step <= steps; step++) {
      await world.hub.time.advance(dice.between(1, 3))
      if (step === steps / 2) starts.push(world.now)
      await world.step()
    }
    await world.hub.time.advance(5)
    for (const from of starts) {
      const history = await readHistory(world.hub.open.reader, from, world.now)
      const company = history.company
      const { before, after, bugs } = await rehearse({ history, company, onProgress: async () => {} })
      expect(told(after), world.story.slice(-lines).join('\n')).toEqual(told(before))
      expect(bugs).toBe(0)
      // Days that begin in the middle also hold conversations of before, in which the first handing out may come a moment apart.
      if (from !== starts[0]) continue
      expect(after.mostUnassigned).toBe(before.mostUnassigned)
      expect([...after.shares].toSorted()).toEqual([...before.shares].toSorted())
    }
  })
})
