import { describe, expect, it } from 'vitest'
import { GroupId, OperatorId } from '#protocol/ids'
import type { ScheduleDraft } from '#protocol/schedules'
import { aHub, type TestHub } from '#test/support/a-hub'
import { aSchedule, aWeek, hours } from '#test/support/a-schedule'
import { everybody } from '#test/support/company-hub'
import { naiveHours } from '#test/support/naive-hours'

const minute = 60_000
const hour = 60 * minute

describe('five hundred conversations in one burst', () => {
  const people = 50
  const taken = (hub: TestHub) => hub.mirror.rows().filter(({ isOpen, assignee }) => isOpen && assignee !== null)

  it('leave nobody above a limit of one but by a marked hand, and the queue in its order', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const ids: OperatorId[] = []
    for (let index = 0; index < people; index++) ids.push(await hub.operator(`operator-${index}`))
    const administrator = { role: 'administrator', takesPart: false, mayExceedLimit: true } as const
    const [chief, vera] = [await hub.operator('chief', administrator), await hub.operator('vera', administrator)]
    const chats = Array.from({ length: 500 }, (_, index) => `chat-${String(index).padStart(3, '0')}`)
    const served: string[] = []
    hub.open.changes.subscribe((changes) => {
      for (const { item } of changes) {
        const { event, row } = item
        if (event.kind !== 'entry.added' || event.entry.kind !== 'system') continue
        if (event.entry.event.kind === 'assigned' && event.entry.event.cause === 'queue') served.push(row.contactName)
      }
    })
    await Promise.all(chats.slice(0, 100).map((chat) => hub.event(hub.message(chat))))
    const first = taken(hub)
    const closings = first
      .slice(0, 20)
      .flatMap(({ assignee, contactName }) =>
        assignee?.kind === 'operator' ? [hub.close(assignee.id, contactName)] : [],
      )
    const assigns = async (chief: OperatorId, chat: string, to: string) => {
      await hub.event(hub.message(chat))
      return hub.transfer(chief, chat, OperatorId.parse(to), true)
    }
    const byHand = [assigns(chief, 'chat-480', 'operator-0'), assigns(vera, 'chat-490', 'operator-1')]
    const rest = chats.slice(100).filter((chat) => chat !== 'chat-480' && chat !== 'chat-490')
    await Promise.all([...closings, ...byHand, ...rest.map((chat) => hub.event(hub.message(chat)))])
    await hub.time.advance(0)
    const marked = hub.mirror
      .rows()
      .filter(({ id }) =>
        hub.mirror
          .entries(id)
          .some((entry) => entry.kind === 'system' && entry.event.kind === 'assigned' && entry.event.aboveLimit),
      )
    for (const id of ids) {
      const own = taken(hub).filter(({ assignee }) => assignee?.id === id)
      expect(own.filter((row) => !marked.includes(row)).length).toBeLessThanOrEqual(1)
    }
    expect(marked.length).toBeLessThanOrEqual(2)
    expect(served).toEqual([...served].sort())
    expect(served.length).toBeGreaterThanOrEqual(18)
    expect(await hub.open.distributor.sweep()).toBe(0)
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })
})

describe('in turn', () => {
  const next = async (hub: TestHub, chats: readonly string[]) => {
    const got: (string | null)[] = []
    for (const chat of chats) {
      await hub.writes(chat)
      got.push(await hub.assignee(chat))
    }
    return got
  }

  it('is Ivan, Regina, Ivan while the third is absent, and goes on behind them after a restart', async () => {
    const hub = await aHub()
    const [ivan, regina] = [await hub.operator('ivan'), await hub.operator('regina')]
    await hub.operator('oleg', { status: 'busy' })
    expect(await next(hub, ['a', 'b', 'c'])).toEqual(['ivan', 'regina', 'ivan'])
    await hub.restart()
    for (const id of [ivan, regina]) await hub.back(id)
    await hub.time.advance(10_000)
    expect(await next(hub, ['d', 'e'])).toEqual(['regina', 'ivan'])
  })

  it('loses no turn when members join and leave', async () => {
    const hub = await aHub()
    const [ivan, regina, oleg] = [await hub.operator('ivan'), await hub.operator('regina'), await hub.operator('oleg')]
    const sales = GroupId.parse('sales')
    await hub.group(sales, { members: [ivan, regina] })
    await hub.rules({ receiver: { kind: 'group', groupId: sales } })
    expect(await next(hub, ['a'])).toEqual(['ivan'])
    await hub.group(sales, { members: [ivan, oleg, regina] })
    expect(await next(hub, ['b', 'c'])).toEqual(['oleg', 'regina'])
    await hub.group(sales, { members: [ivan, oleg] })
    expect(await next(hub, ['d', 'e', 'f'])).toEqual(['ivan', 'oleg', 'ivan'])
    expect(hub.bugs).toEqual([])
  })
})

