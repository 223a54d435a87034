import { type Browser, chromium } from '@playwright/test'
import { chromiumArguments, findChromium } from '../../build/chromium.mjs'

/** The Chromium that tests and benches use; null when there is none. */
export async function aChromium(): Promise<Browser | null> {
  const executablePath = findChromium()
  return executablePath === null ? null : chromium.launch({ executablePath, args: [...chromiumArguments] })
}
