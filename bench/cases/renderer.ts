import type { Browser } from '@playwright/test'
import { z } from 'zod'
import { aChromium } from '#test/support/a-chromium'
import { type Figure, median, percentile, plainFigure, ratioFigure, skippedFigure } from '../figure'
import { servePages } from '../load/pages'

const warmUpMs = 2_000
const measuredMs = 8_000
/** A picture that came later than this is seen as a stutter. */
const stutterMs = 50

const Gaps = z.array(z.number())

interface Round {
  readonly p50: number
  readonly p99: number
  readonly longest: number
  readonly stutters: number
}

async function round(browser: Browser, address: string, prepare: string | null): Promise<Round> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  try {
    await page.goto(address)
    if (prepare !== null) await page.locator(prepare).first().click()
    await page.evaluate((ms) => Reflect.get(window, 'measured').measure(ms), warmUpMs)
    const gaps = Gaps.parse(await page.evaluate((ms) => Reflect.get(window, 'measured').measure(ms), measuredMs))
    return {
      p50: percentile(gaps, 0.5),
      p99: percentile(gaps, 0.99),
      longest: Math.max(...gaps),
      stutters: gaps.filter((gap) => gap > stutterMs).length,
    }
  } finally {
    await page.close()
  }
}

const of = (rounds: readonly Round[], key: keyof Round) => median(rounds.map((one) => one[key]))

/**
 * P16: time between pictures while 200 messages a second come into 10,000 rows and the list is scrolled fast, with a conversation
 * open beside it. The workspace is the real renderer over a workspace in memory, so the wire and main are not in it.
 */
export async function measureRenderer(count: number): Promise<readonly Figure[]> {
  const browser = await aChromium()
  if (browser === null) return [skippedFigure('P16', 'p99 frame ms', 'there is no Chromium')]
  const pages = await servePages()
  const limits: Round[] = []
  const products: Round[] = []
  try {
    for (let index = 0; index < count; index++) {
      limits.push(await round(browser, `${pages.url}/list.html`, null))
      products.push(await round(browser, `${pages.url}/workspace.html`, '[id^="row-"]'))
    }
  } finally {
    await browser.close()
    pages.stop()
  }
  return [
    ratioFigure('P16', 'p99 frame ms', of(limits, 'p99'), of(products, 'p99')),
    plainFigure('P16', 'frames over 50 ms', of(products, 'stutters'), 'frames'),
    plainFigure('P16', 'longest frame', of(products, 'longest'), 'ms'),
  ]
}
