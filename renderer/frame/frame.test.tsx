import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { refusal } from '#protocol/errors'
import { protocolVersion } from '#protocol/version'
import { aScreen } from '#test/support/a-screen'
import { aConversation } from '#test/support/demo-conversations'
import { conversationId, demoAccount, demoNow } from '#test/support/demo-people'
import { FakeBridge, liveSession, lostSession } from '#test/support/fake-bridge'
import { orderOf } from '../state/section-order'
import { CacheBand } from './CacheBand'
import { LinkBand } from './LinkBand'
import { longestWaiting } from './longest-waiting'
import { Notices } from './Notices'
import { Sections } from './Sections'

const named = (name: RegExp) => screen.getByRole('button', { name })
const plain = (element: Element) => element.getAttribute('aria-label')?.replaceAll('\u00a0', ' ')

describe('sections', () => {
  it('say their count and the longest wait', async () => {
    const { state, settle } = await aScreen(new FakeBridge(), <Sections />)
    await act(() => state.feed.show('mine'))
    await settle()
    expect([plain(named(/^Мои/)), plain(named(/^Нераспределённые/)), plain(named(/^Закрытые/))]).toEqual([
      'Мои, 12, дольше всех 14 мин',
      'Нераспределённые, 4, дольше всех 8 мин',
      'Закрытые',
    ])
  })

  it('show who is here with his load, and nobody who is offline', async () => {
    await aScreen(new FakeBridge(), <Sections />)
    expect(plain(named(/Иван Мельник/))).toBe('Иван Мельник: В сети, 6 из 6')
    expect(screen.queryByText('Вера Шаталова')).toBeNull()
  })

  it('do not pretend to know presence without a link', async () => {
    await aScreen(new FakeBridge({ session: lostSession }), <Sections />)
    expect(screen.getByText(/^на \d+:\d\d$/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Иван Мельник/ })).toBeNull()
  })
})

describe('the longest wait', () => {
  const counts = { mine: 1, unassigned: 2, others: 0, closed: 0, unassignedWaitingSince: 500, othersWaitingSince: null }
  const { mine } = orderOf([aConversation('a', { waits: 4 }), aConversation('b', { waits: 9 })], demoAccount.id)

  it('of mine is looked up among the rows', () => {
    expect(longestWaiting('mine', mine, counts)).toEqual({ since: demoNow - 9 * 60_000, name: 'b' })
  })

  it('of the others may lie beyond what is read', () => {
    expect([
      longestWaiting('unassigned', [], counts),
      longestWaiting('others', [], counts),
      longestWaiting('closed', mine, counts),
    ]).toEqual([{ since: 500, name: null }, null, null])
  })
})

describe('the band of a lost link', () => {
  it('says since when, counts down and connects on demand', async () => {
    const { platform, settle } = await aScreen(new FakeBridge({ session: lostSession }), <LinkBand />)
    expect(screen.getByRole('status').textContent?.replaceAll('\u00a0', ' ')).toMatch(
      /^Нет связи с сервером с \d+:\d\d\. Показано то, что сохранено здесь\. Повтор через 8 с/,
    )
    act(() => platform.pass(9000))
    await settle()
    expect(screen.getByText('Подключаемся')).toBeTruthy()
  })

  it('goes when the link is back', async () => {
    const bridge = new FakeBridge({ session: lostSession })
    const { settle } = await aScreen(bridge, <LinkBand />)
    fireEvent.click(screen.getByText('Подключиться сейчас'))
    bridge.pushSession(liveSession)
    await settle()
    expect([bridge.inputs('connectNow').length, screen.queryByRole('status')]).toEqual([1, null])
  })

  it('counts the replies that wait', async () => {
    const bridge = new FakeBridge({ session: lostSession })
    const { settle } = await aScreen(bridge, <LinkBand />)
    const reply = { text: 'Да', isNote: false, mentions: [], files: [], replyToSeq: null }
    await bridge.send({ conversationId: conversationId('marina'), ...reply })
    await bridge.send({ conversationId: conversationId('marina'), ...reply })
    await settle()
    expect(screen.getByText(/В очереди 2 ответа: уйдут сами/)).toBeTruthy()
  })

  it('of a replaced session offers to come back', async () => {
    const bridge = new FakeBridge({ session: { kind: 'replaced', hubUrl: 'https://hub.example' } })
    await aScreen(bridge, <LinkBand />)
    fireEvent.click(screen.getByText('Работать здесь'))
    expect(bridge.inputs('connectNow')).toHaveLength(1)
  })
})

