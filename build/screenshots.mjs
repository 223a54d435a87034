import { ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'
import { fail, packageCommand, readFlags, run } from './process.mjs'
import { ensureBuilt } from './programs.mjs'

readFlags([])
await ensureInstalled()
const chromium = await ensureChromium()
if (chromium === null) fail('There is no Chromium and none could be installed; CHROMIUM names one.')
await ensureBuilt()
const args = ['test', '--config', 'build/screenshots.config.ts']
process.exit(
  await run(process.execPath, [packageCommand('@playwright/test', 'playwright'), ...args], {
    environment: { CHROMIUM: chromium },
  }),
)
