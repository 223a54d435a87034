import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './chromium.mjs'

const executablePath = findChromium()

/** Pictures of the real product for the documents; `npm run screenshots` takes them. */
export default defineConfig({
  testDir: '../test/screenshots',
  outputDir: '../out/screenshots',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: chromiumArguments, ...(executablePath === null ? {} : { executablePath }) },
  },
})
