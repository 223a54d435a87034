import { EventEmitter } from 'node:events'
import type {
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NotificationConstructorOptions,
  SaveDialogReturnValue,
  Session,
} from 'electron'
import { double, type NotificationRecord, strict } from './record'
import { schemes } from './schemes'

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true
  }

  readonly #record: NotificationRecord

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.#record = {
      title: options.title ?? '',
      body: options.body ?? '',
      isShown: false,
      isClosed: false,
      click: () => void this.emit('click', {}),
    }
    double.notifications.push(this.#record)
  }

  show(): void {
    this.#record.isShown = true
    this.emit('show', {})
  }

  close(): void {
    this.#record.isClosed = true
    this.emit('close', {})
  }
}

export class Menu {
  readonly template: readonly MenuItemConstructorOptions[]

  constructor(template: readonly MenuItemConstructorOptions[] = []) {
    this.template = template
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template)
  }

  static setApplicationMenu(menu: Menu | null): void {
    double.menus.push(menu?.template ?? [])
  }

  popup(): void {
    double.menus.push(this.template)
  }
}

export interface ImageDouble {
  readonly source: string
  isEmpty(): boolean
  setTemplateImage(): void
}

const image = (source: string): ImageDouble => ({
  source,
  isEmpty: () => source === '',
  setTemplateImage: () => undefined,
})

export const nativeImage = strict('nativeImage', {
  createEmpty: () => image(''),
  createFromPath: (path: string) => image(path),
  createFromDataURL: (url: string) => image(url),
})

export class Tray extends EventEmitter {
  constructor(icon: ImageDouble | string) {
    super()
    this.setImage(icon)
  }

  setImage(icon: ImageDouble | string): void {
    double.tray.image = typeof icon === 'string' ? icon : icon.source
  }

  setToolTip(text: string): void {
    double.tray.tooltip = text
  }

  setContextMenu(menu: Menu | null): void {
    double.tray.items = menu?.template ?? []
  }

  isDestroyed(): boolean {
    return false
  }

  destroy(): void {
    double.tray.items = []
  }
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) =>
    void schemes.set(scheme, handler),
})

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0]

export const session = strict('session', {
  defaultSession: strict('defaultSession', {
    setPermissionRequestHandler: (handler: RequestHandler) => {
      double.permissionRequest = handler
    },
    setPermissionCheckHandler: (handler: CheckHandler) => {
      double.permissionCheck = handler
    },
    setSpellCheckerLanguages: () => undefined,
  }),
})

export const shell = strict('shell', {
  openExternal: async (url: string) => void double.opened.push(url),
  showItemInFolder: () => undefined,
  beep: () => undefined,
})

/** Electron takes the window first or leaves it out. */
const boxOptions = (values: readonly unknown[]): MessageBoxOptions => {
  const options = values.at(-1)
  return options !== null && typeof options === 'object' && 'message' in options
    ? { ...options, message: String(options.message) }
    : { message: '' }
}

export const dialog = strict('dialog', {
  showMessageBox: async (...values: readonly unknown[]): Promise<MessageBoxReturnValue> => {
    double.dialogs.push(boxOptions(values))
    return { response: double.dialogAnswer, checkboxChecked: false }
  },
  showSaveDialog: async (): Promise<SaveDialogReturnValue> => ({
    canceled: double.savePath === null,
    filePath: double.savePath ?? '',
  }),
  showErrorBox: (title: string, text: string) => void double.errors.push({ title, text }),
})

/** Not a cipher: enough to see that the application never writes the plain secret. */
const scramble = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))

export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => double.hasKeyStore,
  isAsyncEncryptionAvailable: async () => double.hasKeyStore,
  encryptStringAsync: async (text: string) => scramble(Buffer.from(text)),
  decryptStringAsync: async (bytes: Buffer) => ({ result: scramble(bytes).toString(), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => (double.hasKeyStore ? ('gnome_libsecret' as const) : ('basic_text' as const)),
})

export class NativeThemeDouble extends EventEmitter {
  themeSource: 'system' | 'light' | 'dark' = 'system'
  readonly shouldUseDarkColors = false
}
export const nativeTheme = strict('nativeTheme', new NativeThemeDouble())

export class PowerMonitorDouble extends EventEmitter {
  getSystemIdleTime(): number {
    return double.idleSeconds
  }
}
export const powerMonitor = strict('powerMonitor', new PowerMonitorDouble())

export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
})