describe('the band of a hub that does not take this program', () => {
  it.each([
    ['UPGRADE_REQUIRED', 'ru', 'Программа устарела для этого сервера. Обновите её.'],
    ['UPGRADE_REQUIRED', 'en', 'The app is too old for this hub. Install the new version.'],
    ['ORIGIN', 'ru', 'Сервер не принимает запросы с этого адреса. Откройте рабочее место по адресу сервера.'],
  ] as const)('says so instead of trying for ever: %s in %s', async (code, language, sentence) => {
    const session = { ...lostSession, retryAt: null, refusal: refusal(code, 'no') }
    const bridge = new FakeBridge({ session, preferences: { language } })
    await aScreen(bridge, <LinkBand />)
    expect(screen.getByRole('status').textContent).toContain(sentence)
    expect(screen.queryByText(/Подключаемся|Connecting/)).toBeNull()
    fireEvent.click(screen.getByRole('button'))
    expect(bridge.inputs('connectNow')).toHaveLength(1)
  })
})

describe('the band of another version', () => {
  it('says that the hub is the older one, where it is', async () => {
    const old = refusal('UPGRADE_REQUIRED', 'no', { facts: { protocol: protocolVersion - 1 } })
    const session = { ...lostSession, retryAt: null, refusal: old }
    await aScreen(new FakeBridge({ session }), <LinkBand />)
    expect(screen.getByText(/Сервер старее этой программы/)).toBeTruthy()
  })

  it('in a page offers to load it anew', async () => {
    const session = { ...lostSession, retryAt: null, refusal: refusal('UPGRADE_REQUIRED', 'no') }
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
    onTestFinished(() => reload.mockRestore())
    await aScreen(new FakeBridge({ session, host: 'web' }), <LinkBand />)
    expect(screen.getByText('Сервер обновился, а эта страница прежняя.')).toBeTruthy()
    fireEvent.click(screen.getByText('Обновить страницу'))
    expect(reload).toHaveBeenCalledTimes(1)
  })
})

describe('the band of a cache that cannot be used', () => {
  it.each([
    ['ru', 'Работаем без кэша.'],
    ['en', 'Working without cache.'],
  ] as const)('says that nothing is kept here (%s)', async (language, sentence) => {
    await aScreen(new FakeBridge({ isWithoutCache: true, preferences: { language } }), <CacheBand />)
    expect(screen.getByRole('status').textContent).toContain(sentence)
  })

  it('comes when the disk is full and goes with the next start', async () => {
    const bridge = new FakeBridge()
    const { settle } = await aScreen(bridge, <CacheBand />)
    expect(screen.queryByRole('status')).toBeNull()
    bridge.push({ kind: 'cache', isWithout: true })
    await settle()
    expect(screen.getByText('Работаем без кэша.')).toBeTruthy()
    bridge.push({ kind: 'cache', isWithout: false })
    await settle()
    expect(screen.queryByRole('status')).toBeNull()
  })
})

describe('notices', () => {
  it('keep alarms and lead to the conversation', async () => {
    const bridge = new FakeBridge()
    const { state, settle } = await aScreen(bridge, <Notices />)
    await act(() => state.feed.show('mine'))
    const alarm = {
      kind: 'alarm',
      alarm: 'waitingTooLong',
      conversationId: conversationId('katya'),
      channel: null,
    } as const
    bridge.push({ kind: 'notice', notice: alarm })
    await settle()
    fireEvent.click(screen.getByRole('button', { name: 'Уведомления: 1 новое' }))
    await settle()
    expect(screen.getByText(/Екатерина Щербакова-Жданова: ждёт слишком долго/)).toBeTruthy()
    fireEvent.click(screen.getByText('Открыть'))
    expect(state.navigator.store.getState().conversationId).toBe(conversationId('katya'))
  })

  it('say which channel has stopped and what to do', async () => {
    const bridge = new FakeBridge()
    const { settle } = await aScreen(bridge, <Notices />)
    const channel = { name: 'Север Дом', reason: 'auth' } as const
    bridge.push({
      kind: 'notice',
      notice: { kind: 'alarm', alarm: 'channelStopped', conversationId: null, channel },
    })
    await settle()
    fireEvent.click(screen.getByRole('button', { name: 'Уведомления: 1 новое' }))
    await settle()
    expect(screen.getByText(/Канал «Север Дом» остановлен. Мессенджер не принял токен/)).toBeTruthy()
  })
})
