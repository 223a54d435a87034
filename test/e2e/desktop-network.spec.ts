import { expect } from '../support/app-test'
import { deskOf, test } from '../support/desk-test'
import { heldView, hubsView } from '../support/hubs-view'
import { filesWith, tokenIn } from '../support/secrets'

test('without network the desk reads, searches and writes; afterwards it is as the hub has it, and the reply left once', async ({
  company,
  start,
}) => {
  const wire = await company.wire()
  const { desk } = await company.desk('Regina', start, { hub: wire.url })
  const [anna, boris, vera, gleb] = [company.customer(), company.customer(), company.customer(), company.customer()]
  await anna.write('Где мой заказ?')
  await boris.write('Посудомойка протекает')
  await vera.write('Спасибо, всё пришло')
  await expect(desk.rows).toHaveCount(3)
  const colleague = await company.colleague('Timur')
  await desk.openRow('Где мой заказ?')
  wire.cut()
  await expect(desk.band).toContainText(/Нет связи с сервером с \d?\d:\d\d\./)

  await desk.openRow('Посудомойка протекает')
  await expect(desk.bubble('Посудомойка протекает')).toBeVisible()
  await expect(desk.search('посудомой')).resolves.toEqual([expect.stringContaining('Посудомойка протекает')])
  await desk.openRow('Где мой заказ?')
  await desk.reply('Сейчас узнаю')
  await expect(desk.bubble('Сейчас узнаю')).toContainText('ждёт связи')
  await expect(desk.band).toContainText('В очереди 1 ответ: уйдёт сам.')

  await anna.write('Жду ответа')
  await gleb.write('А я новый')
  await company.moves('Посудомойка протекает', colleague)
  await company.closes('Спасибо, всё пришло')
  expect(anna.texts).toEqual(['Где мой заказ?', 'Жду ответа'])

  wire.restore()
  await expect(desk.bubble('Сейчас узнаю')).toContainText('Отправлено')
  await expect(desk.band).toBeHidden()
  await expect(desk.rows).toHaveCount(1)
  const fresh = await company.deviceOf('Regina')
  await expect.poll(async () => heldView(desk.page)).toEqual(await hubsView(fresh))
  expect(anna.texts).toEqual(['Где мой заказ?', 'Жду ответа', 'Сейчас узнаю'])
})

test('on a slow wire replies keep their order, and one whose answer was lost is not sent twice', async ({
  company,
  start,
}) => {
  const wire = await company.wire()
  const { desk } = await company.desk('Regina', start, { hub: wire.url })
  const customer = company.customer()
  await customer.write('Где мой заказ?')
  await desk.openRow('Где мой заказ?')
  wire.delay(150)
  for (const text of ['Секунду', 'Смотрю', 'Нашла']) await desk.reply(text)
  await expect(desk.bubble('Нашла')).toContainText('Отправлено')
  wire.restore()

  wire.loseAnswers()
  await desk.reply('Везут сегодня')
  await expect.poll(() => customer.texts).toContain('Везут сегодня')
  await expect(desk.bubble('Везут сегодня')).toContainText('Отправляется')
  wire.restore()
  await expect(desk.bubble('Везут сегодня')).toContainText('Отправлено')
  await expect(desk.bubble('Везут сегодня')).toHaveCount(1)
  expect(customer.texts).toEqual(['Где мой заказ?', 'Секунду', 'Смотрю', 'Нашла', 'Везут сегодня'])
})

test('an app that was killed shows its waiting replies without network, and they leave once, in order', async ({
  company,
  start,
}) => {
  const wire = await company.wire()
  const { app, desk } = await company.desk('Regina', start, { hub: wire.url })
  const customer = company.customer()
  await customer.write('Где мой заказ?')
  await desk.openRow('Где мой заказ?')
  wire.loseAnswers()
  await desk.reply('Ушло, но без ответа')
  await expect.poll(() => customer.texts).toContain('Ушло, но без ответа')
  wire.cut()
  await desk.reply('И ещё одно')
  await expect(desk.bubble('И ещё одно')).toContainText('ждёт связи')
  await app.kill()
  expect(filesWith(app.userData, tokenIn(wire.answered))).toEqual([])

  const again = await deskOf(await start({ hub: wire.url, userData: app.userData }))
  await expect(again.band).toContainText('В очереди 2 ответа: уйдут сами, по одному разу.')
  await again.openRow('В очереди: И ещё одно')
  for (const text of ['Ушло, но без ответа', 'И ещё одно']) await expect(again.bubble(text)).toContainText('ждёт связи')
  expect(customer.texts).toEqual(['Где мой заказ?', 'Ушло, но без ответа'])
  wire.restore()
  await expect(again.bubble('И ещё одно')).toContainText('Отправлено')
  await expect(again.bubble('Ушло, но без ответа')).toHaveCount(1)
  expect(customer.texts).toEqual(['Где мой заказ?', 'Ушло, но без ответа', 'И ещё одно'])
})

test('a hub that was killed comes back under the app, and nothing is lost or doubled', async ({ company, start }) => {
  const { desk } = await company.desk('Regina', start)
  const customer = company.customer()
  await customer.write('Где мой заказ?')
  await desk.openRow('Где мой заказ?')
  await desk.reply('Сейчас узнаю')
  await expect(desk.bubble('Сейчас узнаю')).toContainText('Отправлено')
  await company.hub.kill()
  await expect(desk.band).toBeVisible()
  const unheard = customer.write('Алло')
  await desk.reply('Мы на связи')
  await company.hub.start()
  await unheard
  await expect(desk.bubble('Алло')).toBeVisible({ timeout: 15_000 })
  await expect(desk.bubble('Мы на связи')).toContainText('Отправлено')
  await expect.poll(() => [...customer.texts].sort()).toEqual(['Алло', 'Где мой заказ?', 'Мы на связи', 'Сейчас узнаю'])
  const fresh = await company.deviceOf('Regina')
  await expect.poll(async () => heldView(desk.page)).toEqual(await hubsView(fresh))
})
