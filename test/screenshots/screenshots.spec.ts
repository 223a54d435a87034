import { type Browser, expect, type Page, test } from '@playwright/test'
import { VisitorPlayer } from '../blackbox/visitor'
import { DeskPage } from '../support/desk-page'
import { DemoHub } from './demo-hub'

const hub = new DemoHub()
const visitors: VisitorPlayer[] = []

test.beforeAll(() => hub.start())
test.afterAll(async () => {
  for (const visitor of visitors) visitor.close()
  await hub.stop()
})

/** Somebody of the demo company at his desk, by the one-time link that `npm start` prints. */
async function desk(browser: Browser, login: string): Promise<DeskPage> {
  const page = await browser.newPage()
  await page.goto(hub.linkOf(login))
  const opened = new DeskPage(page)
  await expect(opened.presence).toHaveAccessibleName(/В сети/)
  return opened
}

/** A customer who is seen only on the operators' screens. */
async function visitor(channel: string, text: string): Promise<VisitorPlayer> {
  const player = new VisitorPlayer(hub.url, channel)
  visitors.push(player)
  await player.write(text)
  return player
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Сообщение' })

async function openShop(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(hub.shopUrl)
  await page.getByRole('button', { name: /Открыть чат/ }).click()
  await expect(field(page)).toBeFocused()
  return page
}

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
  await expect(page.getByRole('log')).toContainText(text)
}

/** Away from everything that reacts to the pointer, with every picture and font in its place. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  await page.screenshot({ path: `docs/screenshots/${name}.png`, animations: 'disabled' })
}

async function ownWindow({ page }: DeskPage): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await page.keyboard.press('Control+Shift+O')
  return opened
}

const question = 'Здравствуйте! Комплект «Фьорд» доставите в Казань до субботы?'
const answer = 'Да, если оформить сегодня до 18:00. Доставка 390 ₽, курьер позвонит за час.'

/** Each channel has a turn of its own, and Ivan is the first in it. */
const others = [
  ['telegram', 0, 'А самовывоз из Химок есть?'],
  ['whatsapp', 1, 'Мой заказ уже в пути?'],
  ['vk', 2, 'Do you ship to Minsk?'],
  ['telegram', 1, 'Плед «Тундра» колется?'],
  ['max', 3, 'Можно оплатить частями?'],
] as const

test('the workspace at work, its settings and the chat on the demo page', async ({ browser }) => {
  const channel = await hub.shopChannel()
  // Who waits since the morning goes to the first on duty; then it is the others' turn, and the shop's visitor is his again.
  const ivan = await desk(browser, 'ivan')
  await expect(ivan.rows).toHaveCount(4)
  for (const login of ['regina', 'timur']) await desk(browser, login)
  await visitor(channel, 'Есть ли у вас подарочные сертификаты?')
  await visitor(channel, 'Где посмотреть размеры полотенец?')
  const shop = await openShop(browser)
  await write(shop, question)
  await ivan.openRow(question)
  await ivan.reply(answer)
  await expect(shop.getByRole('log')).toContainText(answer)
  await write(shop, 'Отлично! А наволочки 50 × 70 к нему есть?')
  await write(shop, 'И подарочная упаковка?')
  await expect(ivan.bubble('упаковка')).toBeVisible()
  for (const [messenger, person, text] of others) await hub.writes(messenger, person, text)
  await expect(ivan.row('самовывоз')).toBeVisible()
  await field(shop).pressSequentially('Зак')
  await expect(ivan.page.locator('.typing').first()).toBeVisible()
  await take(ivan.page, 'workspace')
  await take(shop, 'demo-shop')

  await ivan.page.emulateMedia({ colorScheme: 'dark' })
  await ivan.page.getByRole('button', { name: 'Почему я?' }).click()
  await expect(ivan.page.getByRole('region', { name: 'Почему я?' })).toBeVisible()
  await take(ivan.page, 'workspace-dark')
  await ivan.page.emulateMedia({ colorScheme: 'light' })
  const own = await ownWindow(ivan)
  await expect(new DeskPage(own).bubble('упаковка')).toBeVisible()
  await take(own, 'own-window')

  const olga = await desk(browser, 'olga')
  await olga.page.getByRole('button', { name: 'Настройки' }).click()
  await expect(olga.page.getByRole('heading', { name: 'Сайт «Север Дом»' })).toBeVisible()
  await take(olga.page, 'settings-channels')
  await olga.page.getByRole('button', { name: 'Правила распределения' }).click()
  await expect(olga.page.getByRole('radio', { name: /Все незавершённые/ })).toBeVisible()
  await take(olga.page, 'settings-distribution')
})
