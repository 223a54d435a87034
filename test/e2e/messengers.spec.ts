import { expect, type Locator, type Page } from '@playwright/test'
import type { Messenger } from '#protocol/channel'
import { administrator, HubProcess } from '../blackbox/hub-process'
import { someAccounts, somePeople } from '../phones/accounts'
import { aPng } from '../support/a-png'
import { test } from '../support/app-test'
import { DeskPage } from '../support/desk-page'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import type { PhoneAct, PhonePerson, PhoneSide } from '../support/fake-messengers/phone'

test.use({ locale: 'ru-RU', timezoneId: 'Europe/Moscow', viewport: { width: 1280, height: 800 } })

const names: Readonly<Record<Messenger, string>> = {
  ...{ web: 'Чат на сайте', telegram: 'Telegram', vk: 'VK', whatsapp: 'WhatsApp', viber: 'Viber', max: 'MAX' },
}

/** The labels of the form's fields, by their names. */
const labels: Readonly<Record<string, RegExp>> = {
  token: /^(Токен бота|Ключ сообщества|Постоянный токен)/,
  ...{ phoneNumberId: /^Phone number ID/, accountId: /^WhatsApp Business Account ID/, appSecret: /^App secret/ },
  baseUrl: /^Адрес API/,
}

const startedAt = 1_790_000_000
const paper = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2000, 'договор'), Buffer.from('\n%%EOF')])
const picture = aPng(320, 200)
const inBase64 = (bytes: Buffer) => bytes.toString('base64')

/** A hub with a public address, an administrator at a browser, and the phones of customers. */
class Stand {
  readonly hub = new HubProcess()
  readonly desk: DeskPage
  readonly #fakes: FakeMessengers
  readonly #phone: PhoneSide
  readonly #person: PhonePerson

  constructor(
    readonly page: Page,
    fakes: FakeMessengers,
    messenger: Messenger,
  ) {
    this.desk = new DeskPage(page)
    this.#fakes = fakes
    const [person] = somePeople(startedAt)
    const phone = someAccounts(fakes, startedAt).get(messenger)
    if (phone === undefined || person === undefined) throw new Error(`nobody has ${messenger}`)
    this.#phone = phone
    this.#person = person
  }

  get phone(): PhoneSide {
    return this.#phone
  }

  async open(): Promise<void> {
    await this.hub.choosePort()
    await this.hub.start({ PULT_PUBLIC_URL: this.hub.url })
    await this.page.goto(this.hub.url)
    await this.desk.signIn(administrator.login, administrator.password)
  }

  async close(): Promise<void> {
    await this.hub.stop()
    await this.#fakes.stop()
  }

  can(act: PhoneAct['kind']): boolean {
    return this.#phone.acts.includes(act)
  }

  act(act: PhoneAct): Promise<void> {
    return this.#phone.act(this.#person, act)
  }

  /** What the company has sent, as he sees it. */
  heard(): readonly string[] {
    const theirs = this.#phone.chat(this.#person).filter(({ from }) => from === 'company')
    return theirs.map(({ text, file }) => (file === null ? text : file.kind))
  }

  card(name: string): Locator {
    return this.page.getByRole('article', { name })
  }

  async fill(values: Readonly<Record<string, unknown>>): Promise<void> {
    const more = this.page.getByText('Дополнительно', { exact: true })
    if (!(await this.page.getByLabel(/^Адрес API/).isVisible())) await more.click()
    for (const [name, label] of Object.entries(labels)) {
      const value = values[name]
      if (typeof value === 'string') await this.page.getByLabel(label).fill(value)
    }
  }

  async settings(): Promise<void> {
    await this.page.keyboard.press('Control+Comma')
    await this.page
      .getByRole('navigation', { name: 'Настройки' })
      .getByRole('button', { name: /^Каналы/ })
      .click()
  }
}

for (const messenger of ['telegram', 'vk', 'whatsapp', 'viber', 'max'] as const) {
  test(`${names[messenger]}: connected by a form, talked in, blocked, slowed down, disconnected`, async ({ page }) => {
    test.setTimeout(120_000)
    const stand = new Stand(page, await FakeMessengers.start(), messenger)
    try {
      await stand.open()
      const shot = (name: string) => page.screenshot({ path: `out/messengers/${messenger}-${name}.png` })
      await connects(stand, names[messenger], shot)
      await talks(stand, shot)
      await sendsFiles(stand)
      await suffers(stand)
      await disconnects(stand, shot)
    } finally {
      await stand.close()
    }
  })
}

