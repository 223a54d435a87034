import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cancellable, double, strict } from './record'

const userData = process.env.ELECTRON_DOUBLE_USER_DATA ?? join(tmpdir(), 'electron-double')

/** Windows the application has; `browser-window.ts` fills it, so that this file need not know windows. */
export const openWindows: Set<{ destroy(): void; whenGone(): Promise<void> }> = new Set()

export class AppDouble extends EventEmitter {
  readonly isPackaged = false
  name = 'pult'
  #isReady = false
  #isQuitting = false
  readonly #ready: Promise<void>
  #becomeReady: () => void = () => undefined
  readonly commandLine = { appendSwitch: () => undefined, hasSwitch: () => false, getSwitchValue: () => '' }
  readonly dock = undefined

  constructor() {
    super()
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve
    })
  }

  /** Electron emits `ready` only after the entry module has been evaluated. */
  entryEvaluated(): void {
    this.#isReady = true
    this.#becomeReady()
    this.emit('ready')
  }

  whenReady(): Promise<void> {
    return this.#ready
  }

  isReady(): boolean {
    return this.#isReady
  }

  requestSingleInstanceLock(): boolean {
    return true
  }

  getVersion(): string {
    return '0.0.0'
  }

  getName(): string {
    return this.name
  }

  setName(name: string): void {
    this.name = name
  }

  getLocale(): string {
    return 'ru'
  }

  getAppPath(): string {
    return process.cwd()
  }

  getPath(name: string): string {
    return name === 'userData' ? userData : join(userData, name)
  }

  setPath(): void {
    // The tests decide where files go.
  }

  setAppUserModelId(): void {
    // Windows only.
  }

  setAsDefaultProtocolClient(): boolean {
    return true
  }

  setBadgeCount(count?: number): boolean {
    double.badge = count ?? 0
    return true
  }

  enableSandbox(): void {
    // Isolation of processes is proved on the real Electron.
  }

  focus(): void {
    // Windows tell by themselves.
  }

  quit(): void {
    if (this.#isQuitting) return
    const before = cancellable({})
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#isQuitting = true
    void this.#finish()
  }

  async #finish(): Promise<void> {
    const windows = [...openWindows]
    for (const window of windows) window.destroy()
    await Promise.all(windows.map((window) => window.whenGone()))
    const will = cancellable({})
    this.emit('will-quit', will)
    if (will.defaultPrevented) {
      this.#isQuitting = false
      return
    }
    this.emit('quit', {}, 0)
    this.exit(0)
  }

  exit(code?: number): void {
    double.quitCode = code ?? 0
    setImmediate(() => process.exit(code ?? 0))
  }
}

export const appDouble = new AppDouble()
export const app = strict('app', appDouble)
