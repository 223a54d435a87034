import { expect, type Page } from '@playwright/test'
import { aChief, invite, operatorPassword } from '../blackbox/company'
import { acceptInvitation } from '../blackbox/http'
import { administrator, HubProcess } from '../blackbox/hub-process'
import type { OperatorPlayer } from '../blackbox/operator'
import { expectAccessible, test } from '../support/app-test'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import type { FakeNumber } from '../support/fake-messengers/whatsapp/number'
import type { FakeUser } from '../support/fake-messengers/whatsapp/people'

// A small laptop late in the evening: where the least room is, and contrast is hardest.
const small = { viewport: { width: 1024, height: 700 }, colorScheme: 'dark' } as const
const wide = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' } as const
test.use({ locale: 'en-GB', timezoneId: 'Europe/Moscow', ...small })

const hourMs = 3_600_000
const vera: FakeUser = { phone: '79991234567', name: 'Vera Orlova', userId: 'RU.1' }
const pyotr: FakeUser = { phone: '79991234568', name: 'Pyotr Ilyin', userId: 'RU.2' }
const body = 'Hello, {{1}}! Your order {{2}} is ready. We are open until nine.'

async function aNumber(hub: HubProcess, fakes: FakeMessengers, chief: OperatorPlayer): Promise<FakeNumber> {
  const number = fakes.whatsApp.addNumber({ name: 'Sever Dom' })
  number.templates.addApproved('order_ready', 'en', [
    { type: 'BODY', text: body, example: { body_text: [['Anna', 'A-17']] } },
    { type: 'FOOTER', text: 'Sever Dom' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Thank you' }] },
  ])
  number.templates.addApproved('we_are_back', 'en', [{ type: 'BODY', text: 'We are open again and happy to help.' }])
  const { phoneNumberId, accountId, token, appSecret } = number.profile
  const form = { messenger: 'whatsapp', phoneNumberId, accountId, token, appSecret, apiVersion: 'v23.0' } as const
  await chief.must<'channel.connect'>({
    ...{ kind: 'channel.connect', name: 'WhatsApp', receiver: null },
    form: { ...form, baseUrl: fakes.whatsApp.baseUrl },
  })
  await number.until(() => number.override !== null)
  expect(number.override?.url).toContain(hub.url)
  return number
}

const writes = (number: FakeNumber, user: FakeUser, text: string, agoMs: number) =>
  number.says(user, { type: 'text', text: { body: text }, timestamp: String(Math.floor((Date.now() - agoMs) / 1000)) })

class Stand {
  readonly #stop: () => Promise<void>

  private constructor(
    readonly page: Page,
    readonly number: FakeNumber,
    readonly chief: OperatorPlayer,
    readonly hub: HubProcess,
    readonly pictures: string,
    stop: () => Promise<void>,
  ) {
    this.#stop = stop
  }

  static async open(page: Page, pictures = ''): Promise<Stand> {
    const [hub, fakes] = [new HubProcess(), await FakeMessengers.start()]
    await hub.choosePort()
    await hub.start({ PULT_PUBLIC_URL: hub.url })
    const chief = await aChief(hub)
    const number = await aNumber(hub, fakes, chief)
    return new Stand(page, number, chief, hub, pictures, async () => {
      chief.close()
      await hub.stop()
      await fakes.stop()
    })
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.page.goto(this.hub.url)
    await this.page.getByLabel('Login').fill(login)
    await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(this.page.getByRole('button', { name: /^Your status/ })).toBeVisible()
  }

  async take(words: string): Promise<void> {
    const sections = this.page.getByRole('navigation')
    await sections.getByRole('button', { name: /^Unassigned/ }).click()
    await this.page.getByRole('option').filter({ hasText: words }).click()
    await this.page.getByRole('button', { name: 'Take', exact: true }).click()
  }

  async settings(page: RegExp): Promise<void> {
    await this.page.keyboard.press('Control+Comma')
    await this.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: page }).click()
  }

  /** A picture, and what a screen reader or a keyboard would stumble over in it. */
  async look(name: string): Promise<void> {
    await this.page.screenshot({ path: `out/messengers/whatsapp-${this.pictures}${name}.png` })
    await expectAccessible(this.page)
  }

  close(): Promise<void> {
    return this.#stop()
  }
}

