/** Compile-time only: a name the double offers that Electron does not, or a result Electron would not give, is an error here. */
import type { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type * as Double from './electron'

type Extra<Real, Fake, Allowed = never> = Exclude<keyof Fake, keyof Real | Allowed>
type None<Nothing extends never> = Nothing
type Result<Method> = Method extends (...values: never[]) => infer Value ? Value : never

/** Methods whose result differs from the real one; results that nobody reads are not judged. */
type WrongResult<Real, Fake> = {
  [Name in keyof Fake & keyof Real]: [Result<Fake[Name]>] extends [Result<Real[Name]>] ? never : Name
}[Exclude<keyof Fake & keyof Real, keyof EventEmitter>]

export type Checks = [
  None<Extra<typeof Electron, typeof Double.electron>>,
  None<Extra<Electron.App, typeof Double.app, 'entryEvaluated'>>,
  None<Extra<Electron.IpcMain, typeof Double.ipcMain, 'handlers'>>,
  None<Extra<Electron.BrowserWindow, Double.BrowserWindow, 'options' | 'isFlashing' | 'whenGone'>>,
  None<Extra<Electron.WebContents, Double.BrowserWindow['webContents'], 'self' | 'windowFocused' | 'windowSized'>>,
  None<Extra<Electron.Notification, Double.Notification>>,
  None<Extra<Electron.Tray, Double.Tray>>,
  None<Extra<Electron.Protocol, typeof Double.protocol>>,
  None<Extra<Electron.Session, typeof Double.session.defaultSession>>,
  None<Extra<Electron.Shell, typeof Double.shell>>,
  None<Extra<Electron.Dialog, typeof Double.dialog>>,
  None<Extra<Electron.SafeStorage, typeof Double.safeStorage>>,
  None<Extra<Electron.NativeTheme, typeof Double.nativeTheme>>,
  None<Extra<Electron.PowerMonitor, typeof Double.powerMonitor>>,
  None<Extra<Electron.Screen, typeof Double.screen>>,
  None<WrongResult<Electron.SafeStorage, typeof Double.safeStorage>>,
  None<WrongResult<Electron.PowerMonitor, typeof Double.powerMonitor>>,
  None<WrongResult<Electron.Shell, typeof Double.shell>>,
  None<WrongResult<Electron.Dialog, typeof Double.dialog>>,
]
