/** The module `electron` for tests that run the built main process under plain Node. A name missing here fails at import. */
import { app, appDouble } from './app'
import { BrowserWindow } from './browser-window'
import { ipcMain } from './ipc-main'
import {
  dialog,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from './pieces'
import { double } from './record'
import { browser } from './web-contents'

const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
}

export {
  app,
  BrowserWindow,
  dialog,
  double,
  electron,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
}

/** Called by the runner once the application's entry module has been evaluated. */
export async function entryEvaluated(): Promise<void> {
  await browser
  appDouble.entryEvaluated()
}

// biome-ignore lint/style/noDefaultExport: importers of `electron` may take the whole module as its default
export default electron
