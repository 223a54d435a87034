import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type PreviewServer, preview } from 'vite'
import { still } from '../support/still'

const configFile = 'build/vite.gallery.config.ts'

interface Gallery {
  readonly address: string
}

/** The real renderer over a workspace in memory, served under the content policy of the app. */
const test = base.extend<{ readonly noViolations: undefined }, { readonly gallery: Gallery }>({
  gallery: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const server: PreviewServer = await preview({ configFile, logLevel: 'error', preview: { port: 0 } })
      await use({ address: server.resolvedUrls?.local[0] ?? '' })
      await server.close()
    },
    { scope: 'worker' },
  ],
  noViolations: [
    async ({ page }, use) => {
      const seen: string[] = []
      await page.exposeFunction('violated', (what: string) => seen.push(what))
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => {
          Reflect.get(window, 'violated')(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`)
        })
      })
      await use(undefined)
      expect(seen).toEqual([])
    },
    { auto: true },
  ],
})

// The longest file: its pages share nothing, so every worker takes what is left of it.
test.describe.configure({ mode: 'parallel' })

interface Look {
  readonly theme?: 'light' | 'dark'
  readonly lang?: 'ru' | 'en'
  readonly width?: number
  readonly height?: number
  readonly query?: string
}

async function open(page: Page, gallery: Gallery, look: Look = {}): Promise<void> {
  const { theme = 'light', lang = 'ru', width = 1280, height = 800, query = '' } = look
  await page.setViewportSize({ width, height })
  await page.goto(`${gallery.address}?theme=${theme}&lang=${lang}&${query}`)
  await page.locator('#root > *').first().waitFor()
}

/** What a screen reader or a keyboard would stumble over; Base UI's focus guards are its own affair. */
async function expectAccessible(page: Page): Promise<void> {
  await still(page)
  const { violations } = await new AxeBuilder({ page }).exclude('[data-base-ui-focus-guard]').analyze()
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target} ${html}`).join(' | ')}`,
  )
  expect(told).toEqual([])
}

const openMarina = (page: Page) => page.locator('#row-c-marina').click()
const openSettings = async (page: Page, name: RegExp) => {
  await page.keyboard.press('Control+Comma')
  await page.locator('.settings-nav').getByRole('button', { name }).click()
}

const screens: readonly {
  readonly name: string
  readonly query?: string
  readonly act?: (page: Page) => Promise<void>
}[] = [
  { name: 'sections and list' },
  { name: 'a conversation with its panel', act: openMarina },
  { name: 'no connection', query: 'state=offline', act: openMarina },
  { name: 'offline by choice', query: 'state=away&density=compact' },
  { name: 'a new company', query: 'state=empty' },
  { name: 'sign-in', query: 'state=signedOut' },
  { name: 'the first sign-in', query: 'state=signedOut&hub=none' },
  {
    name: 'search',
    act: async (page) => {
      await page.keyboard.press('Control+Shift+F')
      await page.getByRole('searchbox').fill('дост')
      await page.locator('mark').first().waitFor()
    },
  },
  {
    name: 'the palette',
    act: async (page) => {
      await page.keyboard.press('Control+K')
      await page.getByRole('combobox').fill('кол')
      await page
        .getByRole('option', { selected: true })
        .or(page.locator('.palette-item[data-highlighted]'))
        .first()
        .waitFor()
    },
  },
  {
    name: 'the keys',
    act: async (page) => {
      await page.keyboard.press('Control+Slash')
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'channels', act: (page) => openSettings(page, /^(Каналы|Channels)/) },
  {
    name: 'a link being written',
    act: async (page) => {
      await openSettings(page, /^(Каналы|Channels)/)
      const channel = page.getByRole('article', { name: 'Сайт «Север Дом»' })
      await channel.getByRole('button', { name: /^(Настроить|Configure)/ }).click()
      await page.getByRole('button', { name: /^(Ссылки|Links)$/ }).click()
      await page.getByRole('button', { name: /^(Новая ссылка|New link)$/ }).click()
      await page.getByRole('textbox', { name: /^(Вопрос клиента|The customer’s question)/ }).fill('Здравствуйте')
      await page.getByText(/^(Добавьте|Add) \{\{(номер заявки|visit\.number)\}\}/).waitFor()
    },
  },
  { name: 'distribution', act: (page) => openSettings(page, /^(Правила|Distribution rules)/) },
  {
    name: 'a group',
    act: async (page) => {
      await openSettings(page, /^(Группы|Groups)/)
      await page.getByRole('button', { name: 'Возвраты' }).click()
      await page.getByRole('radio', { name: /^(Своё|Own)/ }).click()
    },
  },
  {
    name: 'who receives',
    act: async (page) => {
      await openSettings(page, /^(Кто получает|Who receives)/)
      await page.getByRole('button', { name: 'Сайт «Север Дом»' }).click()
      await page.getByRole('radio', { name: /^(Только выбранные|Only those chosen)/ }).click()
    },
  },
  {
    name: 'working hours and who answers',
    act: async (page) => {
      await openSettings(page, /^(Рабочее время|Working hours)/)
      await page.getByRole('button', { name: /^(Добавить день|Add a day)/ }).click()
      await page.getByRole('button', { name: /^(Кто отвечает|Who answers)/ }).click()
      await page.getByRole('radio', { name: /^(В другой момент|At another moment)/ }).click()
    },
  },
  {
    name: 'time zones',
    act: async (page) => {
      await openSettings(page, /^(Рабочее время|Working hours)/)
      await page.getByRole('combobox', { name: /^(Часовой пояс|Time zone)/ }).click()
      await page.getByPlaceholder(/^(Город или пояс|City or zone)/).fill('GMT+3')
      await page.getByRole('option', { name: /Europe\/Minsk/ }).waitFor()
    },
  },
  {
    name: 'a rehearsal',
    act: async (page) => {
      await openSettings(page, /^(Правила|Distribution rules)/)
      await page.getByRole('switch').first().click()
      await page.getByRole('button', { name: /^(Проверить на|Try on)/ }).click()
      await page.getByRole('button', { name: /^(Проверить|Try)$/ }).click()
      await page.locator('.rehearsal-report').waitFor()
    },
  },
  { name: 'operators', act: (page) => openSettings(page, /^(Операторы|Operators)/) },
  { name: 'notifications', act: (page) => openSettings(page, /^(Уведомления|Notifications)/) },
  {
    name: 'the handover',
    act: async (page) => {
      await page.keyboard.press('Control+Shift+Y')
      await page
        .getByRole('button', { name: /^(Комментарий к диалогу|Note to)/ })
        .first()
        .click()
    },
  },
  {
    name: 'the queue',
    act: async (page) => {
      await page.keyboard.press('Control+5')
      await page.locator('.queue-item').first().waitFor()
    },
  },
  {
    name: 'the log of distribution',
    act: async (page) => {
      await page.keyboard.press('Control+6')
      await page.locator('.log-line').nth(1).click()
      await page.locator('.why table').waitFor()
    },
  },
  {
    name: 'what was just done',
    act: async (page) => {
      await openMarina(page)
      await page.keyboard.press('Control+Shift+E')
      await page.locator('.toast').waitFor()
    },
  },
  { name: 'view', act: (page) => openSettings(page, /^(Вид|View)/) },
  { name: 'sessions', act: (page) => openSettings(page, /^(Сеансы|Sessions)/) },
]

const looks: readonly Look[] = [
  { theme: 'light', lang: 'ru' },
  { theme: 'dark', lang: 'en', width: 1024, height: 700 },
]

for (const look of looks) {
  for (const { name, query = '', act } of screens) {
    test(`${name} can be read and worked by everybody: ${look.theme}, ${look.lang}, ${look.width ?? 1280}`, async ({
      page,
      gallery,
    }) => {
      await open(page, gallery, { ...look, query })
      await act?.(page)
      await expectAccessible(page)
    })
  }
}

test('ten thousand conversations are read by pages as one scrolls, and only what is seen is drawn', async ({
  page,
  gallery,
}) => {
  await open(page, gallery, { query: 'rows=10000' })
  await page.keyboard.press('Control+4')
  const list = page.getByRole('listbox')
  await list.getByRole('option').first().waitFor()
  await list.focus()
  for (let round = 0; round < 5; round += 1) await page.keyboard.press('End')
  await expect
    .poll(async () => Number(await list.getByRole('option').last().getAttribute('aria-setsize')))
    .toBeGreaterThan(300)
  expect(await list.getByRole('option').count()).toBeLessThan(60)
})

test('F6 walks the columns and comes back to where one was', async ({ page, gallery }) => {
  await open(page, gallery, { width: 1440, height: 900 })
  await openMarina(page)
  await page.getByRole('textbox').first().waitFor()
  const column = () =>
    page.evaluate(() => document.activeElement?.closest('[data-column]')?.getAttribute('data-column'))
  await page.locator('body').click({ position: { x: 700, y: 10 } })
  const seen: unknown[] = []
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press('F6')
    seen.push(await column())
  }
  expect(new Set(seen)).toEqual(new Set(['sections', 'list', 'stream', 'panel']))
})

test('the width of the list is dragged, kept within bounds and restored by a double click', async ({
  page,
  gallery,
}) => {
  await open(page, gallery, { width: 1440, height: 900 })
  const list = page.locator('.list')
  const edge = page.getByRole('separator', { name: 'Ширина списка' })
  const widthOf = async () => Math.round((await list.boundingBox())?.width ?? 0)
  const before = await widthOf()
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  expect(await widthOf()).toBe(before + 16)
  const box = await edge.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 4, 400)
  await page.mouse.down()
  await page.mouse.move(1200, 400, { steps: 4 })
  await page.mouse.up()
  expect(await widthOf()).toBe(480)
  await edge.dblclick()
  expect(await widthOf()).toBe(before)
})

test('a phone shows the list, then the conversation, and comes back', async ({ page, gallery }) => {
  await open(page, gallery, { width: 390, height: 844, query: 'host=web' })
  await expectAccessible(page)
  await openMarina(page)
  await expect(page.getByRole('log')).toBeVisible()
  await expect(page.getByRole('listbox')).toBeHidden()
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(isWide).toBe(false)
  await expectAccessible(page)
  await page.getByRole('button', { name: /Закрыть область диалога/ }).click()
  await expect(page.getByRole('listbox')).toBeVisible()
})

test('theme, density and language hold before the first paint of the next start', async ({ page, gallery }) => {
  await open(page, gallery)
  await openSettings(page, /^Вид/)
  await page.getByRole('radio', { name: 'Плотно' }).click()
  await page.getByRole('radio', { name: 'Тёмная' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const kept = await page.evaluate(() => localStorage.getItem('pult.look'))
  expect(JSON.parse(kept ?? '{}')).toEqual({ theme: 'dark', density: 'compact', language: 'ru' })
})

test('no two actions share a key', async ({ page, gallery }) => {
  await open(page, gallery, { width: 1440, height: 900 })
  await openMarina(page)
  await page.getByRole('textbox').first().waitFor()
  await page.keyboard.press('Control+Slash')
  const keys = await page.getByRole('dialog').locator('dd').allTextContents()
  expect(keys.length).toBeGreaterThan(20)
  expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([])
})

test('a lost link is told once to whoever does not see it', async ({ page, gallery }) => {
  await open(page, gallery)
  await page.getByRole('listbox').waitFor()
  const alerts = page.getByRole('alert')
  await page.evaluate(() => Reflect.get(window, 'demo').lose())
  await expect(alerts.filter({ hasText: 'Связь с сервером потеряна' })).toHaveCount(1)
  await page.evaluate(() => Reflect.get(window, 'demo').find())
  await expect(alerts.filter({ hasText: 'Связь с сервером восстановлена' })).toHaveCount(1)
})
