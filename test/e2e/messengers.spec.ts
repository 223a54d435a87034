import type { Page } from '@playwright/test'
import { chromiumArguments, findChromium } from '../../build/chromium.mjs'
import { AdministratorDesk, Customer, MessengerCompany, messengerNames } from '../support/a-messenger-walk'
import { aPng } from '../support/a-png'
import { expect, test } from '../support/app-test'

const executablePath = findChromium()
/** A microphone that hums. */
const hum = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

test.use({
  ...{ locale: 'ru-RU', timezoneId: 'Europe/Moscow', viewport: { width: 1280, height: 800 } },
  permissions: ['microphone'],
  launchOptions: { args: [...chromiumArguments, ...hum], ...(executablePath === null ? {} : { executablePath }) },
})

// Shared among the workers, each with a company of its own.
test.describe.configure({ mode: 'parallel' })

const paper = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2000, 'договор'), Buffer.from('\n%%EOF')])
const picture = aPng(320, 200)
const inBase64 = (bytes: Buffer) => bytes.toString('base64')

let company: MessengerCompany

test.beforeAll(async () => {
  company = await MessengerCompany.start()
})

test.afterAll(() => company.stop())

/** One messenger walked through: the desk, the customer, and pictures of the way. */
interface Walk {
  readonly desk: AdministratorDesk
  readonly customer: Customer
  readonly shot: (name: string) => Promise<unknown>
}

for (const messenger of ['telegram', 'vk', 'whatsapp', 'viber', 'max'] as const) {
  test(`${messengerNames[messenger]}: connected by a form, talked in, blocked, slowed down, disconnected`, async ({
    page,
  }) => {
    test.setTimeout(120_000)
    const desk = new AdministratorDesk(page, messenger)
    const shot = (name: string) => page.screenshot({ path: `out/messengers/${messenger}-${name}.png` })
    const walk = { desk, customer: new Customer(company, messenger), shot }
    await desk.enter(company)
    await connects(walk)
    await talks(walk)
    await offersButtons(walk)
    await exchangesFiles(walk)
    await speaks(walk)
    await comments(walk)
    await suffers(walk)
    await disconnects(desk, shot)
  })
}

async function connects({ desk, customer: { phone }, shot }: Walk): Promise<void> {
  const { page } = desk
  await desk.showChannels()
  await desk.card.getByRole('button', { name: 'Подключить' }).click()
  await desk.fill({ ...phone.form, token: '123456:wrong-token-of-nobody-000000000000000' })
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(page.getByRole('alert').first()).toHaveText(/Бот не найден.*Ничего не сохранено/)
  await shot('wrong-token')
  // What was typed is not lost by one key.
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Остаться' }).click()
  await desk.fill(phone.form)
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(page.getByText('Токен авторизован')).toBeVisible()
  await shot('authorised')
  await page.getByRole('button', { name: 'Сохранить и включить' }).click()
  await expect(desk.card).toContainText('Работает')
  await expect(desk.card).toContainText('Отправьте себе сообщение')
  await shot('connected')
}

async function talks({ desk, customer, shot }: Walk): Promise<void> {
  const question = `Есть плед цвета шалфея? Пишу в ${messengerNames[desk.messenger]}`
  await customer.act({ kind: 'write', text: question, replyTo: null })
  await desk.take(question)
  await desk.reply('Да, три штуки')
  await expect.poll(() => customer.heard()).toEqual(['Да, три штуки'])
  await expect(desk.bubble('Да, три штуки')).toContainText(/Отправлено|Доставлено/)
  if (customer.can('read')) {
    await customer.act({ kind: 'read' })
    await expect(desk.bubble('Да, три штуки')).toContainText('Прочитано')
  }
  await customer.act({ kind: 'write', text: 'Отложите одну', replyTo: customer.got().at(-1)?.id ?? null })
  // Viber tells its bots of no quotes.
  await expect(desk.bubble('Отложите одну')).toContainText(desk.messenger === 'viber' ? 'Отложите' : 'Да, три штуки')
  await shot('stream')
}

