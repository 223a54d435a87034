import { chromiumArguments, findChromium } from '../../build/chromium.mjs'
import { expect } from '../support/app-test'
import { test } from '../support/desk-test'
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

test('an operator speaks into the microphone, and the customer hears a voice message in his messenger', async ({
  company,
  page,
}) => {
  const fakes = await FakeMessengers.start()
  try {
    const bot = fakes.telegram.addBot()
    const { token } = bot.profile
    await company.connects({ messenger: 'telegram', token, mode: 'polling', baseUrl: fakes.telegram.baseUrl })
    const desk = await join(company, page, 'Regina')
    const anna = { id: 5001, first_name: 'Анна' }
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
    await expect(desk.stream.getByText(/0:0[23]/)).toBeVisible()
    await bot.until(() => bot.calls.some(({ method }) => method === 'sendVoice'))
  } finally {
    await fakes.stop()
  }
})
