import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type Browser, chromium, type Page } from '@playwright/test'
import { z } from 'zod'
import { chromiumArguments, findChromium } from '../../build/chromium.mjs'
import type { electron } from '../electron-double/electron'
import type { Double } from '../electron-double/record'

const root = resolve(import.meta.dirname, '../..')
const main = join(root, 'out/main/index.js')

function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron')
  const path = join(folder, 'path.txt')
  if (!existsSync(path)) return null
  const binary = join(folder, 'dist', readFileSync(path, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** The real Electron is there: specs that need it ask, all others run on either. */
export const hasRealElectron = electronBinary() !== null

/** What an evaluated function gets; `double` is absent on the real Electron. */
export type ElectronModule = typeof electron & { readonly double?: Double }

export interface App {
  readonly userData: string
  firstWindow(): Promise<Page>
  windows(): readonly Page[]
  /** The window that `act` opens. */
  openedBy(act: () => Promise<unknown>): Promise<Page>
  /** Runs in the app's main process; what it gives back is copied. */
  evaluate<Value>(work: (module: ElectronModule) => Value | Promise<Value>): Promise<Value>
  /** SIGKILL: nothing of the app gets a chance to tidy up. */
  kill(): Promise<void>
  close(): Promise<void>
}

export interface LaunchOptions {
  readonly hub: string
  readonly arguments?: readonly string[]
  /** Given again it is the same device after a restart. */
  readonly userData?: string
  readonly hasKeyStore?: boolean
}

/** Starts the built app: on the real Electron where its binary is installed, on the double elsewhere. */
export function launch(options: LaunchOptions): Promise<App> {
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'pult-app-'))
  const values = [`--hub=${options.hub}`, ...(options.arguments ?? [])]
  return hasRealElectron
    ? launchElectron(userData, values)
    : launchDouble(userData, values, options.hasKeyStore ?? true)
}

async function launchElectron(userData: string, values: readonly string[]): Promise<App> {
  const app = await _electron.launch({ args: [main, `--user-data-dir=${userData}`, ...values] })
  return {
    userData,
    firstWindow: () => app.firstWindow(),
    windows: () => app.windows(),
    openedBy: async (act) => {
      const [window] = await Promise.all([app.waitForEvent('window'), act()])
      return window
    },
    // Playwright hands over the module `electron`; it has no `double`, which is optional.
    evaluate: (work) => app.evaluate(work as unknown as Parameters<typeof app.evaluate>[0]) as never,
    kill: async () => {
      const child = app.process()
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
    close: async () => {
      // Asked for his conversations, whoever sits here leaves all the same: closing asks a second time.
      await app.evaluate(({ app: running }) => running.quit()).catch(() => undefined)
      await app.close().catch(() => undefined)
    },
  }
}

async function startChromium(): Promise<{
  readonly endpoint: string
  readonly child: ChildProcess
  readonly profile: string
}> {
  const profile = mkdtempSync(join(tmpdir(), 'pult-chromium-'))
  const executable = findChromium()
  if (executable === null) throw new Error('there is no Chromium; CHROMIUM names one')
  const options = ['--headless=new', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(executable, [...options, ...chromiumArguments, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const endpoint = await new Promise<string>((found, failed) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address !== undefined) found(address)
    })
    child.once('exit', () => failed(new Error(`Chromium ended: ${said.slice(0, 500)}`)))
  })
  return { endpoint, child, profile }
}

const Answer = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() })

/** The main process under the double: evaluates functions sent to it, one answer each. */
class DoubleProcess {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  readonly ready: Promise<unknown>
  readonly exited: Promise<unknown>
  #next = 1

  constructor(values: readonly string[], environment: Readonly<Record<string, string>>) {
    const env = { ...process.env, ...environment }
    this.#child = fork(join(root, 'out/double/run.js'), [main, ...values], { env })
    this.exited = once(this.#child, 'exit')
    this.ready = new Promise((resolve, reject) => void this.#waiting.set(0, { resolve, reject }))
    this.#child.on('message', (message) => this.#settle(message))
    this.#child.once('exit', (code) => this.#abandon(new Error(`the app ended with ${code}`)))
  }

  #settle(message: unknown): void {
    const { id, value, error } = Answer.parse(message)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(error))
  }

  #abandon(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  evaluate(source: string): Promise<unknown> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, source, value: null })
    })
  }

  /** Twice: whoever is asked for his conversations leaves all the same. */
  quit(): void {
    if (!this.#child.connected) return
    this.#child.send({ id: this.#next++, source: '({ app }) => { app.quit(); app.quit() }', value: null })
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

async function closeChromium(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession()
  await session.send('Browser.close')
  await browser.close()
}

async function launchDouble(userData: string, values: readonly string[], hasKeyStore: boolean): Promise<App> {
  const { endpoint, child, profile } = await startChromium()
  const browser = await chromium.connectOverCDP(endpoint)
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('Chromium has no context')
  const blank = context.pages()[0]
  const windows = () => context.pages().filter((page) => page !== blank)
  const main = new DoubleProcess(values, {
    ELECTRON_DOUBLE_CDP: endpoint,
    ELECTRON_DOUBLE_USER_DATA: userData,
    ELECTRON_DOUBLE_KEY_STORE: hasKeyStore ? 'system' : 'none',
  })
  const stop = async () => {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
    // Asked to close it takes its helpers along; killed it would leave them writing into the profile.
    await closeChromium(browser).catch(() => child.kill('SIGKILL'))
    await gone
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 })
  }
  try {
    await main.ready
  } catch (error) {
    await stop()
    throw error
  }
  return {
    userData,
    windows,
    firstWindow: async () => {
      const page = windows()[0] ?? (await context.waitForEvent('page'))
      await page.waitForURL(/\.invalid\//)
      return page
    },
    openedBy: async (act) => {
      const [window] = await Promise.all([context.waitForEvent('page'), act()])
      return window
    },
    evaluate: (work) => main.evaluate(String(work)) as never,
    kill: async () => {
      main.kill()
      await main.exited
      await stop()
    },
    close: async () => {
      main.quit()
      await main.exited
      await stop()
    },
  }
}