/** A choice under a reply; what he has pressed is seen under the same reply. */
async function offersButtons({ desk, customer, shot }: Walk): Promise<void> {
  await desk.offer('Какой отложить?', 'Серый')
  await expect
    .poll(() =>
      customer
        .got()
        .at(-1)
        ?.buttons.flat()
        .map(({ label }) => label),
    )
    .toEqual(['Серый'])
  await customer.act({ kind: 'press', messageId: customer.got().at(-1)?.id ?? '', button: 'Серый' })
  await expect(desk.stream).toContainText('Клиент нажал кнопку «Серый»')
  await shot('buttons')
}

async function exchangesFiles({ desk, customer, shot }: Walk): Promise<void> {
  const file = { name: 'photo.png', mediaType: 'image/png', base64: inBase64(picture) }
  await customer.act({ kind: 'picture', file, text: 'Вот такой' })
  const contract = { name: 'Договор.pdf', mediaType: 'application/pdf', base64: inBase64(paper) }
  await customer.act({ kind: 'file', file: contract, text: '' })
  await expect(desk.bubble('Вот такой').getByRole('button', { name: /^Открыть/ })).toBeVisible()
  await expect(desk.stream.getByText('Договор.pdf').first()).toBeVisible()
  await desk.attach('plaid.png', 'image/png', picture)
  await desk.reply('Посмотрите')
  await expect.poll(() => customer.heard()).toContain('picture')
  await desk.attach('price.pdf', 'application/pdf', paper)
  await desk.reply('И цены')
  await expect.poll(() => customer.heard()).toContain('file')
  await shot('files')
}

/** The operator's voice as the customer's phone has it, and the same sound back from him. */
async function speaks({ desk, customer, shot }: Walk): Promise<void> {
  const before = customer.got().length
  await desk.speak()
  await expect.poll(() => customer.got().length).toBeGreaterThan(before)
  const said = customer.got().at(-1)?.file
  // Viber takes a sound as a file like any other, and gives its bots none.
  expect(said?.kind).toBe(desk.messenger === 'viber' ? 'file' : 'voice')
  if (!customer.can('voice')) return
  const heard = customer.phone.file(said?.id ?? '')
  expect(heard?.bytes.subarray(0, 4).toString()).toBe('OggS')
  const sound = { name: 'voice.ogg', mediaType: 'audio/ogg', base64: inBase64(heard?.bytes ?? Buffer.alloc(0)) }
  await customer.act({ kind: 'voice', file: sound, seconds: 2 })
  await expect(desk.stream.locator('.msg:not(.msg-out)').getByRole('button', { name: /^Слушать/ })).toBeVisible()
  await shot('voice')
}

/** Under a page of the community: answered for all to see, then in private. */
async function comments({ desk, customer, shot }: Walk): Promise<void> {
  if (!customer.can('comment')) return
  const { page } = desk
  await customer.act({ kind: 'comment', text: 'А доставка в Казань есть?' })
  await desk.take('А доставка в Казань есть?')
  await expect(desk.stream).toContainText('открыто комментарием')
  await expect(page.getByLabel('Ответ клиенту')).toHaveAttribute('placeholder', /увидят все/)
  await desk.reply('Да, 390 ₽')
  await expect.poll(() => customer.got().find(({ text }) => text === 'Да, 390 ₽')?.place ?? null).not.toBeNull()
  await shot('comment')
  await page.getByRole('button', { name: 'Ответить в личные сообщения' }).click()
  await expect(page.getByLabel('Ответ клиенту')).toHaveAttribute('placeholder', /^Ответ: /)
}

async function suffers({ desk, customer }: Walk): Promise<void> {
  customer.phone.breaks('slowDown', 1)
  await desk.reply('После паузы')
  // A messenger that names no pause is left alone for seconds.
  const heard = () => customer.heard().filter((text) => text === 'После паузы').length
  await expect.poll(heard, { timeout: 30_000 }).toBe(1)
  await customer.act({ kind: 'block' })
  await desk.reply('Вы здесь?').catch(() => undefined)
  await expect(desk.stream).toContainText(/заблокировал бота|не доставлено/i)
  expect(customer.heard()).not.toContain('Вы здесь?')
}

