import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { aScreen } from '#test/support/a-screen'
import { aConversation, demoRows } from '#test/support/demo-conversations'
import { conversationId, demoNow, operatorId } from '#test/support/demo-people'
import { FakeBridge, type FakeBridgeOptions, lostSession } from '#test/support/fake-bridge'
import { Inbox } from './Inbox'

async function anInbox(options: FakeBridgeOptions = {}) {
  const bridge = new FakeBridge({ rows: demoRows(2), ...options })
  const shown = await aScreen(bridge, <Inbox />)
  return { bridge, ...shown }
}

const list = () => screen.getByRole('listbox')
const rowNames = () => screen.getAllByRole('option').map((row) => row.getAttribute('aria-label')?.split(',')[0])
const rowOf = (name: string) => {
  const row = document.getElementById(`row-${conversationId(name)}`)
  if (row === null) throw new Error(`no row of ${name}`)
  return row
}

describe('the list of conversations', () => {
  it('puts who waits longest on top and tells a row as one would say it', async () => {
    await anInbox()
    expect(rowNames().slice(0, 3)).toEqual(['Екатерина Щербакова-Жданова', 'Артём Гусейнов', 'Марина Кольцова'])
    expect(rowOf('katya').getAttribute('aria-label')?.replaceAll('\u00a0', ' ')).toBe(
      'Екатерина Щербакова-Жданова, WhatsApp, ждёт 14 мин, дольше норматива, 3 непрочитанных, ' +
        'Курьер второй раз не приехал. Верните, пожалуйста, деньги',
    )
  })

  it('marks who stands before the others', async () => {
    const high = { priority: 'high' as const }
    await anInbox({
      rows: [aConversation('first', high), aConversation('other'), aConversation('third', { ...high, waits: 3 })],
    })
    const marked = [...document.querySelectorAll('.conv-high')].map((sign) => sign.closest('[role="option"]')?.id)
    expect(marked).toEqual(['row-c-third', 'row-c-first'])
    expect(rowOf('first').getAttribute('aria-label')).toContain('Высокий приоритет')
  })

  it('shows the draft, the failure and the typing in place of the last words', async () => {
    const polyakov = conversationId('polyakov')
    const { bridge, settle } = await anInbox({
      drafts: [{ conversationId: polyakov, text: 'Добрый день, Иван', isNote: false }],
    })
    const typing = { conversationId: conversationId('artem'), who: 'contact' as const, until: demoNow + 5000 }
    bridge.push({ kind: 'notice', notice: { kind: 'typing', ...typing } })
    await settle()
    expect([
      within(rowOf('polyakov')).getByText('Черновик:').textContent,
      rowOf('svetlana').textContent?.includes('клиент заблокировал бота'),
      rowOf('artem').textContent?.includes('печатает…'),
    ]).toEqual(['Черновик:', true, true])
  })

  it('is walked by arrows and opened by Enter', async () => {
    const { state } = await anInbox()
    fireEvent.keyDown(list(), { key: 'ArrowDown' })
    fireEvent.keyDown(list(), { key: 'ArrowDown' })
    expect(list().getAttribute('aria-activedescendant')).toBe('row-c-artem')
    fireEvent.keyDown(list(), { key: 'Enter' })
    expect(state.navigator.store.getState().conversationId).toBe(conversationId('artem'))
    expect(rowOf('artem').getAttribute('aria-selected')).toBe('true')
  })

  it('is narrowed by filters that say so, and given back whole', async () => {
    const { settle } = await anInbox()
    const all = rowNames()
    const press = async (name: string | RegExp) => {
      fireEvent.click(screen.getByRole('button', { name }))
      await settle()
    }
    // The box that is seen hands its click on to the input beside it.
    const choose = async (name: string) => {
      const input = screen.getByRole('checkbox', { name }).parentElement?.querySelector('input')
      fireEvent.click(input ?? document.body)
      await settle()
    }
    await press('Фильтры списка')
    await choose('Ждут ответа')
    expect(screen.queryByText('Ответ за клиентом')).toBeNull()
    expect(rowNames().length).toBeLessThan(all.length)
    await choose('Ждут свободного оператора')
    expect(screen.getByText('Под фильтры ничего не подошло')).toBeTruthy()
    fireEvent.click(screen.getAllByText('Сбросить фильтры')[0] ?? document.body)
    await settle()
    expect(rowNames()).toEqual(all)
  })

  it('does not move under the pointer, and moves a second after it has left', async () => {
    const { bridge, platform, settle } = await anInbox()
    const before = rowNames()
    fireEvent.pointerMove(list())
    bridge.pushRow(aConversation('new', { contactName: 'Новый Клиент', waits: 60 }))
    await settle()
    expect(rowNames()).toEqual(before)
    fireEvent.pointerLeave(list().parentElement ?? list())
    act(() => platform.pass(1001))
    await settle()
    expect(rowNames()[0]).toBe('Новый Клиент')
  })

  it('numbers its rows anew when one comes in above', async () => {
    const { bridge, settle } = await anInbox()
    const places = () => screen.getAllByRole('option').map((row) => Number(row.getAttribute('aria-posinset')))
    const sizes = () => screen.getAllByRole('option').map((row) => Number(row.getAttribute('aria-setsize')))
    const before = rowNames().length
    bridge.pushRow(aConversation('new', { contactName: 'Новый Клиент', waits: 60 }))
    await settle()
    expect(rowNames()).toHaveLength(before + 1)
    expect(places()).toEqual(rowNames().map((_, place) => place + 1))
    expect(new Set(sizes())).toEqual(new Set([before + 1]))
  })

  it('lets one take a conversation from its row and opens it', async () => {
    const { bridge, state, settle } = await anInbox()
    act(() => state.navigator.showSection('unassigned'))
    await settle()
    const [first] = screen.getAllByText('Взять')
    if (first === undefined) throw new Error('a row offers to take it')
    fireEvent.click(first)
    await settle()
    expect(bridge.inputs('command')).toEqual([
      { kind: 'conversation.take', conversationId: conversationId('free-0'), assignVersion: 1 },
    ])
    expect(state.navigator.store.getState().conversationId).toBe(conversationId('free-0'))
  })

  it('says who was faster when the conversation is taken already', async () => {
    const { bridge, state, settle } = await anInbox()
    bridge.refuse('conversation.take', refusal('ALREADY_TAKEN', 'taken', { facts: { assigneeId: operatorId('ivan') } }))
    act(() => state.navigator.showSection('unassigned'))
    await settle()
    fireEvent.click(screen.getAllByText('Взять')[0] ?? document.body)
    await settle()
    expect(screen.getByText('Диалог уже взят: Иван Мельник. Ваш текст сохранён.')).toBeTruthy()
  })

  it('offers no acts that need the hub while there is no link', async () => {
    await anInbox({ session: lostSession })
    expect(screen.queryAllByText('Закрыть')).toEqual([])
  })

  it('says what will come when it is empty, and what failed when it is not there', async () => {
    const { bridge, state, settle } = await anInbox({ rows: [] })
    expect(screen.getByText(/Здесь появятся диалоги, за которые отвечаете вы/)).toBeTruthy()
    bridge.refuse('list', refusal('INTERNAL', 'x'))
    act(() => state.navigator.showSection('closed'))
    await settle()
    expect(screen.getByText('Список не загрузился')).toBeTruthy()
    bridge.refuse('list', null)
    fireEvent.click(screen.getByText('Повторить'))
    await settle()
    expect(screen.getByText(/Здесь будут закрытые диалоги/)).toBeTruthy()
  })
})

