import { chromiumArguments, findChromium } from '../../build/chromium.mjs'
import { aPng } from '../support/a-png'
import { expect } from '../support/app-test'
import { type Company, test } from '../support/desk-test'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import { join } from '../support/join'

const executablePath = findChromium()

/** A microphone that hums. */
const hum = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

test.use({
  locale: 'ru-RU',
  permissions: ['microphone'],
  launchOptions: { args: [...chromiumArguments, ...hum], ...(executablePath === null ? {} : { executablePath }) },
})

let fakes: FakeMessengers

test.beforeEach(async () => {
  fakes = await FakeMessengers.start()
})

test.afterEach(() => fakes.stop())

/** A bot of Telegram, and what its phone side sees. */
async function connected(company: Company) {
  const bot = fakes.telegram.addBot()
  const { token } = bot.profile
  await company.connects({ messenger: 'telegram', token, mode: 'polling', baseUrl: fakes.telegram.baseUrl })
  return { bot }
}

const anna = { id: 5001, first_name: 'Анна' }

test('an operator speaks into the microphone, and the customer hears a voice message in his messenger', async ({
  company,
  page,
}) => {
  const { bot } = await connected(company)
  const desk = await join(company, page, 'Regina')
  bot.userWrites(anna, 'Перезвоните мне')
  await desk.openRow('Перезвоните мне')
  await page.getByRole('button', { name: 'Записать голос' }).click()
  await expect(page.getByRole('timer')).toHaveText('0:01')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('timer')).toBeHidden()
  await page.getByRole('button', { name: 'Записать голос' }).click()
  await expect(page.getByRole('timer')).toHaveText('0:02')
  await page.getByRole('button', { name: 'Готово' }).click()
  const chips = page.getByRole('list', { name: 'Вложения ответа' })
  await expect(chips.getByText('voice.ogg')).toBeVisible()
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(desk.stream.getByText('Отправлено')).toBeVisible()
  await expect(desk.stream.getByText(/^0:0[23]$/)).toBeVisible()
  await bot.until(() => bot.calls.some(({ method }) => method === 'sendVoice'))
})

test('a large picture leaves smaller when the operator asks for it, and only then', async ({ company, page }) => {
  const { bot } = await connected(company)
  const desk = await join(company, page, 'Regina')
  bot.userWrites(anna, 'Пришлите план')
  await desk.openRow('Пришлите план')
  const plan = { name: 'plan.png', mimeType: 'image/png', buffer: aPng(3000, 1000, undefined, 0) }
  await page.locator('.composer input[type=file]').setInputFiles([plan])
  const chips = page.getByRole('list', { name: 'Вложения ответа' })
  await expect(chips.getByText('plan.png')).toBeVisible()
  await chips.getByRole('button', { name: 'Уменьшить' }).click()
  await expect(chips.getByText('plan.jpg')).toBeVisible()
  await expect(chips.getByRole('button', { name: /Вернуть/ })).toBeVisible()
  await page.getByRole('button', { name: 'Отправить' }).click()
  await bot.until(() =>
    bot.calls.some(({ method, fileNames }) => method === 'sendPhoto' && fileNames.includes('plan.jpg')),
  )
})
