import type { Locator, Page } from '@playwright/test'
import type { Messenger } from '#protocol/channel'
import { administrator, HubProcess } from '../blackbox/hub-process'
import { someAccounts, somePeople } from '../phones/accounts'
import { DeskPage } from './desk-page'
import { FakeMessengers } from './fake-messengers/fake-messengers'
import type { PhoneAct, PhoneMessage, PhonePerson, PhoneSide } from './fake-messengers/phone'

export const messengerNames: Readonly<Record<Messenger, string>> = {
  ...{ web: 'Чат на сайте', telegram: 'Telegram', vk: 'VK', whatsapp: 'WhatsApp', viber: 'Viber', max: 'MAX' },
}

/** The labels of the form's fields, by their names. */
const labels: Readonly<Record<string, RegExp>> = {
  token: /^(Токен бота|Ключ сообщества|Постоянный токен)/,
  ...{ phoneNumberId: /^Phone number ID/, accountId: /^WhatsApp Business Account ID/, appSecret: /^App secret/ },
  baseUrl: /^Адрес API/,
}

const startedAt = 1_790_000_000

/** One company for all walks: its hub at a public address, and one account at each messenger. */
export class MessengerCompany {
  readonly hub = new HubProcess()
  readonly phones: ReadonlyMap<Messenger, PhoneSide>
  readonly #fakes: FakeMessengers

  private constructor(fakes: FakeMessengers) {
    this.#fakes = fakes
    this.phones = someAccounts(fakes, startedAt)
  }

  static async start(): Promise<MessengerCompany> {
    const company = new MessengerCompany(await FakeMessengers.start())
    await company.hub.choosePort()
    await company.hub.start({ PULT_PUBLIC_URL: company.hub.url })
    return company
  }

  async stop(): Promise<void> {
    await this.hub.stop()
    await this.#fakes.stop()
  }
}

/** The administrator at a browser; he connects a messenger and answers in it himself. */
export class AdministratorDesk extends DeskPage {
  constructor(
    page: Page,
    readonly messenger: Messenger,
  ) {
    super(page)
  }

  async enter({ hub }: MessengerCompany): Promise<void> {
    await this.page.goto(hub.url)
    await this.signIn(administrator.login, administrator.password)
  }

  async showChannels(): Promise<void> {
    await this.page.keyboard.press('Control+Comma')
    await this.page
      .getByRole('navigation', { name: 'Настройки' })
      .getByRole('button', { name: /^Каналы/ })
      .click()
  }

  /** Of the messenger before it is connected, of the channel then: they are called alike everywhere. */
  get card(): Locator {
    const mark = this.page.getByRole('img', { name: messengerNames[this.messenger], exact: true })
    const connected = this.page.getByRole('article').filter({ has: mark })
    return this.page.getByRole('article', { name: messengerNames[this.messenger], exact: true }).or(connected)
  }

  /** What is typed to connect it. */
  async fill(values: Readonly<Record<string, unknown>>): Promise<void> {
    if (!(await this.page.getByLabel(/^Адрес API/).isVisible()))
      await this.page.getByText('Дополнительно', { exact: true }).click()
    for (const [name, label] of Object.entries(labels)) {
      const value = values[name]
      if (typeof value === 'string') await this.page.getByLabel(label).fill(value)
    }
  }

  async take(words: string): Promise<void> {
    await this.show('unassigned')
    await this.openRow(words)
    await this.page.getByRole('button', { name: 'Взять', exact: true }).click()
  }

  async attach(name: string, mimeType: string, buffer: Buffer): Promise<void> {
    await this.page.locator('.composer input[type="file"]').setInputFiles({ name, mimeType, buffer })
  }

  /** A reply with one button to press. */
  async offer(text: string, label: string): Promise<void> {
    await this.page.getByLabel('Ответ клиенту').fill(text)
    await this.page.getByRole('button', { name: 'Кнопка под ответом' }).click()
    await this.page.getByLabel('Надпись на кнопке 1').fill(label)
    await this.page.getByRole('button', { name: 'Отправить' }).click()
  }

  async speak(): Promise<void> {
    await this.page.getByRole('button', { name: 'Записать голос' }).click()
    await this.page.getByRole('timer').filter({ hasText: '0:01' }).waitFor()
    await this.page.getByRole('button', { name: 'Готово' }).click()
    await this.page.getByRole('list', { name: 'Вложения ответа' }).getByText('voice.ogg').waitFor()
    await this.page.getByRole('button', { name: 'Отправить' }).click()
  }
}

/** A customer with the messenger in his hand. */
export class Customer {
  readonly phone: PhoneSide
  readonly #person: PhonePerson

  constructor(company: MessengerCompany, messenger: Messenger) {
    const phone = company.phones.get(messenger)
    const [person] = somePeople(startedAt)
    if (phone === undefined || person === undefined) throw new Error(`nobody has ${messenger}`)
    this.phone = phone
    this.#person = person
  }

  can(act: PhoneAct['kind']): boolean {
    return this.phone.acts.includes(act)
  }

  act(act: PhoneAct): Promise<void> {
    return this.phone.act(this.#person, act)
  }

  /** What the company has sent him. */
  got(): readonly PhoneMessage[] {
    return this.phone.chat(this.#person).filter(({ from }) => from === 'company')
  }

  /** The same in short: the words, or what it is. */
  heard(): readonly string[] {
    return this.got().map(({ text, file }) => (file === null ? text : file.kind))
  }
}
