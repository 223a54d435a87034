import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'

const hour = 3_600_000

describe.each([
  ['an hour forward', hour],
  ['an hour back', -hour],
  ['a day forward', 24 * hour],
  ['a day back', -24 * hour],
])('a wall clock that jumps %s', (_name, jump) => {
  it('makes nobody lost before the grace has run', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    await hub.cut(ivan)
    await hub.time.advance(2_000)
    hub.time.jump(jump)
    await hub.writes('anna')
    await hub.time.advance(5_000)
    await hub.back(ivan)
    await hub.time.advance(60_000)
    expect(await hub.causes('anna')).toEqual(['distributed'])
    expect(hub.open.screen.operators().map((one) => one.presence.effective)).toEqual(['online', 'online'])
  })

  it('reassigns when the delay has run, not before and not later', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(10_000)
    hub.time.jump(jump)
    await hub.writes('anna')
    await hub.time.advance(19_000)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(2_000)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(await hub.causes('anna')).toEqual(['distributed', 'reassigned'])
    expect(hub.bugs).toEqual([])
  })

  it('ends nobody who is gone for a moment and nobody who is here', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.operator('maria')
    await hub.cut(ivan)
    await hub.time.advance(12_000)
    hub.time.jump(jump)
    await hub.time.advance(10_000)
    await hub.back(ivan)
    expect(hub.open.screen.operators().map((one) => one.presence.chosen)).toEqual(['online', 'online'])
  })
})
