import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './build/chromium.mjs'
import { reportFile } from './build/reports.mjs'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'out/test-results',
  // Each file starts hubs and apps of its own, on free ports and in folders of its own.
  workers: 2,
  timeout: 60_000,
  // A condition is waited for, not a moment: a busy machine may take longer to reach it.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: reportFile('e2e') }]],
  use: {
    launchOptions: { args: chromiumArguments, ...(executablePath === null ? {} : { executablePath }) },
    trace: 'retain-on-failure',
  },
})
