import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { replayStore } from './replay-store'

async function aShift() {
  const hub = await aHub({ conversationLimit: 2 })
  const ivan = await hub.operator('ivan')
  await hub.operator('maria')
  for (const chat of ['a', 'b', 'c', 'd', 'e']) await hub.writes(chat)
  await hub.choose(ivan, 'busy')
  await hub.time.advance(31_000)
  return hub
}

describe('the decisions of a store', () => {
  it('all come out the same again', async () => {
    const hub = await aShift()
    const replayed = await replayStore(hub.open.reader)
    expect(replayed).toMatchObject({ differing: [] })
    expect(replayed.assignments).toBeGreaterThan(3)
    expect(replayed.decisions).toBeGreaterThan(replayed.assignments)
  })

  it('are named when they do not', async () => {
    const hub = await aShift()
    await hub.sql(`update decision set chosen = 'maria' where basis_id = 1`)
    await hub.sql(`update decision_basis set body = '{}' where id = 2`)
    expect((await replayStore(hub.open.reader)).differing.map((line) => line.split(' ')[0])).toEqual(['1', '2'])
  })
})
