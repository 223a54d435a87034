import { BrowserWindow, screen, session } from 'electron'
import { z } from 'zod'
import { desktopOrigin } from '#preload/constants'
import type { ConversationId } from '#protocol/ids'
import type { JsonFile } from './json-file'

export const WindowBounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(480),
  height: z.number().int().min(400),
  isMaximized: z.boolean(),
})
export type WindowBounds = z.infer<typeof WindowBounds>

const defaultSize = { width: 1280, height: 800 }
const conversationSize = { width: 900, height: 760 }

/** A window remembered on a screen that is no longer there would open out of reach. */
function isReachable({ x, y, width }: WindowBounds): boolean {
  return screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        x + width > area.x + 80 && x < area.x + area.width - 80 && y >= area.y - 8 && y < area.y + area.height - 40,
    )
}

/** `page` is ours: the same origin, compared whole. */
export function isOurs(url: string): boolean {
  return URL.canParse(url) && url.startsWith(`${desktopOrigin}/`)
}

export interface WindowsPorts {
  readonly preload: string
  readonly bounds: JsonFile<WindowBounds>
  /** A link in a window asked for a new window. */
  readonly openOutside: (url: string, window: BrowserWindow) => void
  readonly onClosed: (window: BrowserWindow) => void
  /** The last window is about to close; true keeps it open. */
  readonly keepsLast: () => boolean
}

/** The main window and one for each conversation opened apart; all of them views on the same workspace. */
export class Windows {
  readonly #ports: WindowsPorts
  #main: BrowserWindow | null = null
  readonly #conversations = new Map<ConversationId, BrowserWindow>()

  constructor(ports: WindowsPorts) {
    this.#ports = ports
  }

  get all(): readonly BrowserWindow[] {
    return [...(this.#main === null ? [] : [this.#main]), ...this.#conversations.values()]
  }

  /** The conversation a window was opened for; null for the main window. */
  conversationOf(window: BrowserWindow): ConversationId | null {
    for (const [id, one] of this.#conversations) if (one === window) return id
    return null
  }

  /** Is the main window there to be told something? One that is only being opened asks for its state itself. */
  get hasMain(): boolean {
    return this.#main !== null
  }

  /** Opens the main window or brings it to the front. */
  showMain(): BrowserWindow {
    if (this.#main !== null) return reveal(this.#main)
    const bounds = this.#ports.bounds.read()
    const place = bounds !== null && isReachable(bounds) ? bounds : defaultSize
    const window = this.#open({ ...place, minWidth: 760, minHeight: 560 }, '/index.html')
    this.#main = window
    if (bounds?.isMaximized) window.maximize()
    window.on('close', () => {
      const isMaximized = window.isMaximized()
      this.#ports.bounds.write({ ...window.getNormalBounds(), isMaximized })
    })
    window.on('closed', () => {
      this.#main = null
    })
    return window
  }

  /** A conversation in a window of its own; the same one again comes to the front. */
  showConversation(id: ConversationId): BrowserWindow {
    const known = this.#conversations.get(id)
    if (known !== undefined) return reveal(known)
    const window = this.#open({ ...conversationSize, minWidth: 480, minHeight: 480 }, '/index.html')
    this.#conversations.set(id, window)
    window.on('closed', () => void this.#conversations.delete(id))
    return window
  }

  #open(size: Electron.BrowserWindowConstructorOptions, page: string): BrowserWindow {
    const isMac = process.platform === 'darwin'
    const window = new BrowserWindow({
      ...size,
      show: false,
      title: 'Pult',
      backgroundColor: '#f0ede9',
      autoHideMenuBar: true,
      // The title bar is ours: search, notices and presence stand in it.
      ...(isMac ? { titleBarStyle: 'hiddenInset' as const } : { frame: false }),
      webPreferences: {
        preload: this.#ports.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: true,
      },
    })
    window.webContents.setWindowOpenHandler(({ url }) => {
      this.#ports.openOutside(url, window)
      return { action: 'deny' }
    })
    window.webContents.on('will-navigate', (event) => event.preventDefault())
    window.once('ready-to-show', () => window.show())
    window.on('close', (event) => {
      if (this.all.length === 1 && this.#ports.keepsLast()) event.preventDefault()
    })
    window.on('closed', () => this.#ports.onClosed(window))
    void window.loadURL(`${desktopOrigin}${page}`)
    return window
  }
}

function reveal(window: BrowserWindow): BrowserWindow {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  return window
}

/** Pages may notify, copy and hear; everything else a page can ask for is refused, the camera too. */
export function refusePermissions(): void {
  const allowed: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write'])
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const isVoice = permission === 'media' && kinds.length === 1 && kinds[0] === 'audio'
    answer(isVoice || allowed.has(permission))
  })
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, _origin, { mediaType }) =>
      allowed.has(permission) || (permission === 'media' && mediaType === 'audio'),
  )
}
