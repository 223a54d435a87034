import { expect, type Page } from '@playwright/test'
import { invite } from '../blackbox/company'
import { DeskPage } from './desk-page'
import type { Company } from './desk-test'

/** Opens the one-time link of an invitation in a browser, chooses a password and goes on duty. */
export async function join(company: Company, page: Page, name: string): Promise<DeskPage> {
  await page.goto(await invite(company.chief, name))
  await page.getByLabel('Новый пароль', { exact: true }).fill('a long enough password')
  await page.getByRole('button', { name: 'Сохранить и войти' }).click()
  const desk = new DeskPage(page)
  await expect(desk.presence).toHaveAccessibleName(/В сети/)
  return desk
}