type Shot = (name: string) => Promise<unknown>

async function connects(stand: Stand, name: string, shot: Shot): Promise<void> {
  const { page, phone } = stand
  await stand.settings()
  await stand.card(name).getByRole('button', { name: 'Подключить' }).click()
  await stand.fill({ ...phone.form, token: '123456:wrong-token-of-nobody-000000000000000' })
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(page.getByRole('alert').first()).toHaveText(/Бот не найден.*Ничего не сохранено/)
  await shot('wrong-token')
  await stand.fill(phone.form)
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(page.getByText('Токен авторизован')).toBeVisible()
  await shot('authorised')
  await page.getByRole('button', { name: 'Сохранить и включить' }).click()
  await expect(stand.card('Север Дом')).toContainText('Работает')
  await expect(stand.card('Север Дом')).toContainText('Отправьте себе сообщение')
  await shot('connected')
}

async function talks(stand: Stand, shot: Shot): Promise<void> {
  const { desk, page } = stand
  await stand.act({ kind: 'write', text: 'Есть плед цвета шалфея?', replyTo: null })
  await desk.show('unassigned')
  await desk.openRow('Есть плед цвета шалфея?')
  await page.getByRole('button', { name: 'Взять', exact: true }).click()
  await desk.reply('Да, три штуки')
  await expect.poll(() => stand.heard()).toEqual(['Да, три штуки'])
  await expect(desk.bubble('Да, три штуки')).toContainText(/Отправлено|Доставлено/)
  if (stand.can('read')) {
    await stand.act({ kind: 'read' })
    await expect(desk.bubble('Да, три штуки')).toContainText('Прочитано')
  }
  const file = { name: 'photo.png', mediaType: 'image/png', base64: inBase64(picture) }
  await stand.act({ kind: 'picture', file, text: 'Вот такой' })
  await expect(desk.bubble('Вот такой').getByRole('button', { name: /^Открыть/ })).toBeVisible()
  const contract = { name: 'Договор.pdf', mediaType: 'application/pdf', base64: inBase64(paper) }
  await stand.act({ kind: 'file', file: contract, text: '' })
  await expect(desk.stream.getByText('Договор.pdf').first()).toBeVisible()
  await shot('stream')
}

async function sendsFiles(stand: Stand): Promise<void> {
  const { page, desk } = stand
  const before = stand.heard().length
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'plaid.png', mimeType: 'image/png', buffer: picture })
  await desk.reply('Посмотрите')
  await expect.poll(() => stand.heard().slice(before).toSorted()).toEqual(expect.arrayContaining(['picture']))
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'price.pdf', mimeType: 'application/pdf', buffer: paper })
  await desk.reply('И цены')
  await expect.poll(() => stand.heard().slice(before)).toEqual(expect.arrayContaining(['file']))
}

async function suffers(stand: Stand): Promise<void> {
  const { desk, phone } = stand
  phone.breaks('slowDown', 1)
  await desk.reply('После паузы')
  await expect.poll(() => stand.heard().filter((text) => text === 'После паузы').length).toBe(1)
  await stand.act({ kind: 'block' })
  await desk.reply('Вы здесь?').catch(() => undefined)
  await expect(desk.stream).toContainText(/заблокировал бота|не доставлено/i)
  expect(stand.heard()).not.toContain('Вы здесь?')
}

async function disconnects(stand: Stand, shot: Shot): Promise<void> {
  const { page, desk } = stand
  await stand.settings()
  const card = stand.card('Север Дом')
  await card.getByRole('button', { name: 'Отключить' }).click()
  await shot('disconnect')
  await page.getByRole('button', { name: 'Не отключать' }).click()
  await expect(card).toContainText(/Работает/)
  await card.getByRole('button', { name: 'Отключить' }).click()
  await page.getByRole('button', { name: 'Отключить канал' }).click()
  await expect(card).toContainText('Отключён')
  await desk.show('mine')
  await desk.rows.first().click()
  await expect(page.getByText(/Канал «Север Дом» отключён/)).toBeVisible()
}
