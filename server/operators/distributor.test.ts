import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { aSchedule, aWeek } from '#test/support/a-schedule'
import { everybody } from '#test/support/company-hub'
import { handOver } from '../conversations/hand-over'

const hour = 3_600_000

/** What failed for want of room on the disk is said; nothing else went wrong. */
const otherBugs = (bugs: readonly string[]) => bugs.filter((bug) => !bug.includes('could not commit'))

describe('what falls due while the disk is full', () => {
  it.each([
    ['there is no room yet', 1_500],
    ['there is room again', 700],
  ])('is done in its order: nobody overtakes another though his turn comes when %s', async (_when, fullMs) => {
    const hub = await aHub({ waitAlarmMs: 30_000 })
    const ivan = await hub.operator('ivan', { limit: 1 })
    await hub.operator('maria', { limit: 0 })
    await hub.writes('clara')
    await hub.writes('anna')
    await hub.time.advance(20_000)
    await hub.writes('boris')
    await hub.time.advance(19_300)
    await hub.restart()
    await hub.back(ivan)
    await hub.close(ivan, 'clara')
    // Maria stays away, so the queue is looked at 10 s after the start, in vain; 0.7 s later Boris has waited for too long.
    await hub.time.advance(9_800)
    const store = hub.breakStore()
    await hub.time.advance(fullMs)
    store.repair()
    await hub.time.advance(10_000)
    expect([await hub.assignee('anna'), await hub.assignee('boris')]).toEqual(['ivan', null])
    await hub.mirror.check()
  })

  it('is done when there is room again: the answer time passes, the waiting one goes to the other group', async () => {
    const hub = await aHub({ waitAlarmMs: 20_000 })
    await hub.operator('ivan')
    await hub.operator('maria')
    await hub.group(everybody, { answerTimeMs: 20_000 })
    await hub.writes('anna')
    const store = hub.breakStore()
    await hub.time.advance(22_000)
    expect(hub.mirror.rows()[0]?.assignee?.id).toBe('ivan')
    store.repair()
    await hub.time.advance(1_000)
    expect(await hub.causes('anna')).toEqual(['distributed', 'lapsed'])
    await hub.time.advance(5_000)
    expect(hub.open.distributor.found()).toBe(0)
    expect(otherBugs(hub.bugs)).toEqual([])
  })

  it('is done when there is room again: the office opens', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('09:01-18:00') }))
    await hub.writes('anna')
    const store = hub.breakStore()
    await hub.time.advance(60_500)
    store.repair()
    await hub.time.advance(1_000)
    expect(await hub.assignee('anna')).toBe('ivan')
    expect(hub.open.distributor.found()).toBe(0)
    expect(otherBugs(hub.bugs)).toEqual([])
  })
})

describe('the sweep', () => {
  it('does not take back a mark that was made a moment before', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.group(everybody, { answerTimeMs: 30_000 })
    await hub.time.advance(4_300)
    await hub.writes('anna')
    await hub.choose(ivan, 'busy')
    await hub.settings({ reassignment: 'off' })
    await hub.time.advance(30_000)
    const marked = await hub.row('anna')
    expect(marked).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: expect.any(Number) })
    await hub.time.advance(10_000)
    expect(await hub.row('anna')).toEqual(marked)
    expect(hub.bugs).toEqual([])
  })

  it('finds nothing at the very moment in which the office opens', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('09:01-18:00') }))
    await hub.writes('anna')
    await hub.time.advance(59_999)
    hub.time.jump(1)
    expect(await hub.open.distributor.sweep()).toBe(0)
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('ivan')
    expect(hub.bugs).toEqual([])
  })
})

describe('a wall clock that jumps into working hours', () => {
  it('opens the office as soon as that is noticed', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('10:00-18:00') }))
    await hub.writes('anna')
    hub.time.jump(hour)
    await hub.time.advance(5_000)
    expect(await hub.assignee('anna')).toBe('ivan')
    expect(hub.bugs).toEqual([])
  })
})

describe('a handover', () => {
  it('puts nobody above his limit without a mark, however much is passed on at once', async () => {
    const hub = await aHub({ conversationLimit: 3 })
    const ivan = await hub.operator('ivan')
    for (const chat of ['a', 'b', 'c']) await hub.writes(chat)
    const maria = await hub.operator('maria', { limit: 2 })
    const items = hub.mirror.rows().map(({ id, assignVersion }) => ({ conversationId: id, assignVersion, note: null }))
    const outcome = await hub.command<'conversation.handOver'>(ivan, (work, actor) =>
      handOver(work, actor, {
        ...{ kind: 'conversation.handOver', items, isConfirmed: true },
        to: { kind: 'operator', operatorId: maria },
      }),
    )
    expect(outcome).toMatchObject({ value: { done: [expect.any(String), expect.any(String)] } })
    expect(outcome).toMatchObject({ value: { refused: [{ code: 'LIMIT_REACHED' }] } })
    expect(hub.open.screen.operators().map(({ load }) => load)).toEqual([1, 2])
    await hub.mirror.check()
  })
})

describe('a read model that is wrong about a load', () => {
  it('puts nobody above his limit: the claim counts the rows, says so, and the model is read anew', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const member = hub.open.roster.members.get(ivan)
    if (member === undefined) throw new Error('nobody knows ivan')
    member.open = 0
    hub.open.roster.count(member)
    await hub.writes('bob')
    expect(await hub.assignee('bob')).toBeNull()
    expect(hub.bugs).toEqual(['claimRefused 1'])
    await hub.time.advance(0)
    expect(member.open).toBe(1)
  })
})
