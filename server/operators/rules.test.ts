import { describe, expect, it } from 'vitest'
import { GroupId, OperatorId } from '#protocol/ids'
import { prioritize } from '#server/conversations/prioritize'
import { aHub } from '#test/support/a-hub'
import { aSchedule, aWeek } from '#test/support/a-schedule'
import { everybody } from '#test/support/company-hub'

const night = GroupId.parse('night')
const operator = (name: string) => OperatorId.parse(name)
const group = (groupId: GroupId) => ({ kind: 'group', groupId }) as const

describe('the answer time of a group', () => {
  it('passes an unanswered conversation to the next member, skipping who has let it lapse, until the round is over', async () => {
    const hub = await aHub()
    for (const name of ['ivan', 'maria', 'pavel']) await hub.operator(name)
    await hub.group(everybody, { answerTimeMs: 20_000 })
    await hub.writes('anna')
    const seen = [await hub.assignee('anna')]
    for (let round = 0; round < 3; round++) {
      await hub.time.advance(19_900)
      expect(await hub.assignee('anna')).toBe(seen.at(-1))
      await hub.time.advance(100)
      seen.push(await hub.assignee('anna'))
    }
    expect(seen).toEqual(['ivan', 'maria', 'pavel', 'ivan'])
    expect(await hub.causes('anna')).toEqual(['distributed', 'lapsed', 'lapsed', 'lapsed'])
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('is called off by an answer and by a take, and survives a restart', async () => {
    const hub = await aHub()
    const [ivan, maria] = [await hub.operator('ivan'), await hub.operator('maria')]
    await hub.group(everybody, { answerTimeMs: 20_000 })
    await hub.writes('anna')
    await hub.writes('boris')
    await hub.writes('clara')
    await hub.reply(ivan, 'anna', 'Здравствуйте')
    await hub.take(maria, 'clara')
    await hub.restart()
    await hub.back(ivan)
    await hub.back(maria)
    await hub.time.advance(40_000)
    expect(await hub.causes('anna')).toEqual(['distributed'])
    expect(await hub.causes('boris')).toContain('lapsed')
    expect(await hub.assignee('clara')).toBe('maria')
  })
})

describe('a clock that is set back while the hub is down', () => {
  it('takes answer times with it, late by no more than the hub was away', async () => {
    const hub = await aHub()
    const [ivan, maria] = [await hub.operator('ivan'), await hub.operator('maria')]
    await hub.group(everybody, { answerTimeMs: 20_000 })
    await hub.writes('anna')
    hub.time.jump(-3_600_000)
    await hub.restart()
    await hub.back(ivan)
    await hub.back(maria)
    await hub.time.advance(30_000)
    expect(await hub.causes('anna')).toEqual(['distributed', 'lapsed'])
  })
})

describe('a clock that is set back while somebody waits', () => {
  it('lets him be given by the hours of now when he has waited too long, not by those of the moment it was to be', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan', { status: null })
    await hub.operator('maria', { status: null })
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('08:30-18:00') }))
    await hub.rules({
      receiver: { kind: 'operator', operatorId: ivan },
      outside: { kind: 'operator', operatorId: operator('maria') },
    })
    await hub.writes('anna')
    hub.time.jump(-3_600_000)
    await hub.back(ivan)
    await hub.choose(ivan, 'online')
    await hub.time.advance(300_000)
    expect(await hub.assignee('anna')).toBe(null)
    await hub.time.advance(3_600_000)
    expect(await hub.assignee('anna')).toBe('ivan')
  })
})

describe('a conversation from before a clock was set back', () => {
  it('has been moved as often as it was, and rests after the third time in ten minutes', async () => {
    const hub = await aHub()
    const [ivan, maria] = [await hub.operator('ivan'), await hub.operator('maria')]
    await hub.writes('anna')
    const leaves = async (gone: OperatorId, here: OperatorId) => {
      await hub.choose(here, 'online')
      await hub.choose(gone, 'busy')
      await hub.time.advance(30_000)
    }
    await leaves(ivan, maria)
    await leaves(maria, ivan)
    await leaves(ivan, maria)
    expect(await hub.assignee('anna')).toBe('maria')
    hub.time.jump(-86_400_000)
    await hub.time.advance(6_000)
    await leaves(maria, ivan)
    expect(await hub.assignee('anna')).toBe(null)
    await hub.time.advance(600_000)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.mirror.check()
  })

  it('has waited long enough for the group that takes over, whatever the clock says', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan', { status: null })
    const maria = await hub.operator('maria', { status: null })
    await hub.group(night, { members: [maria] })
    await hub.rules({ receiver: { kind: 'operator', operatorId: ivan } })
    await hub.settings({ overflowGroupId: night })
    await hub.writes('anna')
    await hub.time.advance(200_000)
    hub.time.jump(-86_400_000)
    await hub.back(maria)
    await hub.choose(maria, 'online')
    await hub.time.advance(6_000)
    expect(await hub.assignee('anna')).toBe('maria')
    await hub.mirror.check()
  })
})

describe('answer times that passed while distribution was off', () => {
  it('have let their conversations lapse once it is on again', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    await hub.group(everybody, { answerTimeMs: 20_000 })
    await hub.writes('anna')
    await hub.settings({ isOn: false })
    await hub.operator('maria')
    await hub.time.advance(60_000)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.settings({ isOn: true })
    await hub.time.advance(1_000)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(await hub.causes('anna')).toEqual(['distributed', 'lapsed'])
  })
})

