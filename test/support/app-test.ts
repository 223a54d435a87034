import { rmSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type App, type LaunchOptions, launch } from './launch'
import { still } from './still'

export interface AppFixtures {
  /** Starts an app that is closed at the end whatever happens. */
  readonly start: (options: LaunchOptions) => Promise<App>
}

/** Specs of the desktop app: every app is closed, and no page may have broken its content policy. */
export const test = base.extend<AppFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  start: async ({}, use) => {
    const apps: App[] = []
    await use(async (options) => {
      const app = await launch(options)
      apps.push(app)
      return app
    })
    for (const app of apps) await app.close().catch(() => undefined)
    for (const { userData } of apps) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  },
})

/** What a screen reader or a keyboard would stumble over (WCAG A and AA, best practices). */
export async function expectAccessible(page: Page): Promise<void> {
  await still(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
    [],
  )
}

export { expect }
