import { join } from 'node:path'
import { app, dialog, nativeTheme, powerMonitor } from 'electron'
import type { Workspace } from '#client/workspace'
import type { Preferences, WorkspaceChange } from '#preload/contract'
import type { ConversationId } from '#protocol/ids'
import { type ChosenStatus, leavesBehind } from '#protocol/operator'
import { parseArguments, type StartArguments } from './arguments'
import { answerWindows, tellWindow } from './bridge'
import { serveContent } from './content'
import { External } from './external'
import { requestHandlers, windowName } from './handlers'
import { JsonFile } from './json-file'
import type { Log } from './log'
import type { Media } from './media'
import { Notifications } from './notifications'
import type { PreferenceFile } from './preferences'
import type { Quitting } from './quit'
import { TrayIcon } from './tray'
import { WindowBounds, Windows } from './windows'
import { type Words, wordsIn } from './words'

export interface DesktopPorts {
  readonly workspace: Workspace
  readonly preferences: PreferenceFile
  readonly media: Media
  readonly given: StartArguments
  readonly log: Log
  /** Folder of the built bundles, above main, preload and renderer. */
  readonly out: string
  readonly icons: string
  readonly quitting: Quitting
}

/** The app around the workspace: windows, tray, notifications and what the system says. */
export class DesktopApp {
  readonly #ports: DesktopPorts
  readonly #windows: Windows
  readonly #external: External
  readonly #tray: TrayIcon
  #badge = 0

  constructor(ports: DesktopPorts) {
    this.#ports = ports
    this.#external = new External(() => this.#words)
    this.#windows = new Windows({
      preload: join(ports.out, 'preload/index.cjs'),
      bounds: new JsonFile(join(app.getPath('userData'), 'window.json'), WindowBounds),
      openOutside: (url, window) => void this.#external.open(url, window),
      onClosed: (window) => ports.workspace.windowClosed(windowName(window)),
      // On a Mac the app goes on without windows.
      keepsLast: () => process.platform !== 'darwin' && ports.quitting.asks(),
    })
    this.#tray = new TrayIcon(ports.icons, {
      show: () => this.#show(null),
      choose: (status) => this.#choose(status),
      quit: () => app.quit(),
    })
    ports.quitting.askBefore(() => this.#offersHandover('quit'))
  }

  /** Serves the windows, opens the first, connects; a one-time link signs in when nobody is. */
  async open(): Promise<void> {
    const { workspace, given } = this.#ports
    this.#answerWindows()
    this.#listen()
    try {
      await workspace.start()
    } catch (error) {
      return this.#giveUp(error)
    }
    this.#showAsked(given)
    this.#showTray()
    if (workspace.state.session.kind === 'signedOut' && given.signInLink !== null)
      await workspace.signInByLink({ link: given.signInLink, password: null, goOnDuty: true })
  }

  /** Without its outbox a reply might be lost, so the app says what is wrong and ends; an app without a window says nothing. */
  #giveUp(error: unknown): void {
    this.#ports.log.warn(`not started ${error instanceof Error ? error.name : 'unknown'}`)
    dialog.showErrorBox(this.#words.noFilesTitle, this.#words.noFiles(app.getPath('userData')))
    app.exit(1)
  }

  get #words(): Words {
    return wordsIn(this.#ports.preferences.current.language)
  }

  #answerWindows(): void {
    const { workspace, preferences, media, given, log, out } = this.#ports
    serveContent(join(out, 'renderer'), (id, request) => media.answer(id, request))
    const handlers = requestHandlers({
      workspace,
      windows: this.#windows,
      media,
      external: this.#external,
      preferences: () => preferences.current,
      setPreferences: (next) => this.#setPreferences(next),
      hubUrl: given.hubUrl,
      version: app.getVersion(),
      answerQuit: (isQuitting) => this.#ports.quitting.answer(isQuitting),
    })
    answerWindows(handlers, (name, error) => log.warn(`refused ${name} ${error instanceof Error ? error.name : ''}`))
  }

  #listen(): void {
    const { workspace, preferences } = this.#ports
    nativeTheme.themeSource = preferences.current.theme
    const notifications = new Notifications({
      words: () => this.#words,
      preferences: () => preferences.current,
      show: (id) => this.#show(id),
    })
    workspace.onCall((call) => {
      this.#badge = call.badge
      notifications.call(call)
      this.#showTray()
    })
    workspace.subscribe((changes) => {
      this.#tell(changes)
      if (changes.some(({ kind }) => kind === 'session' || kind === 'company')) this.#showTray()
    })
    powerMonitor.on('shutdown', () => this.#ports.quitting.hurry())
    powerMonitor.on('suspend', () => void workspace.sleep())
    powerMonitor.on('resume', () => workspace.wake())
    powerMonitor.on('unlock-screen', () => workspace.wake())
    app.on('second-instance', (_event, values) => this.#showAsked(parseArguments(values)))
    app.on('open-url', (event, url) => {
      event.preventDefault()
      this.#showAsked(parseArguments([url]))
    })
    app.on('activate', () => this.#show(null))
  }

  #tell(changes: readonly WorkspaceChange[]): void {
    for (const window of this.#windows.all) tellWindow(window, changes)
  }

  /** A window that is only being loaded asks for its state itself; what it is to show waits until then. */
  #show(conversationId: ConversationId | null): void {
    const window = this.#windows.showMain()
    if (conversationId !== null) tellWindow(window, [{ kind: 'show', conversationId }])
  }

  /** What a link or a start asked for; a link of ours that leads nowhere is said to. */
  #showAsked({ conversationId, hasDeadLink }: StartArguments): void {
    this.#show(conversationId)
    if (hasDeadLink) tellWindow(this.#windows.showMain(), [{ kind: 'show', conversationId: null }])
  }

  #choose(status: ChosenStatus): void {
    if (status !== 'online' && this.#offersHandover(status)) return
    void this.#ports.workspace.command({ kind: 'presence.set', status, by: 'operator' })
  }

  /** Whoever leaves conversations behind is offered in his window to hand them over first; true if he is. */
  #offersHandover(how: 'busy' | 'offline' | 'quit'): boolean {
    const { session, company } = this.#ports.workspace.state
    const me = company?.operators.find(({ id }) => id === company.account.id)
    if (session.kind === 'signedOut' || session.kind === 'replaced' || me === undefined) return false
    if (!leavesBehind(me, how === 'quit' ? 'offline' : how)) return false
    const isThere = this.#windows.hasMain
    const window = this.#windows.showMain()
    const tell = () => tellWindow(window, [{ kind: 'leaving', how }])
    if (isThere) tell()
    else window.webContents.once('did-finish-load', tell)
    return true
  }

  #setPreferences(preferences: Preferences): void {
    this.#ports.preferences.set(preferences)
    nativeTheme.themeSource = preferences.theme
    this.#tell([{ kind: 'preferences', preferences }])
    this.#showTray()
  }

  #showTray(): void {
    const { session, company } = this.#ports.workspace.state
    const me = company?.operators.find(({ id }) => id === company.account.id)
    const status = session.kind === 'signedOut' ? null : (me?.presence.chosen ?? null)
    this.#tray.show({ words: this.#words, badge: this.#badge, isConnected: session.kind === 'live', status })
  }
}
