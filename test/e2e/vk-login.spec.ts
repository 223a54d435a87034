import { expect, type Page } from '@playwright/test'
import { administrator, HubProcess } from '../blackbox/hub-process'
import { test } from '../support/app-test'
import { DeskPage } from '../support/desk-page'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'

test.use({ locale: 'ru-RU', timezoneId: 'Europe/Moscow', viewport: { width: 1280, height: 800 } })

async function openConnection(page: Page, baseUrl: string): Promise<void> {
  await page.keyboard.press('Control+Comma')
  const pages = page.getByRole('navigation', { name: 'Настройки' })
  await pages.getByRole('button', { name: /^Каналы/ }).click()
  await page.getByRole('article', { name: 'VK' }).getByRole('button', { name: 'Подключить' }).click()
  await page.getByText('Дополнительно', { exact: true }).click()
  await page.getByLabel(/^Адрес API/).fill(baseUrl)
}

test('VK: an administrator logs in, chooses his community in the browser, and it is connected', async ({ page }) => {
  const fakes = await FakeMessengers.start()
  const hub = new HubProcess()
  const shot = (name: string, of = page) => of.screenshot({ path: `out/messengers/vk-login-${name}.png` })
  try {
    await hub.start()
    const communities = ['Север Дом', 'Север Дом: опт'].map((name) => fakes.vk.addCommunity({ name }))
    fakes.vk.login.person.communities.push(...communities.map(({ id }) => id))
    const app = fakes.vk.login.addApp(`${hub.url}/login/vk`)
    await page.goto(hub.url)
    await new DeskPage(page).signIn(administrator.login, administrator.password)
    await openConnection(page, fakes.vk.baseUrl)

    await shot('no-app')
    await page.getByRole('button', { name: 'Настроить вход' }).click()
    await expect(page.getByText(`${hub.url}/login/vk`)).toBeVisible()
    await page.getByLabel('ID приложения').fill(app.id)
    await page.getByLabel(/^Защищённый ключ/).fill(app.secret)
    await shot('app')
    await page.getByRole('button', { name: 'Сохранить приложение' }).click()

    const [browser] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Войти через VK' }).click(),
    ])
    await expect(browser.getByRole('heading', { name: 'Какое сообщество подключить?' })).toBeVisible()
    await shot('waiting')
    await shot('choose', browser)
    await browser.getByRole('link', { name: /Север Дом: опт/ }).click()
    await expect(browser.getByRole('heading', { name: 'Готово, вернитесь в Pult' })).toBeVisible()
    await shot('done', browser)
    await browser.close()

    await expect(page.getByText('Вход выполнен: Север Дом: опт.')).toBeVisible()
    await expect(page.getByText('Токен авторизован')).toBeVisible()
    await shot('authorised')
    await page.getByRole('button', { name: 'Сохранить и включить' }).click()
    await expect(page.getByRole('article', { name: 'Север Дом: опт' })).toContainText('Работает')
  } finally {
    await hub.stop()
    await fakes.stop()
  }
})
