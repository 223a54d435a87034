import type { Page } from '@playwright/test'
import { expect, expectAccessible } from '../support/app-test'
import { test } from '../support/desk-test'
import { hasRealElectron } from '../support/launch'

const dialog = (page: Page) => page.getByRole('dialog')

test('an operator who leaves hands his conversations over with a note, in one action', async ({ company, start }) => {
  const { desk } = await company.desk('Regina', start)
  const [first, second] = [company.customer(), company.customer()]
  await first.write('Где мой заказ?')
  await second.write('Хочу вернуть')
  await expect(desk.page.getByRole('button', { name: /^Мои, 2/ })).toBeVisible()
  const anna = await company.colleague('Anna')
  await desk.presence.click()
  await desk.page.getByRole('menuitem', { name: /^Не в сети/ }).click()
  await expect(dialog(desk.page)).toContainText('Без передачи через 30 с')
  await expectAccessible(desk.page)
  const item = desk.page.getByRole('listitem').filter({ hasText: 'Где мой заказ?' })
  await item.getByRole('button', { name: /^Комментарий к диалогу/ }).click()
  await item.getByRole('textbox').fill('Ждёт номер отправления')
  await desk.page.getByRole('button', { name: /^Кому:/ }).click()
  await desk.page.getByRole('option').filter({ hasText: 'Anna' }).click()
  await desk.page.getByRole('button', { name: 'Передать и уйти' }).click()
  await expect(desk.presence).toHaveAccessibleName(/Не в сети/)
  await expect(desk.rows).toHaveCount(0)
  const mine = await anna.ask<'conversations.list'>({
    kind: 'conversations.list',
    section: 'mine',
    after: null,
    limit: 10,
  })
  expect(mine.rows.map(({ lastMessage }) => lastMessage?.preview).toSorted()).toEqual([
    'Где мой заказ?',
    'Хочу вернуть',
  ])
  const passed = mine.rows.find(({ lastMessage }) => lastMessage?.preview === 'Где мой заказ?')
  if (passed === undefined) throw new Error('it has not arrived')
  const { entries } = await anna.ask<'conversation.open'>({ kind: 'conversation.open', conversationId: passed.id })
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'note', text: 'Ждёт номер отправления' }))
})

test('closing the app asks for what is open, can be called off, and never holds anybody back', async ({
  company,
  start,
}) => {
  const { app, desk } = await company.desk('Regina', start)
  await company.customer().write('Есть кто живой?')
  await expect(desk.page.getByRole('button', { name: /^Мои, 1/ })).toBeVisible()
  const asks = () => app.evaluate(({ app: running }) => running.quit())
  await asks()
  await expect(dialog(desk.page)).toContainText('Пульт закрывается. Передать диалоги?')
  await desk.page.getByRole('button', { name: 'Остаться' }).click()
  await expect(dialog(desk.page)).toHaveCount(0)
  await desk.page.getByRole('button', { name: 'Закрыть окно' }).click()
  await expect(dialog(desk.page)).toContainText('Пульт закрывается. Передать диалоги?')
  await desk.page.keyboard.press('Escape')
  await expect(dialog(desk.page)).toHaveCount(0)
  await asks()
  await desk.page.getByRole('button', { name: 'Передать и закрыть' }).click()
  await expect
    .poll(async () => (await company.chief.ask<'queue.list'>({ kind: 'queue.list', limit: 10 })).total)
    .toBe(1)
})

test('the tray offers the same before the status changes', async ({ company, start }) => {
  test.skip(hasRealElectron, 'the menu of the tray can be asked of the double alone')
  const { app, desk } = await company.desk('Regina', start)
  await company.customer().write('Есть кто живой?')
  await expect(desk.page.getByRole('button', { name: /^Мои, 1/ })).toBeVisible()
  await app.evaluate(({ double }) => {
    const item = double?.tray.items.find(({ label }) => label === 'Занят')
    item?.click?.(item as never, undefined, {} as never)
  })
  await expect(dialog(desk.page)).toContainText('Вы заняты. Передать диалоги?')
  await expect(desk.page.locator('.presence')).toHaveAttribute('data-presence', 'online')
  await desk.page.keyboard.press('Enter')
  await expect(desk.presence).toHaveAccessibleName(/Занят/)
})

test('who does not touch his device is Busy by the rule, is told so, and is back with the first touch', async ({
  company,
  start,
}) => {
  test.skip(hasRealElectron, 'how long nobody has touched it is said by the double alone')
  const { settings, version } = await company.chief.ask<'distribution.rules'>({ kind: 'distribution.rules' })
  const rule = { ...settings, idleAfterMs: 60_000, busyWhenLocked: true }
  await company.chief.must<'distribution.save'>({ kind: 'distribution.save', version, settings: rule })
  const { app, desk } = await company.desk('Regina', start)
  const idleFor = (seconds: number) =>
    app.evaluate(
      seconds === 0
        ? ({ double }) => void Object.assign(double ?? {}, { idleSeconds: 0 })
        : ({ double }) => void Object.assign(double ?? {}, { idleSeconds: 61 }),
    )
  await idleFor(61)
  await expect(desk.page.getByRole('status').filter({ hasText: 'Вы отошли' })).toBeVisible()
  await expect(desk.presence).toHaveAccessibleName(/Занят/)
  await idleFor(0)
  await expect(desk.presence).toHaveAccessibleName(/В сети/)
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'))
  await expect(desk.presence).toHaveAccessibleName(/Занят/)
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'))
  await expect(desk.presence).toHaveAccessibleName(/В сети/)
})
