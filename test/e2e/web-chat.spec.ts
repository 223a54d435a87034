import { createHmac } from 'node:crypto'
import { type BrowserContextOptions, expect, type Page, test } from '@playwright/test'
import { plainWebForm } from '#protocol/connection'
import { Scene } from '#test/support/a-site-scene'
import { expectAccessible } from '#test/support/app-test'

let scene = new Scene()

test.beforeEach(() => {
  scene = new Scene()
})

test.afterEach(() => scene.close())

const { site } = plainWebForm
const field = (page: Page) => page.getByRole('textbox', { name: 'Сообщение' })
const log = (page: Page) => page.getByRole('log')

async function visit(page: Page): Promise<void> {
  await page.goto(scene.site.url)
  await page.getByRole('button', { name: /Открыть чат|Open chat/ }).click()
}

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
  await expect(log(page)).toContainText(text)
  await expect(log(page)).toContainText('доставлено')
}

/** A picture of 8 by 6 pixels. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAEUlEQVR4nGMQSK3BihgGUgIAKiktMercCbkAAAAASUVORK5CYII=',
  'base64',
)

test('a customer sends files with his words, sees his picture, and takes one back before sending', async ({ page }) => {
  await scene.open()
  await visit(page)
  await expect(field(page)).toBeFocused()
  await page.locator('input[type=file]').setInputFiles([
    { name: 'чек.png', mimeType: 'image/png', buffer: picture },
    { name: 'лишний.txt', mimeType: 'text/plain', buffer: Buffer.from('не то') },
    { name: 'вирус.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
  ])
  const tray = page.getByRole('list', { name: 'Файлы' })
  await expect(tray.getByRole('listitem').filter({ hasText: 'чек.png' })).toContainText('загружен')
  await expect(tray.getByRole('listitem').filter({ hasText: 'вирус.exe' })).toContainText('не принимаются')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Убрать файл «лишний.txt»' }).click()
  await page.getByRole('button', { name: 'Убрать файл «вирус.exe»' }).click()
  await write(page, 'Вот чек')
  const entries = await scene.entries()
  expect(entries.flatMap((entry) => (entry.kind === 'message' ? entry.attachments : []))).toMatchObject([
    { name: 'чек.png', kind: 'picture', state: { kind: 'stored' } },
  ])
  const shown = page.getByRole('button', { name: 'Открыть картинку «чек.png»' })
  await expect(shown).toBeEnabled()
  await shown.click()
  await expect(page.getByRole('dialog', { name: 'Картинка «чек.png»' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(shown).toBeFocused()
  await page.reload()
  await expect(shown).toBeEnabled()
})

test('a customer who comes by a link finds the question written, and nothing of it in the address', async ({
  page,
}) => {
  await scene.open()
  const question = 'Заявка 48210937: хочу заказать'
  await page.goto(`${scene.site.url}/#pult-ask=${encodeURIComponent(question)}`)
  await expect(field(page)).toHaveValue(question)
  expect(page.url()).not.toContain('pult-ask')
  await field(page).press('Enter')
  await expect(log(page)).toContainText(question)
})

test('a visitor is asked who he is before he writes, and his answers stand on the contact', async ({ page }) => {
  await scene.open({ site: { ...site, ask: { name: 'required', phone: 'optional', email: 'off' } } })
  const boss = { kind: 'presence.set', status: 'online', by: 'operator' } as const
  await scene.operator.must<'presence.set'>(boss)
  await visit(page)
  await expect(page.getByRole('textbox', { name: 'Имя' })).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: 'Вопрос' }).fill('Есть размер M?')
  await page.getByRole('textbox', { name: /Телефон/ }).fill('позвоните')
  await page.getByRole('button', { name: 'Начать чат' }).click()
  await expect(page.getByText('Заполните: имя')).toBeVisible()
  await expect(page.getByText(/Телефон — это цифры/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Имя' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Имя' }).fill('Марина')
  await page.getByRole('textbox', { name: /Телефон/ }).fill('+7 900 123-45-67')
  await page.getByRole('button', { name: 'Начать чат' }).click()
  await expect(log(page)).toContainText('Есть размер M?')
  await expect(field(page)).toBeFocused()
  const conversationId = await scene.only()
  const view = await scene.operator.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })
  expect(view.contact).toMatchObject({ name: 'Марина', phone: '+7 900 123-45-67' })
  await page.reload()
  await expect(field(page)).toBeVisible()
})

test('while nobody is there a question is left with where to answer, in the language of the page', async ({ page }) => {
  await scene.open({ site: { ...site, away: { hasForm: true, text: '' } } })
  await scene.operator.must<'presence.set'>({ kind: 'presence.set', status: 'offline', by: 'operator' })
  scene.site.language = 'en'
  await visit(page)
  await expect(page.getByRole('heading', { name: 'We are away now' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Question' }).fill('Do you ship to Kazan?')
  await page.getByRole('button', { name: 'Leave the question' }).click()
  await expect(page.getByText('Give a phone or an e-mail')).toBeVisible()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('anna@shop.example')
  await page.getByRole('button', { name: 'Leave the question' }).click()
  await expect(log(page)).toContainText('Do you ship to Kazan?')
  const conversationId = await scene.only()
  const view = await scene.operator.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })
  expect(view.contact).toMatchObject({ email: 'anna@shop.example' })
})

test('the face of who has answered stands beside his name, even under the strictest policy', async ({ page }) => {
  await scene.open()
  const [me] = await scene.operator.ask<'accounts.details'>({ kind: 'accounts.details' })
  if (me === undefined) throw new Error('nobody works here')
  const face = { kind: 'operator.picture', operatorId: me.id, picture: picture.toString('base64') } as const
  await scene.operator.must<'operator.picture'>(face)
  await visit(page)
  await write(page, 'Здравствуйте')
  await scene.reply('Слушаем вас')
  await expect(log(page)).toContainText('Слушаем вас')
  await expect(log(page).locator('.who canvas')).toBeVisible()
})

test('a closed inquiry is rated with a word, and the operator sees it', async ({ page }) => {
  await scene.open({ site: { ...site, asksRating: true } })
  await visit(page)
  await write(page, 'Спасибо?')
  await scene.reply('Пожалуйста')
  const conversationId = await scene.only()
  await scene.operator.must<'conversation.close'>({ kind: 'conversation.close', conversationId })
  await page.getByRole('button', { name: '4 из 5' }).click()
  await expect(page.getByText('Спасибо за оценку: 4 из 5')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: 'Комментарий' }).fill('Быстро')
  await page.getByRole('button', { name: 'Добавить комментарий' }).click()
  await expect(page.getByRole('textbox', { name: 'Комментарий' })).toBeHidden()
  const { entries } = await scene.operator.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })
  const rated = entries.flatMap((entry) =>
    entry.kind === 'system' && entry.event.kind === 'rated' ? [[entry.event.score, entry.event.comment]] : [],
  )
  expect(rated.at(-1)).toEqual([4, 'Быстро'])
  await write(page, 'Ещё вопрос')
  await expect(page.getByRole('button', { name: '4 из 5' })).toBeHidden()
})

test('what the company edits or takes back changes before the customer’s eyes', async ({ page }) => {
  await scene.open()
  await visit(page)
  await write(page, 'Сколько стоит?')
  await scene.reply('4 970 ₽')
  await scene.reply('Ой, не туда')
  await expect(log(page)).toContainText('Ой, не туда')
  const conversationId = await scene.only()
  const seqOf = async (text: string) =>
    (await scene.entries()).find((entry) => entry.kind === 'message' && entry.text === text)?.seq ?? 0
  const seq = await seqOf('4 970 ₽')
  await scene.operator.must<'message.edit'>({ kind: 'message.edit', conversationId, seq, text: '4 790 ₽' })
  await expect(log(page)).toContainText('4 790 ₽')
  await expect(log(page)).toContainText('изменено')
  const wrong = await seqOf('Ой, не туда')
  await scene.operator.must<'message.delete'>({ kind: 'message.delete', conversationId, seq: wrong })
  await expect(log(page)).not.toContainText('Ой, не туда')
  await page.reload()
  await expect(log(page)).toContainText('4 790 ₽')
  await expect(log(page)).not.toContainText('Ой, не туда')
})

test('a customer the site vouches for has his conversation on every device, and leaves none behind', async ({
  page,
  browser,
}) => {
  await scene.open()
  const { secret } = await scene.operator.must<'channel.issueSecret'>({
    ...{ kind: 'channel.issueSecret', channelId: scene.channel },
  })
  const hash = createHmac('sha256', secret ?? '')
    .update('1042')
    .digest('hex')
  const customer = { externalId: '1042', name: 'Анна', hash }
  const identify = (at: Page) => at.evaluate((told) => Reflect.get(window, 'PultChat').identify(told), customer)
  await visit(page)
  await identify(page)
  await write(page, 'С ноутбука')
  const phone = await (await browser.newContext({ locale: 'ru-RU' })).newPage()
  await visit(phone)
  await identify(phone)
  await expect(log(phone)).toContainText('С ноутбука')
  await phone.evaluate(() => Reflect.get(window, 'PultChat').forget())
  await expect(log(phone)).not.toContainText('С ноутбука')
  expect(await scene.conversations()).toHaveLength(1)
  await phone.context().close()
})

test('the look of the site: side, words on the button, a colour that can be read', async ({ page }) => {
  const look = { ...site.look, side: 'left' as const, label: 'Помочь?', color: '#ffd400', title: 'Поддержка' }
  await scene.open({ site: { ...site, look } })
  await page.goto(scene.site.url)
  const launcher = page.getByRole('button', { name: 'Помочь?. Открыть чат' })
  await expect(launcher).toBeVisible()
  expect((await launcher.boundingBox())?.x).toBeLessThan(40)
  await expectAccessible(page)
  await launcher.click()
  await expect(page.getByRole('heading', { name: 'Поддержка' })).toBeVisible()
  await expectAccessible(page)
})

test('the hub has a page to try the chat on', async ({ page }) => {
  await scene.open({ allowedOrigins: [] })
  await page.goto(`${scene.hub.url}/widget/${scene.channel}/try`)
  await page.getByRole('button', { name: /Открыть чат|Open chat/ }).click()
  await page.getByRole('textbox', { name: /Сообщение|Message/ }).fill('Проверка')
  await page.keyboard.press('Enter')
  await expect.poll(() => scene.stream()).toEqual(['Проверка'])
  await expectAccessible(page)
})

const screens: readonly (readonly [string, BrowserContextOptions])[] = [
  ['a phone in the dark', { viewport: { width: 390, height: 780 }, colorScheme: 'dark', hasTouch: true }],
  ['a small phone', { viewport: { width: 320, height: 568 }, colorScheme: 'light', hasTouch: true }],
]

for (const [name, options] of screens)
  test(`forms and files can be used by everybody on ${name}`, async ({ browser }) => {
    await scene.open({ site: { ...site, ask: { name: 'required', phone: 'required', email: 'required' } } })
    const context = await browser.newContext({ ...options, locale: 'ru-RU', reducedMotion: 'reduce' })
    const page = await context.newPage()
    await visit(page)
    await expect(page.getByRole('button', { name: 'Начать чат' })).toBeVisible()
    await expectAccessible(page)
    for (const [label, value] of [
      ['Имя', 'Анна'],
      ['Телефон', '+79001234567'],
      ['Почта', 'a@b.ru'],
      ['Вопрос', '?'],
    ] as const)
      await page.getByRole('textbox', { name: label }).fill(value)
    await page.getByRole('button', { name: 'Начать чат' }).click()
    await expect(field(page)).toBeVisible()
    await page.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture })
    await expect(page.getByRole('list', { name: 'Файлы' })).toContainText('загружен')
    await expectAccessible(page)
    await context.close()
  })
