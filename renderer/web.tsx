import './no-eval'

import { z } from 'zod'
import { FetchHttp } from '#client/fetch-http'
import { IdleWatch } from '#client/idle-watch'
import { memoryStores } from '#client/memory-stores'
import { SocketioTransport } from '#client/socketio-transport'
import { type Credentials, Workspace } from '#client/workspace'
import {
  type BootState,
  type Bridge,
  type Found,
  Preferences,
  type RequestInput,
  type WorkspaceChange,
} from '#preload/contract'
import type { Command, CommandKind, CommandReply } from '#protocol/commands'
import { accepted, type Outcome } from '#protocol/errors'
import { type AttachmentId, type ConversationId, DeviceId, OperatorId } from '#protocol/ids'
import type { Query, QueryKind, QueryReply } from '#protocol/queries'
import { mount } from './app'
import { readAddress, windowAddress } from './page-address'
import { pageInput } from './page-input'
import { browserPlatform } from './platform'
import { defaultPreferences } from './state/workspace-state'
import { createTexts } from './text/i18n'

const keys = { preferences: 'pult.preferences', owner: 'pult.owner', device: 'pult.device' } as const
const pageWindow = 'page'
const owner = z.object({ accountId: OperatorId.nullable() })

/** What was stored, or null: storage may be forbidden, emptied, or written by another version. */
function stored<Schema extends z.ZodType>(storage: Storage, key: string, schema: Schema): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(storage.getItem(key) ?? 'null'))
  } catch {
    return null
  }
}

function store(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value))
  } catch {
    // Kept for this page only.
  }
}

/** A tab is a device of its own: two tabs must not push each other out. It keeps its name over a reload. */
function thisDevice(): DeviceId {
  const known = stored(sessionStorage, keys.device, DeviceId)
  if (known !== null) return known
  const made = DeviceId.parse(crypto.randomUUID())
  store(sessionStorage, keys.device, made)
  return made
}

/** «Chrome, Windows»: by it one finds this browser among his sessions. */
function deviceName(): string {
  const agent = navigator.userAgent
  const browser = ['Edg', 'YaBrowser', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(`${name}/`))
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((name) => agent.includes(name))
  const shown = { Edg: 'Edge', YaBrowser: 'Yandex', OPR: 'Opera' }[browser ?? ''] ?? browser
  return [shown, system].filter((part) => part !== undefined).join(', ') || 'Browser'
}

/** The hub's cookie holds the session, unseen by scripts; here stays only whose it was. */
const keyring = {
  load: async (): Promise<Credentials> => {
    const known = stored(localStorage, keys.owner, owner)
    const auth = known === null ? ({ kind: 'none' } as const) : ({ kind: 'cookie' } as const)
    return { hubUrl: location.origin, accountId: known?.accountId ?? null, auth }
  },
  save: async ({ accountId, auth }: Credentials): Promise<void> => {
    if (auth.kind === 'none') localStorage.removeItem(keys.owner)
    else store(localStorage, keys.owner, { accountId })
  },
}

const platform = browserPlatform()

const workspace = new Workspace({
  clock: platform,
  random: { uuid: () => crypto.randomUUID(), number: () => Math.random() },
  http: new FetchHttp((url, init) => fetch(url, init), platform),
  keyring,
  transport: (hubUrl) => new SocketioTransport(hubUrl),
  openStores: async () => memoryStores(),
  device: thisDevice(),
  deviceName: deviceName(),
  remember: 'cookie',
  // A page has no log: what went wrong is said where the browser keeps its errors, by its kind alone.
  report: (report) => reportError(new Error(`The client reports ${report.kind}.`)),
})

const listeners = new Set<(changes: readonly WorkspaceChange[]) => void>()
const tell = (change: WorkspaceChange) => {
  for (const listener of listeners) listener([change])
}

let preferences: Preferences = stored(localStorage, keys.preferences, Preferences) ?? {
  ...defaultPreferences,
  language: navigator.language.startsWith('ru') ? 'ru' : 'en',
}

const address = readAddress(location.hash)

/** The conversation of a copied link; the address is free for the next one. */
function takeLink(): ConversationId | null {
  const asked = readAddress(location.hash)
  if (asked.kind !== 'conversation') return null
  history.replaceState(null, '', location.pathname)
  return asked.id
}

/** The same contract as in the desktop app, answered in the page by the same client over memory. */
class PageBridge implements Bridge {
  readonly host = 'web'
  readonly platform = 'browser'
  readonly #started = workspace.start()

  async start(): Promise<BootState> {
    await this.#started
    const conversationId = address.kind === 'window' ? address.id : null
    return { ...workspace.state, preferences, conversationId, version: '' }
  }

  subscribe(listener: (changes: readonly WorkspaceChange[]) => void): () => void {
    listeners.add(listener)
    const stop = workspace.subscribe(listener)
    return () => {
      listeners.delete(listener)
      stop()
    }
  }

