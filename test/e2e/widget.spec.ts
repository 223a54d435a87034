import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { Scene } from '#test/support/a-site-scene'
import { expectAccessible } from '#test/support/app-test'

let scene = new Scene()
/** What the site's policy has refused. */
let refused: string[] = []

test.beforeEach(() => {
  scene = new Scene()
  refused = []
})

test.afterEach(async () => {
  await scene.close()
  expect(refused).toEqual([])
})

async function visit(page: Page): Promise<void> {
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
  })
  // Plain http pages of customers have neither of these.
  await page.addInitScript(() => {
    Reflect.set(crypto, 'randomUUID', undefined)
    Reflect.defineProperty(crypto, 'subtle', { value: undefined })
  })
  await page.goto(scene.site.url)
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Сообщение' })
const log = (page: Page) => page.getByRole('log')

async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Открыть чат/ }).click()
  await expect(field(page)).toBeFocused()
}

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
}

const bubbles = (page: Page) => log(page).locator('.bubble > p').allTextContents()

test('a customer writes and is answered, and both see how far their words have come', async ({ page }) => {
  await scene.open()
  await visit(page)
  await openChat(page)
  await expect(log(page)).toContainText('Здравствуйте! Чем помочь?')
  await write(page, 'Доставите в Казань?')
  await expect(log(page)).toContainText('доставлено')
  expect(await scene.stream()).toEqual(['Доставите в Казань?'])
  await scene.reply('Да, завтра <b>утром</b>: https://shop.example/dostavka')
  await expect(log(page)).toContainText('Да, завтра <b>утром</b>')
  await expect(log(page).getByRole('link')).toHaveAttribute('href', 'https://shop.example/dostavka')
  await expect
    .poll(() => scene.stream())
    .toEqual(['Доставите в Казань?', 'Да, завтра <b>утром</b>: https://shop.example/dostavka (read)'])
  const [conversationId] = await scene.conversations()
  if (conversationId === undefined) throw new Error('nobody has written')
  await scene.operator.must<'conversation.read'>({ kind: 'conversation.read', conversationId, seq: 100 })
  await expect(log(page)).toContainText('прочитано')
})

test('nothing is lost or repeated over a reload and a killed hub', async ({ page }) => {
  await scene.open()
  await visit(page)
  await openChat(page)
  await write(page, 'До')
  await expect(log(page)).toContainText('доставлено')
  await scene.hub.kill()
  await expect(page.getByText('Нет связи')).toBeVisible()
  await write(page, 'Без связи 1')
  await write(page, 'Без связи 2')
  await expect(log(page)).toContainText('отправляется')
  await page.reload()
  await expect(field(page)).toBeVisible()
  await write(page, 'После перезагрузки')
  await scene.hub.start()
  const all = ['До', 'Без связи 1', 'Без связи 2', 'После перезагрузки']
  await expect.poll(() => scene.stream(), { timeout: 30_000 }).toEqual(all)
  await expect(page.getByText('Нет связи')).toBeHidden()
  await page.reload()
  await expect.poll(() => bubbles(page)).toEqual(['Здравствуйте! Чем помочь?', ...all])
  await scene.reply('Всё видим')
  await expect(log(page)).toContainText('Всё видим')
})

test('tabs of one browser are one visitor, and a closed chat counts what it has not shown', async ({
  page,
  context,
}) => {
  await scene.open()
  await visit(page)
  await openChat(page)
  await write(page, 'Из первой вкладки')
  await expect(log(page)).toContainText('доставлено')
  const other = await context.newPage()
  await visit(other)
  await expect.poll(() => scene.conversations().then(({ length }) => length)).toBe(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Открыть чат' })).toBeFocused()
  await scene.reply('Первый ответ')
  await scene.reply('Второй ответ')
  await expect(other.getByRole('button', { name: 'Открыть чат, 2 новых сообщения' })).toBeVisible()
  await openChat(other)
  await expect(log(other)).toContainText('Второй ответ')
  await write(other, 'Из второй вкладки')
  await expect
    .poll(() => scene.stream())
    .toEqual([...['Из первой вкладки', 'Первый ответ (read)', 'Второй ответ (read)', 'Из второй вкладки']])
  await openChat(page)
  await expect(log(page)).toContainText('Из второй вкладки')
})

test('a site that is not in the list is told so, and the hub hears nothing of its visitors', async ({ page }) => {
  await scene.open({ allowedOrigins: ['https://somewhere.else.example'] })
  await visit(page)
  await openChat(page)
  await expect(page.getByText(`Чат не подключён для ${scene.site.url}`)).toBeVisible()
  await write(page, 'Меня слышно?')
  expect(await scene.conversations()).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the chat can be used by everybody, ${colorScheme}`, async ({ page }) => {
    await scene.open()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await visit(page)
    await expectAccessible(page)
    await openChat(page)
    await write(page, `Вопрос ${randomUUID()}`)
    await expect(log(page)).toContainText('доставлено')
    await scene.reply('Ответ со ссылкой https://shop.example')
    await expect(log(page)).toContainText('Ответ со ссылкой')
    await expectAccessible(page)
    await scene.hub.kill()
    await expect(page.getByText('Нет связи')).toBeVisible()
    await write(page, 'Без связи')
    await expectAccessible(page)
  })

test('on a phone the chat fills the screen, keeps the focus and gives it back', async ({ browser }) => {
  await scene.open()
  const viewport = { width: 390, height: 780 }
  // The window slides in; what is measured is where it comes to rest.
  const context = await browser.newContext({ viewport, locale: 'ru-RU', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await visit(page)
  await openChat(page)
  const dialog = page.getByRole('dialog', { name: /Чат/ })
  await expect(dialog).toHaveAttribute('aria-modal', 'true')
  expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, ...viewport })
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('PULT-CHAT')
  }
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Открыть чат' })).toBeFocused()
  await context.close()
})
