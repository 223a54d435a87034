import { describe, expect, it } from 'vitest'
import type { Command } from '#protocol/commands'
import type { OperatorId } from '#protocol/ids'
import { aHub, type TestHub } from '#test/support/a-hub'
import { aSchedule, aWeek } from '#test/support/a-schedule'
import { forcePresence, setPresence } from './set-presence'

/**
 * The table of reliability.md section 3, row by row, then the paragraphs under it. The rows that are proved elsewhere: outcomes to the
 * tenth of a second in `shown.test.ts`, the pause of 10 s after a start in `attendance.test.ts`, the 18 s of a half-open line in
 * `gateway/sockets.test.ts`, sleep as a device says it in `client/session.test.ts`, what counts as idle in
 * `client/idle-watch.test.ts`, two hubs on one store in `start-hub.test.ts`, a clock that jumps in `test/simulation/clock.test.ts`.
 */

const minute = 60_000
const presence = (hub: TestHub, id: OperatorId) => hub.open.screen.operator(id)?.presence

/** Ivan has Anna's conversation, on a laptop; Maria could have it. */
async function atWork() {
  const hub = await aHub()
  const ivan = await hub.operator('ivan')
  await hub.writes('anna')
  const maria = await hub.operator('maria')
  return { hub, ivan, maria }
}

const says = (hub: TestHub, by: OperatorId, told: Omit<Command<'presence.set'>, 'kind'>) =>
  hub.command<'presence.set'>(by, (work, actor) =>
    setPresence(work, hub.open.attendance, actor, { kind: 'presence.set', ...told }),
  )

const sendsOffline = (hub: TestHub, by: OperatorId, operatorId: OperatorId) =>
  hub.command<'presence.force'>(by, (work, actor) =>
    forcePresence(work, hub.open.attendance, actor, { kind: 'presence.force', operatorId, status: 'offline' }),
  )

