import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { aScreen } from '#test/support/a-screen'
import { aConversation } from '#test/support/demo-conversations'
import { conversationId, demoAccount, demoSettings, operatorId } from '#test/support/demo-people'
import { FakeBridge, type FakeBridgeOptions, lostSession } from '#test/support/fake-bridge'
import type { Leaving } from '../../state/navigation'
import { PresenceSwitch } from '../PresenceSwitch'
import { Handover } from './Handover'

const answered = aConversation('answered', { ago: 1 })
const short = aConversation('short', { waits: 2 })
const long = aConversation('long', { waits: 9 })
const shared = aConversation('shared', {
  assignee: { kind: 'operator', id: operatorId('ivan') },
  coAssignees: [demoAccount.id],
})

async function leaving(how: Leaving, options: FakeBridgeOptions = {}) {
  const bridge = new FakeBridge({ rows: [answered, short, shared, long], ...options })
  const shown = await aScreen(
    bridge,
    <>
      <PresenceSwitch />
      <Handover />
    </>,
  )
  shown.state.navigator.set({ leaving: how })
  await shown.settle()
  const press = async (name: string | RegExp) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await shown.settle()
  }
  return { ...shown, bridge, press, commands: () => bridge.inputs('command') }
}

const items = () => within(screen.getByRole('list', { name: 'Ваши открытые диалоги' })).getAllByRole('listitem')
const names = () => items().map((item) => item.querySelector('.font-medium')?.textContent)
const set = (status: 'busy' | 'offline') => ({ kind: 'presence.set', status, by: 'operator' })
const item = (row: typeof short, note: string | null = null) => ({
  conversationId: row.id,
  assignVersion: row.assignVersion,
  note,
})

describe('the handover', () => {
  it('is offered when one goes Busy or Offline with open conversations, by menu or key', async () => {
    const { state, settle, commands } = await leaving('offline')
    state.navigator.set({ leaving: null })
    await settle()
    fireEvent.keyDown(document.body, { key: 'y', code: 'KeyY', ctrlKey: true, shiftKey: true })
    await settle()
    expect(screen.getByRole('dialog', { name: 'Вы уходите. Передать диалоги?' })).toBeTruthy()
    expect(commands()).toEqual([])
  })

  it('lists what is open with me by urgency, never what I only share, and says what happens without it', async () => {
    await leaving('offline')
    expect(names()).toEqual(['long', 'short', 'answered'])
    expect(screen.getByRole('dialog').textContent?.replaceAll('\u00a0', ' ')).toContain(
      'Без передачи через 30 с к свободным коллегам уйдут диалоги, где последнее слово за клиентом: 2 из 3.',
    )
  })

  it.each([
    ['off', 'Без передачи все диалоги останутся за вами'],
    ['onlyNew', 'на которые ещё никто не ответил: 2 из 3'],
  ] as const)('says what the mode "%s" does', async (reassignment, sentence) => {
    await leaving('busy', { company: { settings: { ...demoSettings, reassignment } } })
    expect(screen.getByRole('dialog').textContent).toContain(sentence)
  })

  it('passes the marked ones on in one action, each with its note, and then sets the status', async () => {
    const { press, commands } = await leaving('offline')
    await press('Комментарий к диалогу: long')
    const note = screen.getByRole('textbox', { name: 'Комментарий к диалогу: long' })
    fireEvent.change(note, { target: { value: ' Ждёт возврата ' } })
    fireEvent.click(within(items()[1]!).getByText('short'))
    await press('Передать и уйти')
    expect(commands()).toEqual([
      {
        kind: 'conversation.handOver',
        items: [item(long, 'Ждёт возврата'), item(answered)],
        to: { kind: 'queue' },
        isConfirmed: false,
      },
      set('offline'),
    ])
    expect(screen.getByRole('dialog').textContent).toBe('Диалоги вернулись в очередь')
  })

  it('goes to a chosen colleague, and asks in place when he is away', async () => {
    const { press, settle, bridge, commands } = await leaving('busy')
    await press('Кому: Вернуть в очередь')
    fireEvent.click(screen.getByRole('option', { name: /Олег Зорин/ }))
    await settle()
    bridge.refuse('conversation.handOver', refusal('NEEDS_CONFIRMATION', 'busy'))
    await press('Передать и стать занятым')
    expect(screen.getByRole('status').textContent).toMatch(/^Олег Зорин: сейчас статус «Занят»/)
    bridge.refuse('conversation.handOver', null)
    await press('Всё равно передать')
    const to = { kind: 'operator', operatorId: operatorId('oleg') }
    expect(commands().slice(1)).toMatchObject([{ to, isConfirmed: true }, set('busy')])
  })

  it('keeps what was refused in the list with the reason in words, and does not leave yet', async () => {
    const { press, bridge, commands } = await leaving('offline')
    bridge.handOverRefused = [{ conversationId: short.id, code: 'LIMIT_REACHED' }]
    await press('Передать и уйти')
    expect(names()).toEqual(['short'])
    expect(items()[0]?.textContent).toContain('У получателя достигнут лимит диалогов. Выберите другого.')
    expect(screen.getByRole('alert').textContent).toContain('Передано: 2, не передано: 1')
    bridge.handOverRefused = []
    await press('Передать и уйти')
    expect(commands().slice(1)).toMatchObject([{ items: [item(short)] }, set('offline')])
  })

  it('says why nothing was done, and keeps what was written', async () => {
    const { press, bridge, commands } = await leaving('offline')
    bridge.refuse('conversation.handOver', refusal('FORBIDDEN', 'no'))
    await press('Передать и уйти')
    expect(screen.getByRole('alert').textContent).toContain('На это нет прав')
    expect([names().length, commands().length]).toEqual([3, 1])
  })

  it('never holds back: leaving without it is one key away, and staying too', async () => {
    const { press, settle, state, commands } = await leaving('busy')
    expect(document.activeElement?.textContent).toBe('Занят без передачи')
    await press('Остаться')
    expect([commands(), state.navigator.store.getState().leaving]).toEqual([[], null])
    state.navigator.set({ leaving: 'busy' })
    await settle()
    await press('Занят без передачи')
    expect(commands()).toEqual([set('busy')])
  })

  it('cannot be done without a link, says so, and lets go', async () => {
    const { press, bridge } = await leaving('quit', { session: lostSession })
    expect(screen.getByRole('dialog').textContent).toContain('Нет связи с сервером: передать диалоги сейчас нельзя.')
    await press('Передать и закрыть')
    expect(bridge.inputs('command')).toEqual([])
    await press('Закрыть без передачи')
    expect(bridge.inputs('answerQuit')).toEqual([{ isQuitting: true }])
  })

  it('tells the app that it is not to close after all', async () => {
    const { press, bridge } = await leaving('quit')
    await press('Остаться')
    expect(bridge.inputs('answerQuit')).toEqual([{ isQuitting: false }])
  })

  it('takes up what comes while it is open, and signs out at the end', async () => {
    const { settle, press, bridge } = await leaving('signOut')
    bridge.pushRow({ ...aConversation('late', { waits: 1 }), id: conversationId('late') })
    await settle()
    expect(names()).toEqual(['long', 'short', 'late', 'answered'])
    await press('Выйти без передачи')
    expect(bridge.inputs('signOut')).toEqual([{ discardsOutbox: false }])
  })

  it('speaks English as well', async () => {
    await leaving('offline', { preferences: { language: 'en' } })
    expect(screen.getByRole('dialog', { name: 'You are leaving. Hand over your conversations?' })).toBeTruthy()
  })
})