describe('search in the list', () => {
  async function searching(text: string, prepare?: (bridge: FakeBridge) => void) {
    const shown = await anInbox()
    prepare?.(shown.bridge)
    fireEvent.click(screen.getByRole('button', { name: 'Искать в списке' }))
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } })
    await shown.settle()
    act(() => shown.platform.pass(300))
    await shown.settle()
    return shown
  }

  it('asks what is cached at once and the hub after a rest, and marks the words', async () => {
    const { bridge } = await searching('кольц')
    expect(bridge.inputs('search')).toEqual([
      { text: 'кольц', where: 'cache' },
      { text: 'кольц', where: 'hub' },
    ])
    expect(screen.getAllByText('Кольц', { selector: 'mark' })).toHaveLength(1)
  })

  it('says what one or two letters look through', async () => {
    await searching('ко')
    expect(screen.getByText(/Одна-две буквы/)).toBeTruthy()
  })

  it('names the words when nothing was found', async () => {
    await searching('фьёрд')
    expect(screen.getByText(/По «фьёрд» пусто/)).toBeTruthy()
  })

  it('works without the hub and says so', async () => {
    await searching('кольц', (bridge) => bridge.refuse('search', refusal('NOT_CONNECTED', 'x')))
    expect(screen.getByText('Нет связи: показано то, что нашлось здесь.')).toBeTruthy()
    expect(screen.getAllByText('Кольц', { selector: 'mark' })).toHaveLength(1)
  })

  it('ends with Escape and shows the list again', async () => {
    const { settle } = await searching('кольц')
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape' })
    await settle()
    expect(list()).toBeTruthy()
  })

  it('says how far back it was looked when that was not everything', async () => {
    await searching('кольц', (bridge) => {
      bridge.searchedTo = demoNow
    })
    expect(screen.getByText(/закрытые диалоги просмотрены назад до 19 ноября/)).toBeTruthy()
  })
})
