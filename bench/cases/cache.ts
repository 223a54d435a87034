import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { fold } from '#client/fold'
import { hasRealElectron, launch } from '#test/support/launch'
import { type Figure, median, percentile, plainFigure, ratioFigure, skippedFigure } from '../figure'
import { bareSearch, fillCache, typed } from '../load/cached-messages'
import { updateIn } from '../load/mix'
import { drive } from '../load/webhook-load'
import { password, StaffedHub } from './staffed-hub'

const messages = 1_000_000
/** Each question is typed so often in a round. */
const repeats = 5

/** Each question letter by letter, as far as texts are searched at all (three letters). */
const keystrokes = typed.flatMap((text) => Array.from({ length: text.length - 2 }, (_, at) => text.slice(0, at + 3)))

const Times = z.array(z.number())

/** Signs in and waits until the conversation is in the cache; then the app is closed, its cache a whole file. */
async function makeCache(hub: StaffedHub, userData: string): Promise<string> {
  const app = await launch({ hub: hub.url, userData })
  const page = await app.firstWindow()
  await page.evaluate(
    async ([hubUrl, secret]) => {
      await Reflect.get(window, 'bridge').signIn({ hubUrl, login: 'operator1', password: secret, goOnDuty: true })
    },
    [hub.url, password] as const,
  )
  const heard = hub.nextHeard()
  await drive(hub.intake.webhook, 0, 1, 1, (index) => updateIn(1, index))
  await heard
  await page.waitForFunction(async () => {
    const bridge = Reflect.get(window, 'bridge')
    const { rows } = await bridge.list({ section: 'mine', after: null, limit: 1 })
    if (rows.length === 0) return false
    const opened = await bridge.openConversation({ conversationId: rows[0].id })
    return opened.ok && opened.value.view.entries.some((entry: { kind: string }) => entry.kind === 'message')
  })
  await app.close()
  const accounts = join(userData, 'accounts')
  const file = readdirSync(accounts).map((folder) => join(accounts, folder, 'cache.sqlite'))[0]
  if (file === undefined) throw new Error('the app has left no cache')
  return file
}

/** Milliseconds from asking to the answer in the page, one keystroke after another. */
const typeInPage = async (page: Page): Promise<readonly number[]> =>
  Times.parse(
    await page.evaluate(async (texts) => {
      const bridge = Reflect.get(window, 'bridge')
      const times: number[] = []
      for (const text of texts) {
        const startedAt = performance.now()
        await bridge.search({ text, where: 'cache' })
        times.push(performance.now() - startedAt)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return times
    }, keystrokes),
  )

function typeBare(file: string): readonly number[] {
  const bare = bareSearch(file)
  const times = keystrokes.map((text) => {
    const startedAt = performance.now()
    bare.search(fold(text))
    return performance.now() - startedAt
  })
  bare.close()
  return times
}

async function repeated(type: () => Promise<readonly number[]> | readonly number[]): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < repeats; index++) times.push(...(await type()))
  return percentile(times, 0.99)
}

async function compare(file: string, hub: StaffedHub, userData: string, rounds: number): Promise<readonly Figure[]> {
  const startedAt = performance.now()
  const app = await launch({ hub: hub.url, userData })
  try {
    const page = await app.firstWindow()
    await page.evaluate(() => Reflect.get(window, 'bridge').start({}))
    const startMs = performance.now() - startedAt
    await typeInPage(page)
    const limits: number[] = []
    const products: number[] = []
    for (let round = 0; round < rounds; round++) {
      limits.push(await repeated(() => typeBare(file)))
      products.push(await repeated(() => typeInPage(page)))
    }
    return [
      ratioFigure('P15', 'search while typing, p99 ms', median(limits), median(products)),
      plainFigure('P15', 'search while typing, guard', median(products), 'ms'),
      plainFigure('P15', 'start of app and browser over 1M messages', startMs, 'ms'),
    ]
  } finally {
    await app.close()
  }
}

/**
 * P15: from the page through the preload script, the process wall with its checks, the workspace and SQLite, and back. On Electron's
 * double the wall is Chromium's debugging protocol with JSON, which is slower than Electron's own. The hub is away: all is cached.
 */
export async function measureCache(rounds: number): Promise<readonly Figure[]> {
  const userData = mkdtempSync(join(tmpdir(), 'bench-app-'))
  const hub = await StaffedHub.start(1)
  try {
    console.log(`The app runs on ${hasRealElectron ? 'Electron' : "Electron's double"}.`)
    const file = await makeCache(hub, userData)
    await hub.leave()
    const startedAt = performance.now()
    fillCache(file, messages)
    const [size, took] = [statSync(file).size / 1_000_000, (performance.now() - startedAt) / 1000]
    console.log(`${messages} messages cached: ${size.toFixed(0)} MB in ${took.toFixed(0)} s`)
    return await compare(file, hub, userData, rounds)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('there is no Chromium')) throw error
    return [skippedFigure('P15', 'search while typing, p99 ms', 'there is no Chromium')]
  } finally {
    await hub.stop()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}