describe('room that a lapsed conversation leaves behind', () => {
  it('is given at once to whoever was passed over before it', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const [ivan, oleg] = [await hub.operator('ivan'), await hub.operator('oleg')]
    await hub.group(everybody, { answerTimeMs: 20_000 })
    await hub.writes('yana')
    await hub.writes('xenia')
    await hub.release(oleg, 'xenia')
    await hub.writes('zoe')
    await hub.reply(oleg, 'zoe')
    const xenia = await hub.row('xenia')
    await hub.command<'conversation.prioritize'>(ivan, (work, actor) =>
      prioritize(work, actor, { kind: 'conversation.prioritize', conversationId: xenia.id, priority: 'high' }),
    )
    await hub.time.advance(25_000)
    expect(await Promise.all(['xenia', 'yana', 'zoe'].map((chat) => hub.assignee(chat)))).toEqual([null, ivan, oleg])
    await hub.close(oleg, 'zoe')
    expect(await hub.assignee('yana')).toBe(oleg)
    expect(await hub.assignee('xenia')).toBe(ivan)
    expect(await hub.open.distributor.sweep()).toBe(0)
  })
})

describe('conversations that have waited too long in the same moment', () => {
  it('are given in the order of the queue: the urgent one first, though it was stored later', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const [ivan, maria] = [await hub.operator('ivan', { status: null }), await hub.operator('maria')]
    await hub.group(night, { members: [maria] })
    await hub.rules({ receiver: { kind: 'operator', operatorId: ivan } })
    await hub.settings({ overflowGroupId: night })
    const urgent = await hub.channel('urgent')
    await hub.rules({ receiver: { kind: 'operator', operatorId: ivan }, priority: 'high' }, urgent)
    hub.chat('boris', urgent)
    await Promise.all([hub.writes('anna'), hub.writes('boris')])
    await hub.time.advance(121_000)
    expect([await hub.assignee('anna'), await hub.assignee('boris')]).toEqual([null, 'maria'])
  })
})

describe('working hours', () => {
  async function anOffice() {
    const hub = await aHub()
    await hub.operator('ivan')
    await hub.operator('nina')
    await hub.group(everybody, {})
    await hub.group(night, { members: [operator('nina')] })
    return hub
  }
  const dayMs = 86_400_000
  const toNextNoon = (at: number) => dayMs - ((at + dayMs / 2) % dayMs)

  it('keep what comes outside them until opening, and hand it out at that very moment', async () => {
    const hub = await anOffice()
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('12:00-12:30') }))
    await hub.writes('anna')
    expect(await hub.assignee('anna')).toBeNull()
    expect(await hub.stream('anna')).toContain('waiting outsideHours')
    await hub.time.advance(toNextNoon(hub.time.now()) - 1)
    expect(await hub.assignee('anna')).toBeNull()
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('ivan')
    expect(hub.bugs).toEqual([])
  })

  it('give the others to those who have duty', async () => {
    const hub = await anOffice()
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('') }))
    await hub.rules({ outside: group(night) })
    await hub.writes('anna')
    expect(await hub.assignee('anna')).toBe('nina')
  })

  it('do not count where the channel says so', async () => {
    const hub = await anOffice()
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('') }))
    await hub.rules({ onlyInHours: false })
    await hub.writes('anna')
    expect(await hub.assignee('anna')).toBe('ivan')
  })

  it('of a group replace the company’s', async () => {
    const hub = await anOffice()
    const always = aSchedule({ zone: 'UTC', week: aWeek('00:00-24:00') })
    await hub.schedule(aSchedule({ zone: 'UTC', week: aWeek('') }))
    await hub.group(night, { schedule: always })
    await hub.rules({ receiver: group(night) })
    await hub.writes('anna')
    expect(await hub.assignee('anna')).toBe('nina')
  })
})

describe('a limit of a group', () => {
  it('stands beside the limit of the operator, and is counted from the rows', async () => {
    const hub = await aHub({ conversationLimit: null })
    for (const name of ['ivan', 'maria']) await hub.operator(name)
    await hub.group(everybody, { limit: 2 })
    const chats = ['a', 'b', 'c', 'd', 'e']
    for (const chat of chats) await hub.writes(chat)
    const assignees = await Promise.all(chats.map((chat) => hub.assignee(chat)))
    expect(assignees).toEqual(['ivan', 'maria', 'ivan', 'maria', null])
    await hub.close(operator('ivan'), 'a')
    expect(await hub.assignee('e')).toBe('ivan')
    expect(await hub.open.distributor.sweep()).toBe(0)
    expect(hub.bugs).toEqual([])
  })
})

describe('waiting too long', () => {
  it('alarms and goes to the other group when one is set', async () => {
    const hub = await aHub({ waitAlarmMs: 60_000 })
    await hub.operator('nina')
    await hub.operator('ivan', { status: 'busy' })
    await hub.group(night, { members: [operator('nina')] })
    const sales = GroupId.parse('sales')
    await hub.group(sales, { members: [operator('ivan')] })
    await hub.rules({ receiver: group(sales) })
    await hub.settings({ overflowGroupId: night })
    await hub.writes('anna')
    await hub.time.advance(59_900)
    expect(await hub.assignee('anna')).toBeNull()
    await hub.time.advance(100)
    expect(await hub.assignee('anna')).toBe('nina')
  })
})
