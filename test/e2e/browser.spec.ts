import { expect } from '../support/app-test'
import { DeskPage } from '../support/desk-page'
import { test } from '../support/desk-test'
import { join } from '../support/join'

test.use({ locale: 'ru-RU' })

/** What went wrong in any tab, a broken content policy included. */
let errors: string[] = []

test.beforeEach(async ({ context }) => {
  errors = []
  context.on('weberror', (error) => errors.push(error.error().message))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      throw new Error(`the page broke its policy: ${effectiveDirective}`)
    })
  })
})

test.afterEach(() => expect(errors).toEqual([]))

test('an operator joins by a one-time link in a browser, receives, replies, and finds all of it after a reload', async ({
  company,
  page,
}) => {
  const desk = await join(company, page, 'Regina')
  const customer = company.customer()
  await customer.write('Где мой заказ?')
  await desk.openRow('Где мой заказ?')
  await desk.reply('Уже в пути')
  await expect(desk.bubble('Уже в пути')).toContainText('Отправлено')
  await page.reload()
  await expect(desk.presence).toHaveAccessibleName(/В сети/)
  await desk.openRow('Уже в пути')
  await expect(desk.bubble('Где мой заказ?')).toHaveCount(1)
  await expect(desk.bubble('Уже в пути')).toHaveCount(1)
  await customer.write('Спасибо')
  await expect(desk.bubble('Спасибо')).toBeVisible()
  expect(customer.texts).toEqual(['Где мой заказ?', 'Уже в пути', 'Спасибо'])
})

test('two tabs are two devices of one operator: what happens in one is seen in the other, and leaving one leaves him on duty', async ({
  company,
  page,
  context,
}) => {
  const first = await join(company, page, 'Regina')
  const second = new DeskPage(await context.newPage())
  await second.page.goto(company.hub.url)
  await expect(second.presence).toHaveAccessibleName(/В сети/)
  const customer = company.customer()
  await customer.write('Где мой заказ?')
  for (const tab of [first, second]) await expect(tab.row('Где мой заказ?')).toHaveAccessibleName(/1 непрочитанное/)
  await first.openRow('Где мой заказ?')
  await first.reply('Уже в пути')
  await expect(second.row('Уже в пути')).not.toHaveAccessibleName(/непрочитанн/)
  await first.page.close()
  await company.customer().write('А я новый')
  await expect(second.row('А я новый')).toBeVisible()
  await second.openRow('Уже в пути')
  await customer.write('Спасибо')
  await expect(second.bubble('Спасибо')).toBeVisible()
  await second.reply('Всегда рады')
  await expect(second.bubble('Всегда рады')).toContainText('Отправлено')
  expect(customer.texts).toEqual(['Где мой заказ?', 'Уже в пути', 'Спасибо', 'Всегда рады'])
})