  signIn = (input: RequestInput<'signIn'>) => workspace.signIn(input)

  async signInByLink(input: RequestInput<'signInByLink'>): Promise<Outcome<null>> {
    const entered = await workspace.signInByLink(input)
    // The code is used up; left in the address it would be tried again at every reload.
    if (entered.ok && location.hash.startsWith('#/join/')) history.replaceState(null, '', location.pathname)
    return entered
  }

  signOut = (input: RequestInput<'signOut'>) => workspace.signOut(input)
  connectNow = async () => workspace.connectNow()
  list = (input: RequestInput<'list'>) => workspace.list(input)
  openConversation = (input: RequestInput<'openConversation'>) => workspace.openConversation(input.conversationId)
  leaveConversation = (input: RequestInput<'leaveConversation'>) => workspace.leaveConversation(input.conversationId)
  history = (input: RequestInput<'history'>) => workspace.history(input)
  search = (input: RequestInput<'search'>): Promise<Outcome<Found>> => workspace.search(input)
  send = (input: RequestInput<'send'>) => workspace.send(input)
  withdraw = (input: RequestInput<'withdraw'>) => workspace.withdraw(input.id)
  sendAgain = (input: RequestInput<'sendAgain'>) => workspace.sendAgain(input.id)
  stageFile = (input: RequestInput<'stageFile'>) => workspace.stageFile(input)
  dropFile = (input: RequestInput<'dropFile'>) => workspace.dropFile(input.key)
  saveDraft = (input: RequestInput<'saveDraft'>) => workspace.saveDraft(input)
  typing = async (input: RequestInput<'typing'>) => workspace.typing(input.conversationId)
  visible = async (input: RequestInput<'visible'>) => workspace.visible(pageWindow, input)

  command<Kind extends CommandKind>(command: Command<Kind>): Promise<CommandReply<Kind>> {
    return workspace.command(command)
  }

  query<Kind extends QueryKind>(query: Query<Kind>): Promise<QueryReply<Kind>> {
    return workspace.query(query)
  }

  async setPreferences(input: Preferences): Promise<void> {
    preferences = input
    store(localStorage, keys.preferences, input)
    tell({ kind: 'preferences', preferences: input })
  }

  async openWindow(input: RequestInput<'openWindow'>): Promise<void> {
    window.open(`${location.pathname}${windowAddress(input.conversationId)}`, '_blank', 'popup,width=760,height=800')
  }

  async openExternal(input: RequestInput<'openExternal'>): Promise<void> {
    if (/^(https?|mailto|tel):/iu.test(input.url)) window.open(input.url, '_blank', 'noopener,noreferrer')
  }

  async saveAttachment(input: RequestInput<'saveAttachment'>): Promise<Outcome<null>> {
    const link = document.createElement('a')
    link.href = this.mediaUrl(input.attachmentId)
    link.download = input.name
    link.click()
    return accepted(null)
  }

  /** The browser has its own buttons. */
  async windowControl(): Promise<void> {}

  /** A tab that closes is a lost link and asks nobody. */
  async answerQuit(): Promise<void> {}

  mediaUrl(attachmentId: AttachmentId): string {
    return `/files/${encodeURIComponent(attachmentId)}`
  }
}

/** Notifications of the browser, where they are allowed, and the count in the title of the tab. */
function announceCalls(): void {
  const t = createTexts(preferences.language).getFixedT(preferences.language, 'text')
  workspace.onCall(({ notices, badge }) => {
    document.title = badge === 0 ? t('common.product') : `(${badge}) ${t('common.product')}`
    if (!('Notification' in window) || Notification.permission !== 'granted') return
    for (const notice of notices) {
      if (notice.kind !== 'conversation') {
        new Notification(t('common.product'), { body: t('frame.missed', { count: notice.conversations }) })
        continue
      }
      const { row } = notice
      const body = preferences.notificationsShowText ? (row.lastMessage?.preview ?? '') : t('frame.newMessage')
      const title = preferences.notificationsShowText ? row.contactName : t('common.product')
      const shown = new Notification(title, { body, tag: row.id, silent: !preferences.sounds })
      shown.onclick = () => {
        window.focus()
        tell({ kind: 'show', conversationId: row.id })
      }
    }
  })
}

window.addEventListener('hashchange', () => {
  const conversationId = takeLink()
  if (conversationId !== null) tell({ kind: 'show', conversationId })
})
window.addEventListener('online', () => workspace.wake())
document.addEventListener('visibilitychange', () => (document.hidden ? undefined : workspace.wake()))
window.addEventListener('beforeunload', (event) => {
  // Memory is all a page has: replies that have not left would go with it.
  if (workspace.state.outbox.length > 0) event.preventDefault()
})
announceCalls()
new IdleWatch(workspace, pageInput(platform.now), platform).start()
mount(new PageBridge(), platform, { conversationId: takeLink() })
