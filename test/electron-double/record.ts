import type { MenuItemConstructorOptions, MessageBoxOptions, Session } from 'electron'

export interface NotificationRecord {
  readonly title: string
  readonly body: string
  isShown: boolean
  isClosed: boolean
  click(): void
}

/** What was asked of Electron, for tests to look at: `app.evaluate(({ double }) => double.notifications)`. */
export interface Double {
  readonly notifications: NotificationRecord[]
  /** Addresses given to the system's browser. */
  readonly opened: string[]
  readonly dialogs: MessageBoxOptions[]
  /** Error boxes: title and text. */
  readonly errors: { readonly title: string; readonly text: string }[]
  /** What the next message box answers: the index of the button. */
  dialogAnswer: number
  /** Where the next save dialog saves; null = cancelled. */
  savePath: string | null
  menus: (readonly MenuItemConstructorOptions[])[]
  tray: { tooltip: string; image: string; items: readonly MenuItemConstructorOptions[] }
  badge: number
  /** How long nobody has touched the device. */
  idleSeconds: number
  /** Is there a key store of the system? */
  hasKeyStore: boolean
  permissionRequest: Parameters<Session['setPermissionRequestHandler']>[0]
  permissionCheck: Parameters<Session['setPermissionCheckHandler']>[0]
  quitCode: number | null
}

export const double: Double = {
  notifications: [],
  opened: [],
  dialogs: [],
  errors: [],
  dialogAnswer: 0,
  savePath: null,
  menus: [],
  tray: { tooltip: '', image: '', items: [] },
  badge: 0,
  idleSeconds: 0,
  hasKeyStore: process.env.ELECTRON_DOUBLE_KEY_STORE !== 'none',
  permissionRequest: null,
  permissionCheck: null,
  quitCode: null,
}

/** A member the double lacks throws when touched: it never answers `undefined` in Electron's place. */
export function strict<Target extends object>(name: string, target: Target): Target {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key, object)
      // Private fields live on the target, not on the proxy.
      if (typeof value === 'function') return value.bind(object)
      if (key in object || typeof key === 'symbol' || key === 'then' || key === 'toJSON') return value
      throw new Error(`electron double: ${name}.${String(key)} is not implemented`)
    },
  })
}

/** An event that can be refused, as Electron hands it out. */
export function cancellable<More extends object>(
  more: More,
): More & { defaultPrevented: boolean; preventDefault(): void } {
  return {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
