import { expect } from '../support/app-test'
import { DeskPage } from '../support/desk-page'
import { test } from '../support/desk-test'
import { hasRealElectron } from '../support/launch'

test('a customer writes, the operator in turn is told why he, answers, and sees it delivered and read', async ({
  company,
  start,
}) => {
  await company.colleague('Anna')
  const { desk } = await company.desk('Regina', start)
  const [first, second] = [company.customer(), company.customer()]
  await first.write('Я первый')
  await second.write('Где мой заказ?')
  await expect(desk.rows).toHaveCount(1)
  await desk.openRow('Где мой заказ?')
  await desk.stream.getByRole('button', { name: 'Почему я?' }).click()
  await expect(desk.stream.getByRole('region', { name: 'Почему я?' })).toContainText('Очередь была ваша.')
  await desk.reply('Уже в пути')
  await expect(desk.bubble('Уже в пути')).toContainText('Отправлено')
  const [, reply] = [...second.lines.values()]
  second.socket.emit('received', reply?.seq)
  await expect(desk.bubble('Уже в пути')).toContainText('Доставлено')
  second.socket.emit('read', reply?.seq)
  await expect(desk.bubble('Уже в пути')).toContainText('Прочитано')
  expect(second.texts).toEqual(['Где мой заказ?', 'Уже в пути'])
})

test('a conversation in a window of its own and the main window are one', async ({ company, start }) => {
  const { app, desk } = await company.desk('Regina', start)
  const customer = company.customer()
  await customer.write('Есть кто живой?')
  await desk.openRow('Есть кто живой?')
  await desk.page.getByRole('button', { name: 'Ещё действия' }).click()
  const own = new DeskPage(
    await app.openedBy(() => desk.page.getByRole('menuitem', { name: 'Открыть в новом окне' }).click()),
  )
  await own.reply('Есть')
  await expect(desk.bubble('Есть').last()).toContainText('Отправлено')
  await desk.reply('Чем помочь?')
  await expect(own.bubble('Чем помочь?')).toContainText('Отправлено')
  await customer.write('Подскажите размер')
  for (const window of [own, desk]) await expect(window.bubble('Подскажите размер')).toBeVisible()
  expect(customer.texts).toEqual(['Есть кто живой?', 'Есть', 'Чем помочь?', 'Подскажите размер'])
  expect(app.windows()).toHaveLength(2)
})

test('who looks elsewhere is notified, once and with a badge; a click opens the conversation; what is in front is silent', async ({
  company,
  start,
}) => {
  test.skip(hasRealElectron, 'what the system shows can be asked of the double alone')
  const { app, desk } = await company.desk('Regina', start)
  const told = () => app.evaluate(({ double }) => double?.notifications.map(({ title, body }) => `${title}: ${body}`))
  const badge = () => app.evaluate(({ double }) => double?.badge)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.blur())
  const [first, second] = [company.customer(), company.customer()]
  await first.write('Где мой заказ?')
  await expect.poll(told).toEqual([expect.stringMatching(/^Гость \d+: Вам назначен диалог\nГде мой заказ\?$/)])
  expect(await badge()).toBe(1)
  await app.evaluate(({ double }) => double?.notifications[0]?.click())
  await expect(desk.bubble('Где мой заказ?')).toBeVisible()
  await expect.poll(badge).toBe(0)
  await first.write('Ау?')
  await expect(desk.bubble('Ау?')).toBeVisible()
  await second.write('А мой?')
  await expect.poll(told).toHaveLength(2)
  expect(await told()).toContainEqual(expect.stringMatching(/: Вам назначен диалог\nА мой\?$/))
  await expect.poll(badge).toBe(1)
})
