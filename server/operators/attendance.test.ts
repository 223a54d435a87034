import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { settle } from '#test/support/virtual-time'
import { forcePresence, setPresence } from './set-presence'

describe('a link', () => {
  it('cut for nine seconds changes nothing; nobody gets anything new meanwhile', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.cut(ivan)
    await hub.time.advance(5_000)
    await hub.writes('bob')
    expect(await hub.assignee('bob')).toBeNull()
    await hub.time.advance(4_000)
    await hub.back(ivan)
    expect(await hub.assignee('bob')).toBe('ivan')
    await hub.time.advance(120_000)
    expect(await hub.causes('anna')).toEqual(['distributed'])
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('that stays cut loses him after ten seconds and his conversations after thirty', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    await hub.cut(ivan)
    await hub.time.advance(10_000)
    expect(hub.open.screen.operator(ivan)?.presence).toMatchObject({
      chosen: 'online',
      effective: 'lost',
      link: 'gone',
    })
    await hub.time.advance(19_900)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(100)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('of one of two devices changes nothing', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.open.attendance.connected(ivan, 'phone')
    await hub.cut(ivan)
    await hub.time.advance(60_000)
    expect(hub.open.screen.operator(ivan)?.presence).toMatchObject({ effective: 'online', link: 'live' })
  })

  it('that ends while the store is full is not forgotten', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const fail = hub.breakStore()
    const lost = hub.cut(ivan)
    await hub.time.advance(500)
    expect(hub.open.screen.operator(ivan)?.presence.link).toBe('live')
    fail.repair()
    await hub.time.advance(1_000)
    await lost
    expect(hub.open.screen.operator(ivan)?.presence.link).toBe('shaky')
  })

  it('leaves by quitting: Offline at once, without a grace', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.open.attendance.left(ivan, "ivan's laptop")
    expect(hub.open.screen.operator(ivan)?.presence).toMatchObject({ chosen: 'offline', cause: 'left' })
  })
})

describe('a status', () => {
  it('is told with its version, kept with its history, and may be forced by who supervises', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const chief = await hub.operator('chief', { canSupervise: true, takesPart: false })
    const { attendance } = hub.open
    const version = hub.open.screen.operator(ivan)?.presence.version ?? 0
    await hub.command<'presence.set'>(ivan, (work, actor) =>
      setPresence(work, attendance, actor, { kind: 'presence.set', status: 'busy', by: 'operator' }),
    )
    expect(hub.open.screen.operator(ivan)?.presence).toMatchObject({ chosen: 'busy', version: version + 1 })
    const force = (by: typeof ivan, operatorId: typeof ivan) =>
      hub.command<'presence.force'>(by, (work, actor) =>
        forcePresence(work, attendance, actor, { kind: 'presence.force', operatorId, status: 'offline' }),
      )
    expect(await force(ivan, chief)).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
    expect(await force(chief, ivan)).toMatchObject({ ok: true })
    expect(hub.open.screen.operator(ivan)?.presence).toMatchObject({ chosen: 'offline', cause: 'administrator' })
    const history = await hub.open.reader.all(
      `select chosen, by_account from presence_history where account_id = 'ivan' order by version, effective`,
    )
    expect(history.slice(-2)).toEqual([
      { chosen: 'busy', by_account: 'ivan' },
      { chosen: 'offline', by_account: 'chief' },
    ])
  })
})

