import { join } from 'node:path'
import { app, powerMonitor } from 'electron'
import { z } from 'zod'
import { FetchHttp } from '#client/fetch-http'
import { IdleWatch } from '#client/idle-watch'
import { SocketioTransport } from '#client/socketio-transport'
import { Workspace } from '#client/workspace'
import { DeviceId } from '#protocol/ids'
import { parseArguments } from './arguments'
import { registerScheme } from './content'
import { DesktopApp } from './desktop-app'
import { systemInput } from './device-input'
import { JsonFile } from './json-file'
import { systemKeyring } from './keyring'
import { openLog, reportLine } from './log'
import { Media } from './media'
import { setMenu } from './menu'
import { deviceName, systemClock, systemRandom } from './platform'
import { PreferenceFile } from './preferences'
import { Quitting } from './quit'
import { AccountFolders } from './stores'
import { refusePermissions } from './windows'

/** Composition root of the desktop app: everything real is made here and handed down. */
function start(): void {
  const log = openLog(app.isPackaged)
  const file = (name: string) => join(app.getPath('userData'), name)
  const out = join(import.meta.dirname, '..')
  const keyring = systemKeyring(file('session.json'))
  const folders = new AccountFolders(file('accounts'), log, () => powerMonitor.getSystemIdleTime())
  const workspace = new Workspace({
    clock: systemClock,
    random: systemRandom,
    http: new FetchHttp((url, init) => fetch(url, init), systemClock),
    keyring,
    transport: (hubUrl) => new SocketioTransport(hubUrl),
    openStores: (owner) => folders.open(owner),
    device: deviceOf(new JsonFile(file('device.json'), z.object({ device: DeviceId }))),
    deviceName: deviceName(),
    remember: 'token',
    report: (report) => log.warn(reportLine(report)),
  })
  const media = new Media(
    () => folders.media,
    () => keyring.load(),
  )
  const language = app.getLocale().startsWith('ru') ? 'ru' : 'en'
  const preferences = new PreferenceFile(file('preferences.json'), language)
  const given = parseArguments(process.argv)
  const icons = join(out, '../build/icons')
  refusePermissions()
  setMenu(app.isPackaged)
  const quitting = new Quitting(() => workspace.close({ isLeaving: true }), systemClock)
  const watch: IdleWatch = new IdleWatch(
    workspace,
    systemInput(() => watch.look()),
    systemClock,
  )
  watch.start()
  void new DesktopApp({ workspace, preferences, media, given, log, out, icons, quitting }).open()
}

/** This device's own name for itself, made once. */
function deviceOf(file: JsonFile<{ device: DeviceId }>): DeviceId {
  const kept = file.read()
  if (kept !== null) return kept.device
  const device = DeviceId.parse(systemRandom.uuid())
  file.write({ device })
  return device
}

app.setAppUserModelId('ru.pult.workspace')
if (app.requestSingleInstanceLock()) {
  registerScheme()
  app.enableSandbox()
  app.setAsDefaultProtocolClient('pult')
  app.on('window-all-closed', () => {
    // Whoever closes the desk leaves it: a hidden app that still counts as present would collect conversations.
    if (process.platform !== 'darwin') app.quit()
  })
  // Not awaited: `ready` comes only after this module has been evaluated.
  void app.whenReady().then(start)
} else {
  app.quit()
}
