import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { chromium, type Frame, type Page, type Route } from '@playwright/test'
import type { HandlerDetails, WebFrameMain, WebPreferences, WindowOpenHandlerResponse } from 'electron'
import { z } from 'zod'
import { ipcMainDouble } from './ipc-main'
import { preloadHost } from './preload-host'
import { cancellable } from './record'
import { fromPage, schemes, toPage } from './schemes'

export const browser = chromium.connectOverCDP(process.env.ELECTRON_DOUBLE_CDP ?? '')

const FromPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invoke'), channel: z.string(), values: z.array(z.unknown()) }),
  z.object({ kind: z.literal('send'), channel: z.string(), values: z.array(z.unknown()) }),
  z.object({ kind: z.literal('open'), url: z.string(), name: z.string(), features: z.string() }),
])

const Bytes = z.strictObject({ __bytes: z.string() })

/** Binary data cannot travel through the debugging protocol as it is. */
function decode(value: unknown): unknown {
  const bytes = Bytes.safeParse(value)
  if (bytes.success) return new Uint8Array(Buffer.from(bytes.data.__bytes, 'base64')).buffer
  if (Array.isArray(value)) return value.map(decode)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decode(one)]))
  return value
}

type FrameDouble = Pick<WebFrameMain, 'url' | 'origin'>

/** A page of the real Chromium in the place of a window's contents. */
export class WebContentsDouble extends EventEmitter {
  static #next = 1
  readonly id = WebContentsDouble.#next++
  readonly mainFrame: FrameDouble
  /** The strict proxy that the application holds, so that `event.sender` is the same object. */
  self: WebContentsDouble = this
  #page: Page | null = null
  #loading = ''
  #isFocused = false
  #openHandler: (details: HandlerDetails) => WindowOpenHandlerResponse = () => ({ action: 'allow' })
  readonly #preferences: WebPreferences
  readonly #opening: Promise<Page>

  constructor(preferences: WebPreferences) {
    super()
    this.#preferences = preferences
    this.mainFrame = this.#frame(() => this.#page?.mainFrame() ?? null)
    this.#opening = this.#open()
  }

  #frame(find: () => Frame | null): FrameDouble {
    return {
      get url() {
        return fromPage(find()?.url() ?? '')
      },
      get origin() {
        const url = fromPage(find()?.url() ?? '')
        return URL.canParse(url) ? url.split('/').slice(0, 3).join('/') : ''
      },
    }
  }

  async #open(): Promise<Page> {
    const context = (await browser).contexts()[0]
    if (context === undefined) throw new Error('electron double: the browser has no context')
    const page = await context.newPage()
    this.#page = page
    await page.exposeBinding('__electronToMain', ({ frame }, message: unknown) => this.#fromRenderer(frame, message))
    const { preload } = this.#preferences
    if (preload !== undefined) await page.addInitScript(preloadHost(readFileSync(preload, 'utf8')))
    await page.route('**/*', (route) => this.#route(route))
    page.on('domcontentloaded', () => {
      this.emit('dom-ready', {})
      this.windowFocused(this.#isFocused)
    })
    page.on('load', () => this.emit('did-finish-load', {}))
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    page.on('close', () => this.emit('destroyed'))
    return page
  }

  async #route(route: Route): Promise<void> {
    const request = route.request()
    const url = fromPage(request.url())
    const isOwnNavigation = request.isNavigationRequest() && request.frame() === this.#page?.mainFrame()
    if (isOwnNavigation && url.split('#')[0] !== this.#loading.split('#')[0]) {
      const event = cancellable({ url, isMainFrame: true, isSameDocument: false })
      this.emit('will-navigate', event, url)
      if (event.defaultPrevented) return route.abort('aborted')
    }
    const handler = schemes.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined) return route.continue()
    const response = await handler(new Request(url, { method: request.method(), headers: request.headers() }))
    const body = Buffer.from(await response.arrayBuffer())
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
  }

  async #fromRenderer(frame: Frame, raw: unknown): Promise<unknown> {
    const message = FromPage.parse(raw)
    if (message.kind === 'open') {
      const details = { url: fromPage(message.url), frameName: message.name, features: message.features }
      this.#openHandler({ ...details, disposition: 'new-window', referrer: { url: '', policy: 'no-referrer' } })
      return undefined
    }
    const senderFrame = frame === this.#page?.mainFrame() ? this.mainFrame : this.#frame(() => frame)
    const event = { sender: this.self, senderFrame, processId: 1, frameId: 1 }
    const values = message.values.map(decode)
    if (message.kind === 'send') {
      ipcMainDouble.emit(message.channel, event, ...values)
      return undefined
    }
    const handler = ipcMainDouble.handlers.get(message.channel)
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${message.channel}'`)
      // The event is what this double can give of Electron's; touching more of it shows as undefined in the test.
      return { value: structuredClone(await Reflect.apply(handler, undefined, [event, ...values])) }
    } catch (error) {
      return { error: String(error) }
    }
  }

  async loadURL(url: string): Promise<void> {
    this.#loading = url
    const page = await this.#opening
    await page.goto(toPage(url))
  }

  send(channel: string, ...values: unknown[]): void {
    // Throws on what Electron could not send either.
    const copies: unknown[] = structuredClone(values)
    void this.#deliver(channel, copies)
  }

  #deliver(channel: string, values: unknown[]): Promise<void> {
    return this.#call('__electronFromMain', [channel, values])
  }

  windowSized(width: number, height: number): void {
    void this.#opening.then((page) => page.setViewportSize({ width, height })).catch(() => undefined)
  }

  /** The page's window has come to the front, or another one has. */
  windowFocused(isFocused: boolean): void {
    this.#isFocused = isFocused
    void this.#call('__electronFocus', [isFocused])
  }

  async #call(entrance: string, values: unknown[]): Promise<void> {
    try {
      const page = await this.#opening
      await page.evaluate(
        ([name, list]) => {
          const receive: unknown = Reflect.get(window, name)
          if (typeof receive === 'function') receive(...list)
        },
        [entrance, values] as const,
      )
    } catch {
      // The page went away meanwhile, as a window may.
    }
  }

  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#openHandler = handler
  }

  getURL(): string {
    return fromPage(this.#page?.url() ?? '')
  }

  reload(): void {
    void this.#page?.reload()
  }

  focus(): void {
    void this.#page?.bringToFront()
  }

  isDestroyed(): boolean {
    return this.#page?.isClosed() ?? false
  }

  async close(): Promise<void> {
    const page = await this.#opening
    await page.close()
  }
}
