import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogLine, QueueView } from '#protocol/queries'
import { aScreen } from '#test/support/a-screen'
import { aConversation } from '#test/support/demo-conversations'
import { conversationId, demoAccount, minutesAgo, operatorId } from '#test/support/demo-people'
import { demoLog, demoQueue } from '#test/support/demo-rules'
import { FakeBridge, type FakeBridgeOptions, lostSession } from '#test/support/fake-bridge'
import { Supervisor } from './Supervisor'
import { SupervisorActions } from './SupervisorActions'

type Place = QueueView['places'][number]
const [firstPlace] = demoQueue.places
const [firstLine] = demoLog
if (firstPlace === undefined || firstLine === undefined) throw new Error('the demo has no queue or no log')

const aPlace = (name: string, over: Partial<Place> = {}): Place => ({
  ...firstPlace,
  conversationId: conversationId(name),
  contactName: name,
  priority: 'normal',
  since: minutesAgo(4),
  expectedWaitMs: null,
  ...over,
})
const aLine = (name: string, over: Partial<LogLine> = {}): LogLine => ({
  ...firstLine,
  conversationId: conversationId(name),
  contactName: name,
  chosen: operatorId('regina'),
  choice: 'inTurn',
  ...over,
})
const plain = (text: string | null | undefined) => text?.replaceAll('\u00a0', ' ')

async function onShift(page: 'queue' | 'log', bridge: FakeBridge) {
  const shown = await aScreen(bridge, <Supervisor />)
  shown.state.navigator.showSupervisor(page)
  await shown.settle()
  return shown
}

describe('the queue of a supervisor', () => {
  const waiting = (places: readonly Place[], options: FakeBridgeOptions = {}) => {
    const bridge = new FakeBridge({ rows: [aConversation('first', { assignee: null, waits: 4 })], ...options })
    bridge.queue = { total: places.length, places: [...places] }
    return bridge
  }
  const items = () => screen.getAllByRole('listitem')

  it('shows place, contact, how long he waits and will wait, and why he stands there', async () => {
    const places = [
      aPlace('first', { place: 1, priority: 'high', expectedWaitMs: 240_000 }),
      aPlace('second', { place: 2 }),
      aPlace('third', { place: 3, opensAt: minutesAgo(-60 * 26) }),
      aPlace('fourth', { place: 4, assignee: operatorId('oleg') }),
    ]
    await onShift('queue', waiting(places))
    const [first, second, third, fourth] = items().map((item) => plain(item.textContent))
    expect(first).toMatch(/^1.*first.*4 мин.*≈ 4 мин/)
    expect(within(items()[0]!).getByRole('img', { name: 'Высокий приоритет' })).toBeTruthy()
    expect(second).toContain('неизвестно')
    expect(third).toMatch(/ждёт открытия, 2\d ноября, \d+:\d\d/)
    expect(fourth).toContain('у оператора Олег Зорин, его нет на месте')
  })

  it('raises a conversation, and reads the queue anew', async () => {
    const bridge = waiting([aPlace('first')])
    const { settle } = await onShift('queue', bridge)
    const before = bridge.inputs('query').length
    fireEvent.click(screen.getByRole('button', { name: 'Поднять в очереди: first' }))
    await settle()
    expect(bridge.inputs('command')).toEqual([
      { kind: 'conversation.prioritize', conversationId: conversationId('first'), priority: 'high' },
    ])
    expect(bridge.inputs('query').length).toBeGreaterThan(before)
  })

  it('assigns to a chosen operator, by the assignment as it was seen', async () => {
    const bridge = waiting([aPlace('first', { assignVersion: 7 })])
    const { settle } = await onShift('queue', bridge)
    fireEvent.click(screen.getByRole('button', { name: 'Назначить: first' }))
    await settle()
    fireEvent.click(screen.getByRole('option', { name: /Регина Сафина/ }))
    await settle()
    expect(bridge.inputs('command')).toMatchObject([
      { kind: 'conversation.transfer', assignVersion: 7, to: { kind: 'operator', operatorId: operatorId('regina') } },
    ])
  })

  it('opens the conversation', async () => {
    const { state } = await onShift('queue', waiting([aPlace('first')]))
    fireEvent.click(screen.getByText('first'))
    expect(state.navigator.store.getState()).toMatchObject({
      screen: 'inbox',
      conversationId: conversationId('first'),
    })
  })

  it('follows the news, looking once a second at most', async () => {
    const bridge = waiting([aPlace('first')])
    const { settle, platform } = await onShift('queue', bridge)
    const before = bridge.inputs('query').length
    bridge.queue = { total: 0, places: [] }
    for (const minutes of [1, 2, 3]) bridge.pushRow(aConversation('first', { waits: minutes }))
    await settle()
    platform.pass(1_000)
    await settle()
    expect(bridge.inputs('query').length).toBe(before + 1)
    expect(screen.getByText('Никто не ждёт')).toBeTruthy()
  })

  it('without a link says so', async () => {
    await onShift('queue', waiting([], { session: lostSession }))
    expect(screen.getByText(/Нет связи с сервером/)).toBeTruthy()
  })
})

