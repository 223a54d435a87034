import type { Page } from '@playwright/test'
import { expect } from '../support/app-test'
import { DeskPage } from '../support/desk-page'
import { type Company, test } from '../support/desk-test'

test.use({ locale: 'ru-RU', timezoneId: 'Europe/Moscow' })

/** Who runs the shift: an employee who may change the distribution, in a browser. */
async function aSupervisor(company: Company, page: Page): Promise<void> {
  const rights = { role: 'employee', canSupervise: true, mayExceedLimit: false, takesPart: false, limit: null } as const
  const form = { name: 'Olga', login: 'olga', ...rights }
  const { link } = await company.chief.must<'operator.invite'>({ kind: 'operator.invite', form })
  await page.goto(link)
  await page.getByLabel('Новый пароль', { exact: true }).fill('a long enough password')
  await page.getByRole('button', { name: 'Сохранить и войти' }).click()
  await expect(new DeskPage(page).presence).toHaveAccessibleName(/В сети/)
}

const open = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Настройки' }).getByRole('button', { name }).click()

async function pick(page: Page, field: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name }).click()
}

test('a supervisor makes a group, gives it a channel, sets working hours, and is told who answers when', async ({
  company,
  page,
}) => {
  const ivan = await company.colleague('Ivan')
  const regina = await company.colleague('Regina')
  await aSupervisor(company, page)
  await page.keyboard.press('Control+Comma')

  await open(page, 'Группы')
  await page.getByRole('button', { name: 'Создать группу' }).click()
  await page.getByLabel('Название').fill('Возвраты')
  await pick(page, 'Добавить оператора', 'Ivan')
  await pick(page, 'Добавить оператора', 'Regina')
  await page.getByRole('button', { name: 'Выше: Regina' }).press('Enter')
  await page.getByLabel('Время на ответ, секунд').fill('45')
  await expect(page.getByRole('region', { name: 'Что произойдёт' })).toHaveText(
    /следующий по очереди из 2 операторов\. Не ответил за 45\sс — следующему/,
  )
  await page.getByLabel('Время на ответ, секунд').press('Enter')
  await expect(page.getByRole('row', { name: /^Возвраты 2 оператора: Regina, Ivan/ })).toBeVisible()

  await open(page, 'Кто получает')
  const site = page.getByRole('button', { name: 'Сайт' })
  await site.press('Enter')
  await page.keyboard.press('Escape')
  await expect(site).toBeFocused()
  await site.press('Enter')
  await pick(page, 'Какая группа', 'Возвраты')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByRole('row', { name: /Группа «Возвраты» Ждут открытия/ })).toBeVisible()

  await open(page, 'Рабочее время')
  await page.getByRole('radio', { name: /По расписанию/ }).click()
  await page.getByLabel('Пятница: до').fill('15')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByRole('button', { name: 'Кто отвечает' }).click()
  const preview = page.getByRole('region', { name: 'Кто отвечает' })
  await preview.getByRole('radio', { name: 'В другой момент' }).click()
  // A Friday.
  await preview.getByLabel('Дата и время').fill('2027-01-15')
  await preview.getByLabel('Время', { exact: true }).fill('14:30')
  await expect(preview.getByRole('listitem')).toHaveText(
    /Отвечает группа «Возвраты», до 15:00Сейчас в сети: Regina, Ivan/,
  )
  await preview.getByLabel('Время', { exact: true }).fill('15')
  await expect(preview.getByRole('listitem')).toHaveText(/Обращения ждут открытия, до пн, 9:00/)

  await page.getByRole('radio', { name: /Днём и ночью/ }).click()
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Есть несохранённые правки')).toBeHidden()
  await company.customer().write('Хочу вернуть')
  const mine = { kind: 'conversations.list', section: 'mine', after: null, limit: 100 } as const
  await expect
    .poll(async () => {
      const those = await Promise.all([regina, ivan].map((one) => one.ask<'conversations.list'>(mine)))
      return those.map(({ rows }) => rows.length)
    })
    .toEqual([1, 0])
})