describe('the table of presence', () => {
  it('device connects: link live; the status chosen stays as it was', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan', { status: 'busy' })
    await hub.cut(ivan)
    await hub.time.advance(20_000)
    const version = presence(hub, ivan)?.version
    await hub.back(ivan)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'busy', effective: 'busy', link: 'live', version })
  })

  it.each([
    ['online', 'online'],
    ['busy', 'busy'],
    ['offline', 'offline'],
  ] as const)('last socket ends while %s: shaky and still %s, then gone after the grace', async (chosen, shaky) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan', { status: chosen })
    await hub.cut(ivan)
    await hub.time.advance(9_999)
    expect(presence(hub, ivan)).toMatchObject({ chosen, effective: shaky, link: 'shaky' })
    await hub.time.advance(1)
    expect(presence(hub, ivan)).toMatchObject({
      ...{ chosen, link: 'gone' },
      effective: chosen === 'offline' ? 'offline' : 'lost',
    })
  })

  it('the grace is a setting', async () => {
    const hub = await aHub({ graceMs: 60_000 })
    const ivan = await hub.operator('ivan')
    await hub.cut(ivan)
    await hub.time.advance(59_999)
    expect(presence(hub, ivan)?.effective).toBe('online')
    await hub.time.advance(1)
    expect(presence(hub, ivan)?.effective).toBe('lost')
  })

  it('quit on the last device: Offline at once, reassigned 30 s later', async () => {
    const { hub, ivan } = await atWork()
    await hub.open.attendance.left(ivan, "ivan's laptop")
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', effective: 'offline', cause: 'left' })
    await hub.time.advance(29_999)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('quit on one of several devices: only that one ends', async () => {
    const { hub, ivan } = await atWork()
    await hub.open.attendance.connected(ivan, 'phone')
    await hub.open.attendance.left(ivan, "ivan's laptop")
    await hub.time.advance(minute)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'online', link: 'live' })
    await hub.open.attendance.lost(ivan, 'phone')
    expect(presence(hub, ivan)?.link).toBe('shaky')
  })

  it('app restarts for an update: the grace runs, and on its return nothing has moved', async () => {
    const { hub, ivan } = await atWork()
    await hub.cut(ivan)
    await hub.time.advance(8_000)
    await hub.open.attendance.connected(ivan, "the updated app's first socket")
    await hub.time.advance(10 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed'])
  })

  it('account disabled: Offline at once on all devices, with the reason; what he had goes on at once', async () => {
    const { hub, ivan } = await atWork()
    await hub.open.attendance.connected(ivan, 'phone')
    await hub.sql('update account set is_active = 0 where id = $1', [ivan])
    await hub.changed()
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', link: 'gone', cause: 'disabled' })
    expect(await hub.assignee('anna')).toBe('maria')
    await hub.open.attendance.lost(ivan, 'phone')
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', cause: 'disabled' })
  })

  it('administrator forces Offline: at once, on all devices, and no device takes it back by itself', async () => {
    const { hub, ivan } = await atWork()
    const chief = await hub.operator('chief', { canSupervise: true, takesPart: false })
    await hub.open.attendance.connected(ivan, 'phone')
    await sendsOffline(hub, chief, ivan)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', link: 'live', cause: 'administrator' })
    await hub.cut(ivan)
    await hub.back(ivan)
    await hub.time.advance(30_000)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', cause: 'administrator' })
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('grace ends without a device: away since the last one ended, not since the grace did', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const cutAt = hub.time.now()
    await hub.cut(ivan)
    await hub.time.advance(10_000)
    expect(presence(hub, ivan)).toMatchObject({ since: cutAt + 10_000, unavailableSince: cutAt })
  })

  it('reconnect in the grace: as if nothing had happened, also for the moment he came on duty', async () => {
    const { hub, ivan } = await atWork()
    const before = presence(hub, ivan)
    await hub.cut(ivan)
    await hub.time.advance(9_999)
    await hub.back(ivan)
    expect(presence(hub, ivan)).toEqual(before)
  })

  it('a status chosen on any device: the hub decides the order, all are told the same version', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.open.attendance.connected(ivan, 'phone')
    const before = presence(hub, ivan)?.version ?? 0
    const told: unknown[] = []
    hub.open.news.subscribe((news) => {
      for (const one of news)
        if (one.kind === 'operators' && one.operators.includes(ivan)) told.push(presence(hub, ivan)?.version)
    })
    await Promise.all([
      says(hub, ivan, { status: 'busy', by: 'operator' }),
      says(hub, ivan, { status: 'offline', by: 'operator' }),
      says(hub, ivan, { status: 'offline', by: 'operator' }),
    ])
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', version: before + 3 })
    expect(told.at(-1)).toBe(before + 3)
  })

  it('30 s after he became unavailable is a setting, and Busy then Offline counts from Busy', async () => {
    const { hub, ivan } = await atWork()
    await hub.settings({ reassignmentDelayMs: minute })
    await hub.choose(ivan, 'busy')
    await hub.time.advance(40_000)
    await hub.choose(ivan, 'offline')
    await hub.time.advance(19_999)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('Online and live before the 30 s end: nothing is taken from him', async () => {
    const { hub, ivan } = await atWork()
    await hub.choose(ivan, 'busy')
    await hub.time.advance(29_999)
    await hub.choose(ivan, 'online')
    await hub.time.advance(10 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed'])
  })

  it('unavailable again within 10 s: the earlier absence counts, so flapping postpones nothing', async () => {
    const { hub, ivan } = await atWork()
    await hub.choose(ivan, 'busy')
    await hub.time.advance(20_000)
    await hub.choose(ivan, 'online')
    await hub.time.advance(5_000)
    await hub.choose(ivan, 'busy')
    await hub.time.advance(4_999)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('unavailable again after more than 10 s: a new absence, with 30 s of its own', async () => {
    const { hub, ivan } = await atWork()
    await hub.choose(ivan, 'busy')
    await hub.time.advance(20_000)
    await hub.choose(ivan, 'online')
    await hub.time.advance(10_001)
    await hub.choose(ivan, 'busy')
    await hub.time.advance(29_999)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('contact writes past the 30 s: that conversation is looked at in the same moment', async () => {
    const { hub, ivan } = await atWork()
    await hub.reply(ivan, 'anna')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(minute)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.writes('anna', 'one more thing')
    expect(await hub.assignee('anna')).toBe('maria')
  })
})

describe('under the table of presence', () => {
  it('away too long: Offline after five minutes without a device, and he must choose Online himself', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.cut(ivan)
    await hub.time.advance(5 * minute - 1)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'online', effective: 'lost' })
    await hub.time.advance(1)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', cause: 'away' })
    await hub.back(ivan)
    await hub.writes('anna')
    expect(await hub.assignee('anna')).toBeNull()
    await says(hub, ivan, { status: 'online', by: 'operator' })
    expect(await hub.assignee('anna')).toBe('ivan')
  })

  it('away too long counts time in which the hub runs: a night it was down makes nobody away', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.restart(8 * 60 * minute)
    await hub.time.advance(29_000)
    await hub.back(ivan)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'online', effective: 'online', link: 'live' })
  })

  it('sleep and wake: an hour asleep moves his once, wakes him Offline, and does nothing in a row after it', async () => {
    const { hub, ivan } = await atWork()
    await hub.cut(ivan)
    await hub.time.advance(60 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed', 'reassigned'])
    await hub.back(ivan)
    await hub.time.advance(10 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed', 'reassigned'])
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', link: 'live', cause: 'away' })
    expect(hub.bugs).toEqual([])
  })

  it('idle: Busy by a device that nobody touches, Online again by the next touch', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await says(hub, ivan, { status: 'busy', by: 'idle' })
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'busy', cause: 'idle' })
    await says(hub, ivan, { status: 'online', by: 'idle' })
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'online', effective: 'online' })
  })

  it.each(['busy', 'offline'] as const)(
    'idle: a person has chosen %s, and neither idling nor a touch changes it',
    async (status) => {
      const hub = await aHub()
      const ivan = await hub.operator('ivan', { status })
      const before = presence(hub, ivan)
      await says(hub, ivan, { status: 'busy', by: 'idle' })
      await says(hub, ivan, { status: 'online', by: 'idle' })
      expect(presence(hub, ivan)).toEqual(before)
    },
  )

  it('schedule: closing forces Offline where so set, and opening switches nobody Online', async () => {
    const hub = await aHub({ offlineAtClosing: true })
    const ivan = await hub.operator('ivan')
    // The hub's day begins on a Friday at noon in Moscow.
    await hub.schedule(aSchedule({ week: aWeek('09:00-12:30 12:40-18:00') }))
    await hub.time.advance(30 * minute - 1)
    expect(presence(hub, ivan)?.chosen).toBe('online')
    await hub.time.advance(1)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', cause: 'schedule' })
    await hub.time.advance(10 * minute)
    expect(presence(hub, ivan)).toMatchObject({ chosen: 'offline', cause: 'schedule' })
    await hub.writes('anna')
    expect(await hub.assignee('anna')).toBeNull()
  })

  it('hub restart: whoever was gone before it has no second grace', async () => {
    const { hub, ivan, maria } = await atWork()
    await hub.cut(ivan)
    await hub.time.advance(15_000)
    await hub.restart()
    expect(presence(hub, ivan)).toMatchObject({ effective: 'lost', link: 'gone' })
    await hub.back(maria)
    await hub.time.advance(14_999)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('hub restart: the grace after it is a setting of its own', async () => {
    const hub = await aHub({ restartGraceMs: 2 * minute })
    const ivan = await hub.operator('ivan')
    await hub.restart()
    await hub.time.advance(2 * minute - 1)
    expect(presence(hub, ivan)).toMatchObject({ effective: 'online', link: 'shaky' })
    await hub.time.advance(1)
    expect(presence(hub, ivan)).toMatchObject({ effective: 'lost', link: 'gone' })
  })

  it('reassignment off: an absence of any length takes nothing from him', async () => {
    const { hub, ivan } = await atWork()
    await hub.settings({ reassignment: 'off' })
    await hub.choose(ivan, 'offline')
    await hub.time.advance(60 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed'])
  })

  it('nobody to take it: it stays with him, marked, until he is back', async () => {
    const { hub, ivan, maria } = await atWork()
    await hub.choose(maria, 'offline')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(30_000)
    expect(await hub.row('anna')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: hub.time.now() })
    await hub.choose(ivan, 'online')
    expect(await hub.row('anna')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: null })
  })
})
