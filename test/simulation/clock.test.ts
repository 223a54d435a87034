import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { everybody } from '#test/support/company-hub'

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

  it('passes on what is not answered when the time to answer has really passed', async () => {
    const hub = await aHub()
    await hub.group(everybody, { answerTimeMs: 60_000 })
    await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    await hub.time.advance(20_000)
    hub.time.jump(jump)
    await hub.time.advance(39_999)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(await hub.causes('anna')).toEqual(['distributed', 'lapsed'])
    expect(hub.bugs).toEqual([])
  })

  it('keeps the mark of what was not answered in time and nobody else can have', async () => {
    const hub = await aHub()
    await hub.group(everybody, { answerTimeMs: 60_000 })
    await hub.operator('ivan')
    await hub.writes('anna')
    await hub.time.advance(90_000)
    expect(await hub.row('anna')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: expect.any(Number) })
    hub.time.jump(jump)
    await hub.time.advance(30_000)
    expect(await hub.row('anna')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: expect.any(Number) })
    await hub.operator('maria')
    expect(await hub.assignee('anna')).toBe('maria')
    expect(hub.bugs).toEqual([])
  })

  it('lets what has moved too often rest for ten minutes, not for longer and not for less', async () => {
    const hub = await aHub({ reassignmentDelayMs: 10_000 })
    const [ivan, maria] = [await hub.operator('ivan'), await hub.operator('maria', { status: 'busy' })]
    await hub.writes('anna')
    const here = [ivan, maria]
    for (let move = 0; move < 4; move++) {
      await hub.time.advance(11_000)
      const [from = ivan, to = maria] = move % 2 === 0 ? here : here.toReversed()
      await hub.choose(to, 'online')
      await hub.choose(from, 'busy')
      await hub.time.advance(10_000)
    }
    expect(await hub.assignee('anna')).toBeNull()
    await hub.time.advance(60_000)
    hub.time.jump(jump)
    await hub.time.advance(539_999)
    expect(await hub.assignee('anna')).toBeNull()
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).not.toBeNull()
    expect(hub.bugs).toEqual([])
  })

  it('moves deadlines along also when the first thing that notices it is undone', async () => {
    const hub = await aHub()
    await hub.group(everybody, { answerTimeMs: 60_000 })
    await hub.operator('ivan')
    const { id } = await hub.writes('anna')
    const answerBy = () => hub.write(async (work) => (await work.draft(id))?.facts.answerBy ?? 0)
    const before = await answerBy()
    hub.time.jump(jump)
    const undone = hub.write(async () => {
      throw new Error('nothing of it')
    })
    await expect(undone).rejects.toThrow('nothing of it')
    expect(await answerBy()).toBe(before + jump)
  })
})