describe('an operator who is not there', () => {
  async function anAbsence() {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    return { hub, ivan, maria }
  }

  /** His conversation is his until then, and Maria's from that very millisecond on. */
  async function movesAt(hub: TestHub, ms: number): Promise<void> {
    await hub.time.advance(ms - 1)
    expect(await hub.assignee('anna')).toBe('ivan')
    await hub.time.advance(1)
    expect(await hub.assignee('anna')).toBe('maria')
    expect(await hub.causes('anna')).toEqual(['distributed', 'reassigned'])
    expect(hub.bugs).toEqual([])
  }

  it.each(['busy', 'offline'] as const)('because he chose %s keeps his for 30.0 s', async (status) => {
    const { hub, ivan } = await anAbsence()
    await hub.choose(ivan, status)
    await movesAt(hub, 30_000)
  })

  it('because the line was cut is lost after 10.0 s and keeps his for 30.0 s', async () => {
    const { hub, ivan } = await anAbsence()
    await hub.cut(ivan)
    await hub.time.advance(9_999)
    const effective = () => hub.open.roster.members.get(ivan)?.presence.effective
    expect(effective()).toBe('online')
    await hub.time.advance(1)
    expect(effective()).toBe('lost')
    await movesAt(hub, 20_000)
  })

  it('because the line is half open keeps his for 48 s at most: 18 until that is noticed, 30 from there', async () => {
    const { hub, ivan } = await anAbsence()
    await hub.time.advance(18_000)
    await hub.cut(ivan)
    await movesAt(hub, 30_000)
  })

  it('for nine seconds loses nothing', async () => {
    const { hub, ivan } = await anAbsence()
    await hub.cut(ivan)
    await hub.time.advance(9_000)
    await hub.back(ivan)
    await hub.time.advance(10 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed'])
  })

  it('because the hub was down for three minutes loses nothing when he is back within thirty seconds', async () => {
    const { hub, ivan, maria } = await anAbsence()
    await hub.restart(180_000)
    await hub.back(maria)
    await hub.time.advance(29_999)
    await hub.back(ivan)
    await hub.time.advance(10 * minute)
    expect(await hub.causes('anna')).toEqual(['distributed'])
    expect(hub.bugs).toEqual([])
  })

  it('after a restart is lost after 30.0 s and loses his after 60.0', async () => {
    const { hub, maria } = await anAbsence()
    await hub.restart(180_000)
    await hub.back(maria)
    await movesAt(hub, 60_000)
  })
})

describe('a schedule with a lunch break, a holiday and a night of the clock change', () => {
  const office = (told: Partial<ScheduleDraft>) =>
    aSchedule({
      zone: 'Europe/Berlin',
      week: aWeek('09:00-13:00 14:00-18:00', { saturday: '', sunday: '01:00-02:30 03:15-05:00' }),
      exceptionalDays: [
        { date: '2026-12-25', isYearly: true, name: 'Christmas', hours: [] },
        { date: '2026-12-24', isYearly: false, name: 'Christmas Eve', hours: hours('10:00-12:00') },
      ],
      ...told,
    })

  it.each([
    ['an ordinary day with lunch', '2026-12-22T06:00Z', 14],
    ['Christmas Eve and Christmas', '2026-12-24T06:00Z', 40],
    ['the night in which the clock goes forward', '2027-03-28T00:00Z', 5],
    ['the night in which the clock goes back', '2026-10-24T23:00Z', 6],
  ])('gives every conversation to who receives at that minute: %s', async (_name, from, span) => {
    const hub = await aHub({ conversationLimit: null })
    const start = Date.parse(from)
    hub.time.jump(start - hub.time.now())
    const [ivan, nina] = [await hub.operator('ivan'), await hub.operator('nina')]
    const [day, night] = [GroupId.parse('day'), GroupId.parse('night')]
    await hub.group(day, { members: [ivan] })
    await hub.group(night, { members: [nina] })
    await hub.rules({ receiver: { kind: 'group', groupId: day }, outside: { kind: 'group', groupId: night } })
    const schedule = office({})
    await hub.schedule(schedule)
    await hub.group(everybody, {})
    const isOpen = naiveHours(schedule)
    const end = start + span * hour
    let asked = 0
    for (let at = start; at < end; at += minute) {
      const isEdge = [-2, -1, 0, 1, 2].some((more) => isOpen(at + more * minute) !== isOpen(at + (more - 1) * minute))
      if (!isEdge && at % (30 * minute) !== 0) continue
      if (at > hub.time.now()) await hub.time.advance(at - hub.time.now())
      const chat = `chat-${++asked}`
      await hub.writes(chat)
      expect([new Date(at).toISOString(), await hub.assignee(chat)]).toEqual([
        new Date(at).toISOString(),
        isOpen(at) ? 'ivan' : 'nina',
      ])
    }
    expect(asked).toBeGreaterThan(10)
    expect(hub.bugs).toEqual([])
  })
})
