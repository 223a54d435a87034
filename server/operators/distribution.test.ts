import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { explain } from '../distribution/explain'
import { readBasis } from '../distribution/read-basis'

const customers = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']

describe('distribution', () => {
  it('gives seven customers at once to three operators with limit 2: 2-2-2, one waits; closing one moves the seventh', async () => {
    const hub = await aHub({ conversationLimit: 2 })
    const ivan = await hub.operator('ivan')
    await hub.operator('maria')
    await hub.operator('pavel')
    await Promise.all(customers.map((chat) => hub.event(hub.message(chat))))
    const assignees = await Promise.all(customers.map((chat) => hub.assignee(chat)))
    expect(assignees).toEqual(['ivan', 'maria', 'pavel', 'ivan', 'maria', 'pavel', null])
    expect(hub.open.screen.tallies()).toEqual({ open: 7, unassigned: 1, closed: 0, queued: 1 })
    await hub.close(ivan, 'c1')
    expect(await hub.assignee('c7')).toBe('ivan')
    expect(await hub.causes('c7')).toEqual(['queue'])
    expect(await hub.open.distributor.sweep()).toBe(0)
    await hub.mirror.check()
  })

  it('never gives anybody more than his limit of 200 conversations arriving in one tick', async () => {
    const hub = await aHub({ conversationLimit: 7 })
    for (const name of ['a', 'b', 'c', 'd']) await hub.operator(name)
    await hub.operator('e', { limit: 3 })
    await hub.operator('f', { limit: 0 })
    const chats = Array.from({ length: 200 }, (_, index) => `chat-${index}`)
    await Promise.all(chats.map((chat) => hub.event(hub.message(chat))))
    const loads = hub.open.screen.operators().map(({ id, load }) => [id, load])
    expect(loads).toEqual([
      ['a', 7],
      ['b', 7],
      ['c', 7],
      ['d', 7],
      ['e', 3],
      ['f', 0],
    ])
    expect(hub.open.screen.tallies()).toMatchObject({ open: 200, unassigned: 169 })
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('hands a long queue out page by page to whoever comes on duty', async () => {
    const hub = await aHub({ conversationLimit: null })
    const chats = Array.from({ length: 450 }, (_, index) => `chat-${index}`)
    await Promise.all(chats.map((chat) => hub.event(hub.message(chat))))
    await hub.operator('ivan')
    await hub.time.advance(0)
    expect(hub.open.screen.operators()[0]).toMatchObject({ load: 450 })
    expect(hub.open.screen.tallies()).toMatchObject({ unassigned: 0, queued: 0 })
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('stores why, so that the same choice follows from what was stored', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    await hub.operator('maria', { status: 'busy' })
    await hub.writes('anna')
    const stored = await hub.open.reader.all<{ chosen: string; choice: string; body: string }>(
      'select chosen, choice, body from decision join decision_basis on id = basis_id',
    )
    expect(stored).toHaveLength(1)
    expect(stored[0]).toMatchObject({ chosen: 'ivan', choice: 'onlyOne' })
    const basis = readBasis(JSON.parse(stored[0]?.body ?? ''))
    const explanation = basis && explain(basis, (await hub.row('anna')).id)
    expect(explanation).toMatchObject({
      chosen: 'ivan',
      candidates: [
        { operatorId: 'ivan', verdict: { kind: 'chosen' } },
        { operatorId: 'maria', verdict: { kind: 'ineligible', reason: 'busy' } },
      ],
    })
  })

  it('switched off leaves everything in unassigned, and takes it up when switched on', async () => {
    const hub = await aHub({ isOn: false })
    await hub.operator('ivan')
    await hub.writes('anna')
    expect(await hub.stream('anna')).toEqual(['opened', 'contact: hello'])
    await hub.settings({ isOn: true })
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.mirror.check()
  })

  it('gives a reopened conversation back to who had it, if he is there', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    await hub.close(ivan, 'anna')
    const row = await hub.writes('anna', 'one more thing')
    expect(row).toMatchObject({ inquiry: 2, assignee: { id: 'ivan' }, contactMessages: 2, contactMessagesBefore: 1 })
    expect((await hub.stream('anna')).slice(3)).toEqual([
      'closed',
      'reopened',
      'contact: one more thing',
      'assigned returned - -> ivan',
    ])
    await hub.mirror.check()
  })

  it('counts only what waits for an answer when so set, and a reply makes room', async () => {
    const hub = await aHub({ conversationLimit: 1, loadCounts: 'awaitingAnswer' })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.writes('bob')
    expect(await hub.assignee('bob')).toBeNull()
    await hub.reply(ivan, 'anna')
    expect(await hub.assignee('bob')).toBe('ivan')
    await hub.mirror.check()
  })
})

describe('waiting too long', () => {
  it('alarms once for each inquiry nobody could be found for', async () => {
    const hub = await aHub()
    const alarms: unknown[] = []
    hub.open.news.subscribe((news) => alarms.push(...news.filter((one) => one.kind === 'alarm')))
    const { id } = await hub.writes('anna')
    await hub.time.advance(115_000)
    expect(alarms).toEqual([])
    await hub.time.advance(60_000)
    expect(alarms).toEqual([{ kind: 'alarm', alarm: 'waitingTooLong', conversationId: id, channel: null }])
    expect(hub.bugs).toEqual([])
  })
})

describe('reassignment', () => {
  const afterBusy = async (mode: 'off' | 'allUncompleted' | 'onlyNew') => {
    const hub = await aHub({ reassignment: mode })
    const ivan = await hub.operator('ivan')
    await hub.writes('new')
    await hub.writes('answered')
    await hub.reply(ivan, 'answered')
    await hub.writes('answered', 'and then?')
    return { hub, ivan }
  }

  it.each([
    ['off', 'ivan', 'ivan'],
    ['onlyNew', 'maria', 'ivan'],
    ['allUncompleted', 'maria', 'maria'],
  ] as const)('in mode %s gives the new one to %s and the answered one to %s', async (mode, fresh, answered) => {
    const { hub, ivan } = await afterBusy(mode)
    await hub.operator('maria')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(29_900)
    expect([await hub.assignee('new'), await hub.assignee('answered')]).toEqual(['ivan', 'ivan'])
    await hub.time.advance(100)
    expect([await hub.assignee('new'), await hub.assignee('answered')]).toEqual([fresh, answered])
    await hub.time.advance(30_000)
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('moves nothing when he is back after 20 seconds', async () => {
    const { hub, ivan } = await afterBusy('allUncompleted')
    await hub.operator('maria')
    await hub.choose(ivan, 'busy')
    await hub.time.advance(20_000)
    await hub.choose(ivan, 'online')
    await hub.time.advance(120_000)
    expect(await hub.assignee('new')).toBe('ivan')
    expect(hub.bugs).toEqual([])
  })

  it('marks what nobody can have as waiting, and moves it when somebody comes', async () => {
    const { hub, ivan } = await afterBusy('allUncompleted')
    await hub.choose(ivan, 'offline')
    await hub.time.advance(40_000)
    expect(await hub.row('new')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: expect.any(Number) })
    expect((await hub.stream('new')).at(-1)).toBe('waiting nobodyEligible')
    await hub.operator('maria')
    expect(await hub.row('new')).toMatchObject({ assignee: { id: 'maria' }, waitingSince: null })
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('takes the mark away when the assignee is back', async () => {
    const { hub, ivan } = await afterBusy('allUncompleted')
    await hub.choose(ivan, 'offline')
    await hub.time.advance(40_000)
    await hub.choose(ivan, 'online')
    expect(await hub.row('new')).toMatchObject({ assignee: { id: 'ivan' }, waitingSince: null })
    await hub.mirror.check()
  })

  it('moves a conversation at once whose contact writes while the assignee is long away', async () => {
    const { hub, ivan } = await afterBusy('allUncompleted')
    await hub.operator('maria')
    for (const chat of ['new', 'answered']) await hub.reply(ivan, chat)
    await hub.choose(ivan, 'busy')
    await hub.time.advance(60_000)
    expect(await hub.assignee('new')).toBe('ivan')
    await hub.writes('new', 'hello?')
    expect(await hub.assignee('new')).toBe('maria')
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('lets a conversation rest after three moves in ten minutes, with an alarm, and takes it up again after that', async () => {
    const hub = await aHub()
    const alarms: string[] = []
    hub.open.news.subscribe((news) => {
      for (const one of news) if (one.kind === 'alarm') alarms.push(one.alarm)
    })
    const pair = [await hub.operator('ivan'), await hub.operator('maria')]
    await hub.writes('anna')
    for (let round = 0; round < 5; round++) {
      const holder = pair.find((id) => id === hub.mirror.rows()[0]?.assignee?.id)
      const other = pair.find((id) => id !== holder)
      if (holder === undefined || other === undefined) break
      await hub.choose(other, 'online')
      await hub.choose(holder, 'busy')
      await hub.time.advance(31_000)
    }
    expect(await hub.assignee('anna')).toBeNull()
    expect((await hub.causes('anna')).filter((cause) => cause === 'reassigned')).toHaveLength(3)
    expect(alarms).toEqual(['tooManyMoves', 'waitingTooLong'])
    for (const id of pair) await hub.choose(id, 'online')
    expect(await hub.assignee('anna')).toBeNull()
    await hub.time.advance(600_000)
    expect(await hub.assignee('anna')).not.toBeNull()
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })
})