test('WhatsApp outside its window: a closed composer, the time that is left, templates instead', async ({ page }) => {
  const stand = await Stand.open(page)
  try {
    const { number } = stand
    writes(number, vera, 'Is my order ready?', 25.5 * hourMs)
    writes(number, pyotr, 'Are you there?', 23.5 * hourMs - 20_000)
    await stand.signIn(administrator.login, administrator.password)
    await stand.take('Are you there?')
    await expect(page.getByText('Reply window: 30')).toBeVisible()
    await stand.look('closes')
    await stand.take('Is my order ready?')
    await expect(page.getByText('The reply window closed 1')).toBeVisible()
    await expect(page.getByLabel('Reply to the contact')).not.toBeEditable()
    await stand.look('closed')
    await page.getByRole('button', { name: 'Choose a template' }).click()
    const picker = page.getByRole('dialog', { name: 'Send a template' })
    await expect(picker.getByRole('button', { name: /order_ready/ })).toBeVisible()
    await stand.look('choice')
    await picker.getByRole('button', { name: /order_ready/ }).click()
    await stand.look('fill')
    await picker.getByLabel('Text, 1').fill('Vera')
    await picker.getByLabel('Text, 2').fill('A-42')
    await picker.getByRole('button', { name: 'Send', exact: true }).click()
    const sent = 'Hello, Vera! Your order A-42 is ready. We are open until nine.\nSever Dom'
    await expect.poll(() => number.seenBy(vera).map(({ text }) => text)).toEqual([sent])
    await expect(picker).toBeHidden()
    await stand.look('sent')
    writes(number, vera, 'I am coming', 0)
    await expect(page.getByText(/Reply window: (24|23)/)).toBeVisible()
    await expect(page.getByLabel('Reply to the contact')).toBeEditable()
  } finally {
    await stand.close()
  }
})

async function writesTemplates(stand: Stand): Promise<void> {
  const { number, page } = stand
  const link = await invite(stand.chief, 'Regina', { canSupervise: true })
  await acceptInvitation(stand.hub.url, link, operatorPassword, 'regina-first')
  await stand.signIn('regina', operatorPassword)
  await stand.settings(/^Message templates/)
  await stand.look('page')
  await page.getByRole('button', { name: /^WhatsApp/ }).click()
  await page.getByText('order_ready').waitFor()
  await stand.look('list')
  await page.getByRole('button', { name: 'New template' }).click()
  await stand.look('editor')
  await page.getByLabel('Name').fill('Order come')
  await page.getByLabel('Text', { exact: true }).fill('{{1}}, your order is here.')
  await page.getByRole('button', { name: 'Link', exact: true }).click()
  await page.getByRole('button', { name: 'Submit for review' }).click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await stand.look('wrong')
  await page.getByLabel('Name').fill('order_come')
  await page.getByLabel('Text', { exact: true }).fill('Hello {{1}}, your order is here.')
  await page.getByLabel('Example for 1').fill('Anna')
  await page.getByLabel('Label').fill('Track')
  await page.getByLabel('Address').fill('https://shop.example/orders')
  await page.getByText('What the contact will see').scrollIntoViewIfNeeded()
  await stand.look('right')
  await page.getByRole('button', { name: 'Submit for review' }).click()
  await expect(page.getByText('In review')).toBeVisible()
  expect(number.templates.all.map(({ name }) => name)).toContain('order_come')
  await stand.look('submitted')
}

for (const [name, look] of Object.entries({ small, wide })) {
  test.describe(`templates on a ${name} screen`, () => {
    test.use(look)

    test('are written by who runs the shift, refused before Meta sees them, submitted', async ({ page }) => {
      const stand = await Stand.open(page, `${name}-`)
      try {
        await writesTemplates(stand)
      } finally {
        await stand.close()
      }
    })
  })
}
