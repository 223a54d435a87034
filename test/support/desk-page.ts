import { expect, type Locator, type Page } from '@playwright/test'
import type { Section } from '#protocol/conversation'
import { operatorPassword } from '../blackbox/company'

const sectionNames: Record<Section, string> = {
  mine: 'Мои',
  unassigned: 'Нераспределённые',
  others: 'Другие',
  closed: 'Закрытые',
}

/** The operator's screen in the words of its user, whatever window or browser it is in. */
export class DeskPage {
  constructor(readonly page: Page) {}

  async signIn(name: string, password: string = operatorPassword): Promise<void> {
    await this.page.getByLabel('Логин').fill(name.toLowerCase())
    await this.page.getByLabel('Пароль', { exact: true }).fill(password)
    await expect(this.page.getByRole('checkbox', { name: 'Сразу начать смену' })).toBeChecked()
    await this.page.getByRole('button', { name: 'Войти', exact: true }).click()
    await expect(this.presence).toHaveAccessibleName(/В сети/)
  }

  get presence(): Locator {
    return this.page.getByRole('button', { name: 'Ваш статус' })
  }

  /** The link band: shown while there is no link. */
  get band(): Locator {
    return this.page.getByRole('status').filter({ hasText: 'Нет связи с сервером с ' })
  }

  async show(section: Section): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(`^${sectionNames[section]}`) })
      .click()
  }

  get rows(): Locator {
    return this.page.getByRole('option')
  }

  /** A conversation in the list, by words of its row. */
  row(words: string): Locator {
    return this.rows.filter({ hasText: words })
  }

  async openRow(words: string): Promise<void> {
    await this.row(words).click()
    await expect(this.stream).toBeVisible()
  }

  /** Looks for words in everything that is held; gives what was found, as it is shown, and leaves the search. */
  async search(words: string): Promise<readonly string[]> {
    await this.page.getByRole('button', { name: 'Искать в списке' }).click()
    await this.page.getByRole('searchbox').fill(words)
    const found = this.page.getByRole('list', { name: 'Сообщения' }).getByRole('listitem')
    await found.first().waitFor()
    const texts = await found.allInnerTexts()
    await this.page.getByRole('searchbox').press('Escape')
    return texts
  }

  get stream(): Locator {
    return this.page.getByRole('log', { name: 'Лента диалога' })
  }

  bubble(text: string): Locator {
    return this.stream.locator('.bubble').filter({ hasText: text })
  }

  async reply(text: string): Promise<void> {
    await this.page.getByLabel('Ответ клиенту').fill(text)
    await this.page.getByLabel('Ответ клиенту').press('Enter')
  }
}
