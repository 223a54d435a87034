import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

app.enableSandbox()
void app.whenReady().then(() => {
  const preload = join(import.meta.dirname, '../preload/index.cjs')
  const window = new BrowserWindow({ webPreferences: { preload, sandbox: true, contextIsolation: true } })
  return window.loadFile(join(import.meta.dirname, '../renderer/index.html'))
})
app.on('window-all-closed', () => app.quit())
