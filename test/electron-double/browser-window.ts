import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { appDouble, openWindows } from './app'
import { cancellable, strict } from './record'
import { WebContentsDouble } from './web-contents'

/** A window is a page; focus, size and visibility are only remembered. */
export class BrowserWindow extends EventEmitter {
  static #all: BrowserWindow[] = []
  static #focused: BrowserWindow | null = null
  static #next = 1

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#focused
  }

  static fromWebContents(contents: WebContentsDouble): BrowserWindow | null {
    return BrowserWindow.#all.find((window) => window.webContents === contents) ?? null
  }

  readonly id = BrowserWindow.#next++
  readonly webContents: WebContentsDouble
  readonly options: BrowserWindowConstructorOptions
  isFlashing = false
  #isVisible: boolean
  #isDestroyed = false
  #isMinimized = false
  #isMaximized = false
  #title = ''
  #bounds: Rectangle
  #gone: () => void = () => undefined
  readonly #whenGone: Promise<void>
  readonly #self: BrowserWindow

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
    this.#isVisible = options.show !== false
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#whenGone = new Promise((resolve) => {
      this.#gone = resolve
    })
    const contents = new WebContentsDouble(options.webPreferences ?? {})
    this.webContents = strict('webContents', contents)
    contents.self = this.webContents
    contents.windowSized(this.#bounds.width, this.#bounds.height)
    this.#self = strict('BrowserWindow', this)
    BrowserWindow.#all.push(this.#self)
    openWindows.add(this)
    contents.once('dom-ready', () => this.emit('ready-to-show'))
    contents.once('destroyed', () => this.#leave())
    queueMicrotask(() => appDouble.emit('browser-window-created', {}, this.#self))
    // Biome and the language allow it: what the application holds must refuse what it does not know.
    // biome-ignore lint/correctness/noConstructorReturn: the strict proxy stands for the window
    return this.#self
  }

  #leave(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    BrowserWindow.#all = BrowserWindow.#all.filter((window) => window !== this.#self)
    openWindows.delete(this)
    if (BrowserWindow.#focused === this.#self) BrowserWindow.#focused = null
    this.emit('closed')
    this.#gone()
    if (BrowserWindow.#all.length > 0) return
    if (appDouble.listenerCount('window-all-closed') > 0) appDouble.emit('window-all-closed')
    else appDouble.quit()
  }

  whenGone(): Promise<void> {
    return this.#whenGone
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.#isVisible = true
    this.emit('show')
    this.focus()
  }

  showInactive(): void {
    this.#isVisible = true
    this.emit('show')
  }

  hide(): void {
    this.#isVisible = false
    this.blur()
    this.emit('hide')
  }

  focus(): void {
    if (BrowserWindow.#focused === this.#self) return
    BrowserWindow.#focused?.blur()
    BrowserWindow.#focused = this.#self
    this.webContents.windowFocused(true)
    this.emit('focus')
    appDouble.emit('browser-window-focus', {}, this.#self)
  }

  blur(): void {
    if (BrowserWindow.#focused !== this.#self) return
    BrowserWindow.#focused = null
    this.webContents.windowFocused(false)
    this.emit('blur')
    appDouble.emit('browser-window-blur', {}, this.#self)
  }

  isFocused(): boolean {
    return BrowserWindow.#focused === this.#self
  }

  isVisible(): boolean {
    return this.#isVisible
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  minimize(): void {
    this.#isMinimized = true
    this.blur()
    this.emit('minimize')
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  restore(): void {
    this.#isMinimized = false
    this.emit('restore')
    this.focus()
  }

  maximize(): void {
    this.#isMaximized = true
    this.emit('maximize')
  }

  unmaximize(): void {
    this.#isMaximized = false
    this.emit('unmaximize')
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.webContents.windowSized(this.#bounds.width, this.#bounds.height)
    this.emit('resize')
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  flashFrame(flag: boolean): void {
    this.isFlashing = flag
  }

  setOverlayIcon(): void {
    // Windows only.
  }

  setMenuBarVisibility(): void {
    // Ours is hidden anyway.
  }

  close(): void {
    const event = cancellable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    void this.webContents.close().catch(() => this.#leave())
  }
}
