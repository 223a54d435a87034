import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Presence } from '#protocol/operator'
import { aScreen } from '#test/support/a-screen'
import { aPresence, demoAccount, demoOperators, demoSettings } from '#test/support/demo-people'
import { anOutboxMessage } from '#test/support/entries'
import { FakeBridge, liveSession, lostSession } from '#test/support/fake-bridge'
import { AwayBanner } from './AwayBanner'
import { OfflineBanner } from './OfflineBanner'
import { ownPresence } from './own-presence'
import { PresenceSwitch } from './PresenceSwitch'

const away = demoOperators.map((one) =>
  one.id === demoAccount.id ? { ...one, presence: aPresence({ chosen: 'offline', cause: 'away' }) } : one,
)

const idleAnna = demoOperators.map((one) => (one.id === demoAccount.id ? { ...one, load: 0 } : one))

describe('my presence', () => {
  it('is lost while there is no link, whatever was chosen', () => {
    expect([
      ownPresence(lostSession, aPresence()),
      ownPresence(liveSession, aPresence({ chosen: 'busy' })),
      ownPresence(liveSession, null),
    ]).toEqual(['lost', 'busy', 'offline'])
  })

  it('changes by the menu, which says what follows', async () => {
    const bridge = new FakeBridge({ company: { operators: idleAnna } })
    const { settle } = await aScreen(bridge, <PresenceSwitch />)
    fireEvent.click(screen.getByRole('button', { name: 'Ваш статус: В сети' }))
    await settle()
    fireEvent.click(screen.getByRole('menuitem', { name: /^Занят.*Незавершённые диалоги уйдут коллегам через 30/ }))
    await settle()
    expect(bridge.inputs('command')).toEqual([{ kind: 'presence.set', status: 'busy', by: 'operator' }])
  })

  it('says that conversations stay where they are not reassigned', async () => {
    const settings = { ...demoSettings, reassignment: 'off' as const }
    const { settle } = await aScreen(new FakeBridge({ company: { settings } }), <PresenceSwitch />)
    fireEvent.click(screen.getByRole('button', { name: 'Ваш статус: В сети' }))
    await settle()
    expect(screen.getByRole('menuitem', { name: /^Не в сети/ }).textContent).toContain(
      'Вас нет на месте. Ваши диалоги останутся у вас.',
    )
  })

  it('changes by a key as well', async () => {
    const bridge = new FakeBridge({ company: { operators: idleAnna } })
    const { settle } = await aScreen(bridge, <PresenceSwitch />)
    fireEvent.keyDown(document.body, { key: 'b', code: 'KeyB', ctrlKey: true, shiftKey: true })
    await settle()
    expect(bridge.inputs('command')).toEqual([{ kind: 'presence.set', status: 'busy', by: 'operator' }])
  })

  it('Offline says why nothing comes and how to start', async () => {
    const bridge = new FakeBridge({ company: { operators: away } })
    const { settle } = await aScreen(bridge, <OfflineBanner />)
    expect(screen.getByRole('status').textContent).toContain('Вас долго не было на связи')
    fireEvent.click(screen.getByText('Начать смену'))
    await settle()
    expect([bridge.inputs('command'), screen.queryByRole('status')]).toEqual([
      [{ kind: 'presence.set', status: 'online', by: 'operator' }],
      null,
    ])
  })

  it('Busy for being away says why, and what brings Online back', async () => {
    const banner = async (presence: Presence) => {
      const operators = demoOperators.map((one) => (one.id === demoAccount.id ? { ...one, presence } : one))
      await aScreen(new FakeBridge({ company: { operators } }), <AwayBanner />)
      return screen.queryByRole('status')?.textContent ?? null
    }
    expect(await banner(aPresence({ chosen: 'busy', cause: 'operator' }))).toBeNull()
    expect(await banner(aPresence({ chosen: 'busy', cause: 'idle' }))).toMatch(/^Вы отошли.*снова станет «В сети»\.$/)
  })

  it('chosen by hand while away is one’s own word', async () => {
    const presence = aPresence({ chosen: 'busy', cause: 'idle' })
    const operators = demoOperators.map((one) => (one.id === demoAccount.id ? { ...one, presence } : one))
    const bridge = new FakeBridge({ company: { operators } })
    const { settle } = await aScreen(bridge, <PresenceSwitch />)
    fireEvent.keyDown(document.body, { key: 'b', code: 'KeyB', ctrlKey: true, shiftKey: true })
    await settle()
    expect(bridge.inputs('command')).toEqual([{ kind: 'presence.set', status: 'busy', by: 'operator' }])
  })

  it('signing out asks before it throws away what has not left, and not otherwise', async () => {
    const outbox = [anOutboxMessage(1)]
    const bridge = new FakeBridge({ outbox, company: { operators: idleAnna } })
    const { settle } = await aScreen(bridge, <PresenceSwitch />)
    const leave = async (answer: string) => {
      fireEvent.click(screen.getByRole('button', { name: /Ваш статус/ }))
      await settle()
      fireEvent.click(screen.getByRole('menuitem', { name: 'Выйти' }))
      await settle()
      fireEvent.click(screen.getByRole('button', { name: answer }))
      await settle()
    }
    await leave('Остаться')
    expect(bridge.inputs('signOut')).toEqual([])
    await leave('Удалить и выйти')
    expect(bridge.inputs('signOut')).toEqual([{ discardsOutbox: true }])
  })
})