describe('a restart of the hub', () => {
  it('moves nothing from anybody who is back within thirty seconds', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    hub.time.jump(180_000)
    await hub.restart()
    expect(hub.open.screen.operator(ivan)?.presence).toMatchObject({ effective: 'online', link: 'shaky' })
    await hub.time.advance(29_000)
    await hub.back(ivan)
    await hub.time.advance(120_000)
    expect(await hub.causes('anna')).toEqual(['distributed'])
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('loses who does not come back after thirty, and moves his conversations after sixty', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    await hub.restart()
    await hub.back(maria)
    await hub.time.advance(29_900)
    expect(hub.open.screen.operator(ivan)?.presence.effective).toBe('online')
    await hub.time.advance(100)
    expect(hub.open.screen.operator(ivan)?.presence.effective).toBe('lost')
    await hub.time.advance(29_900)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(100)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('hands nothing out until all who were there are back, so that the first one back does not get everything', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const maria = await hub.operator('maria')
    await hub.restart()
    await hub.writes('anna')
    await hub.time.advance(10)
    await hub.writes('bob')
    await hub.back(ivan)
    expect(await hub.assignee('anna')).toBeNull()
    await hub.back(maria)
    await settle()
    expect([await hub.assignee('anna'), await hub.assignee('bob')]).toEqual(['ivan', 'maria'])
    await hub.mirror.check()
  })

  it('waits ten seconds at most for those who do not come', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.operator('maria')
    await hub.restart()
    await hub.writes('anna')
    await hub.back(ivan)
    await hub.time.advance(9_900)
    expect(await hub.assignee('anna')).toBeNull()
    await hub.time.advance(100)
    expect(await hub.assignee('anna')).toBe('ivan')
    expect(hub.bugs).toEqual([])
  })

  it('whose clock is behind the last known time takes nothing away for ten minutes', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    await hub.choose(ivan, 'busy')
    hub.time.jump(-3_600_000)
    await hub.restart()
    await hub.back(ivan)
    await hub.back(maria)
    await hub.time.advance(599_000)
    await hub.writes('anna', 'are you there?')
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(2_000)
    expect(await hub.assignee('anna')).toBe('maria')
    await hub.mirror.check()
  })

  it('takes from him in time all the same what he was given since: how long he has had that no clock has told', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    const chief = await hub.operator('chief', { role: 'administrator', takesPart: false, status: null })
    await hub.choose(ivan, 'busy')
    hub.time.jump(-3_600_000)
    await hub.restart()
    await hub.back(ivan)
    await hub.back(maria)
    await hub.time.advance(11_000)
    await hub.settings({ isOn: false })
    await hub.writes('bob')
    await hub.transfer(chief, 'bob', ivan, true)
    await hub.settings({ isOn: true })
    expect(await hub.assignee('bob')).toBe('ivan')
    await hub.time.advance(31_000)
    expect([await hub.assignee('anna'), await hub.assignee('bob')]).toEqual(['ivan', 'maria'])
    await hub.mirror.check()
  })

  it('takes the mark of waiting away at once when nothing is to be moved any more, however long he has been away', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(31_000)
    expect((await hub.row('anna')).waitingSince).not.toBeNull()
    hub.time.jump(-3_600_000)
    await hub.restart()
    await hub.back(ivan)
    await hub.time.advance(11_000)
    await hub.settings({ reassignment: 'off' })
    await hub.time.advance(1)
    expect((await hub.row('anna')).waitingSince).toBeNull()
    await hub.mirror.check()
  })

  it('after a long weekend doubts the clock, and still reassigns from who goes Busy now', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    hub.time.jump(3 * 86_400_000)
    await hub.restart()
    await hub.back(ivan)
    await hub.back(maria)
    await hub.time.advance(1_000)
    await hub.choose(ivan, 'busy')
    await hub.time.advance(30_000)
    expect(await hub.assignee('anna')).toBe('maria')
    await hub.mirror.check()
  })

  it('evaluates what fell into the downtime after it, and keeps loads, turns and rests', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    await hub.writes('bob')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(5_000)
    hub.time.jump(120_000)
    await hub.restart()
    await hub.back(ivan)
    await hub.back(maria)
    await hub.time.advance(1_000)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('takes the mark away from what its assignee has come back to while nothing was handed out yet', async () => {
    const hub = await aHub()
    const [ivan, maria] = [await hub.operator('ivan'), await hub.operator('maria', { limit: 0 })]
    await hub.writes('anna')
    await hub.cut(ivan)
    await hub.time.advance(40_000)
    expect(await hub.row('anna')).toMatchObject({ waitingSince: expect.any(Number) })
    await hub.settings({ conversationLimit: 1 })
    await hub.restart()
    await hub.back(ivan)
    await hub.time.advance(1_000)
    await hub.back(maria)
    expect(await hub.row('anna')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: null })
    expect(hub.bugs).toEqual([])
  })
})