describe('the log of distribution', () => {
  const logged = (lines: readonly LogLine[]) => {
    const bridge = new FakeBridge()
    bridge.log = lines
    return bridge
  }
  const asked = (bridge: FakeBridge) => bridge.inputs('query').at(-1)

  it('tells each decision as a sentence: who got it, from whom, why, and how long he had waited', async () => {
    const from = operatorId('ivan')
    await onShift(
      'log',
      logged([
        aLine('given', { waitedMs: 40_000 }),
        aLine('moved', { from, choice: 'leastLoaded', trigger: 'reassignmentDue' }),
        aLine('nobody', { chosen: null, choice: 'nobody' }),
        aLine('stays', { chosen: null, from, choice: 'outsideHours' }),
      ]),
    )
    const lines = screen.getAllByRole('button', { expanded: false }).map((line) => plain(line.textContent))
    expect(lines.filter((line) => line?.includes('диалог') === true || line?.includes('Диалог') === true)).toEqual([
      expect.stringMatching(/Регина Сафина получает диалог given: подошла очередь.*пришло сообщение.*ожидание 40 с/),
      expect.stringMatching(/Регина Сафина получает диалог moved от оператора Иван Мельник: меньше всех диалогов/),
      expect.stringMatching(/Диалог nobody ждёт: никто не мог принять/),
      expect.stringMatching(/Диалог stays остаётся у оператора Иван Мельник и ждёт: нерабочее время/),
    ])
  })

  it('opens the card behind a line, and the conversation behind the card', async () => {
    const bridge = logged([aLine('given')])
    const { settle, state } = await onShift('log', bridge)
    fireEvent.click(screen.getByRole('button', { name: /Регина Сафина получает/ }))
    await settle()
    expect(screen.getByRole('region', { name: /^Почему/ }).textContent).toContain('Группа «Все операторы»')
    fireEvent.click(screen.getByText('Открыть диалог'))
    expect(state.navigator.store.getState().conversationId).toBe(conversationId('given'))
  })

  it('is narrowed by what one chooses, the last day first', async () => {
    const bridge = logged([aLine('given')])
    const { settle, platform } = await onShift('log', bridge)
    const none = { to: null, channelId: null, groupId: null, operatorId: null, onlyUnassigned: false }
    expect(asked(bridge)).toMatchObject({ filter: { ...none, from: platform.now() - 86_400_000 } })
    fireEvent.click(screen.getByText('Только без оператора'))
    await settle()
    expect(asked(bridge)).toMatchObject({ filter: { onlyUnassigned: true }, before: null })
  })

  it('reads on from where the page ended, each decision once', async () => {
    const bridge = logged([aLine('first'), aLine('second')])
    bridge.logPage = 1
    const { settle } = await onShift('log', bridge)
    await settle()
    const told = screen.getAllByRole('button', { expanded: false }).map((line) => plain(line.textContent) ?? '')
    expect(told.flatMap((line) => /диалог (\w+):/.exec(line)?.[1] ?? [])).toEqual(['first', 'second'])
    expect(asked(bridge)).toMatchObject({ before: { conversationId: conversationId('first') } })
  })

  it('says that nothing was found', async () => {
    await onShift('log', logged([]))
    expect(screen.getByText('Таких решений нет')).toBeTruthy()
  })
})

describe('the way to the supervisor’s screen', () => {
  const keyOf = async (account: Partial<typeof demoAccount>) => {
    const { state } = await aScreen(
      new FakeBridge({ company: { account: { ...demoAccount, ...account } } }),
      <SupervisorActions />,
    )
    fireEvent.keyDown(document.body, { key: '6', code: 'Digit6', ctrlKey: true })
    return state.navigator.store.getState().screen
  }

  it('is there for administrators and supervisors alone', async () => {
    expect([
      await keyOf({}),
      await keyOf({ role: 'employee', canSupervise: true }),
      await keyOf({ role: 'employee', canSupervise: false }),
      await keyOf({ role: 'restricted', canSupervise: true }),
    ]).toEqual(['supervisor', 'supervisor', 'inbox', 'inbox'])
  })
})