async function disconnects(desk: AdministratorDesk, shot: Walk['shot']): Promise<void> {
  const { page, card } = desk
  await desk.showChannels()
  await card.getByRole('button', { name: 'Отключить' }).click()
  await shot('disconnect')
  await page.getByRole('button', { name: 'Не отключать' }).click()
  await expect(card).toContainText(/Работает/)
  await card.getByRole('button', { name: 'Отключить' }).click()
  await page.getByRole('button', { name: 'Отключить канал' }).click()
  await expect(card).toContainText('Отключён')
  await desk.show('mine')
  await desk.rows.first().click()
  await expect(page.getByText(/Канал «.+» отключён/)).toBeVisible()
}

test('Web chat: put on a site, talked in, disconnected', async ({ page }) => {
  test.setTimeout(120_000)
  const desk = new AdministratorDesk(page, 'web')
  const shot = (name: string) => page.screenshot({ path: `out/messengers/web-${name}.png` })
  await desk.enter(company)
  await putsOnSite(desk, shot)
  const site = await tryPage(desk)
  await talksOnSite(desk, site)
  await shot('stream')
  await site.screenshot({ path: 'out/messengers/web-site.png' })
  await disconnects(desk, shot)
})

async function putsOnSite(desk: AdministratorDesk, shot: Walk['shot']): Promise<void> {
  const { page, card } = desk
  await desk.showChannels()
  await card.getByRole('button', { name: 'Подключить' }).click()
  await page.getByLabel(/^Сайты, где чат может работать/).fill('магазин')
  await page.getByRole('button', { name: 'Сохранить и включить' }).click()
  await expect(page.getByText('Не похоже на адрес сайта: магазин')).toBeVisible()
  await shot('wrong-site')
  await page.getByLabel(/^Сайты, где чат может работать/).fill('https://shop.example')
  await page.getByRole('button', { name: 'Сохранить и включить' }).click()
  await expect(card).toContainText('Работает')
  await shot('connected')
}

/** Where the chat can be tried before it stands on any site. */
async function tryPage({ page }: AdministratorDesk): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Проверить на странице' }).click()
  const site = await opened
  await site.getByRole('button', { name: /^Открыть чат/ }).click()
  return site
}

async function talksOnSite(desk: AdministratorDesk, site: Page): Promise<void> {
  const log = site.getByRole('log')
  const words = site.getByRole('textbox', { name: 'Сообщение' })
  await words.fill('Есть плед цвета шалфея?')
  await words.press('Enter')
  await desk.page.bringToFront()
  await desk.take('Есть плед цвета шалфея?')
  await desk.reply('Да, три штуки')
  await expect(log).toContainText('Да, три штуки')
  await site.bringToFront()
  await expect(desk.bubble('Да, три штуки')).toContainText('Прочитано')
  await desk.page.bringToFront()
  await desk.offer('Какой отложить?', 'Серый')
  await log.getByRole('button', { name: 'Серый' }).click()
  await expect(desk.stream).toContainText('Клиент нажал кнопку «Серый»')
  await site.locator('input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: picture })
  await expect(site.getByRole('list', { name: 'Файлы' })).toContainText('загружен')
  await words.fill('Вот такой')
  await words.press('Enter')
  await expect(desk.bubble('Вот такой').getByRole('button', { name: /^Открыть/ })).toBeVisible()
  await desk.page.bringToFront()
  await desk.attach('price.pdf', 'application/pdf', paper)
  await desk.reply('И цены')
  await expect(log).toContainText('price.pdf')
  await desk.speak()
  await log.getByRole('button', { name: /^Воспроизвести/ }).click()
  await expect
    .poll(() => log.locator('audio').evaluate((audio: HTMLAudioElement) => audio.duration))
    .toBeGreaterThan(0.5)
}
