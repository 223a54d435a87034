import type { BrowserWindow } from 'electron'
import type { Workspace } from '#client/workspace'
import type { BootState, Preferences } from '#preload/contract'
import { refused } from '#protocol/errors'
import type { RequestHandlers } from './bridge'
import type { External } from './external'
import type { Media } from './media'
import { parseCommand, parseQuery } from './parse-questions'
import { saveAttachment } from './save-attachment'
import type { Windows } from './windows'

export interface HandlerPorts {
  readonly workspace: Workspace
  readonly windows: Windows
  readonly media: Media
  readonly external: External
  readonly preferences: () => Preferences
  readonly setPreferences: (preferences: Preferences) => void
  /** Offered at sign-in while no hub is known. */
  readonly hubUrl: string | null
  readonly version: string
  readonly answerQuit: (isQuitting: boolean) => void
}

/** The name under which the workspace knows a window. */
export const windowName = (window: BrowserWindow): string => String(window.id)

const notUnderstood = async () => refused('BAD_REQUEST', 'not a question of this version')

function boot({ workspace, windows, preferences, hubUrl, version }: HandlerPorts, window: BrowserWindow): BootState {
  const { session, ...state } = workspace.state
  const isFirst = session.kind === 'signedOut' && session.hubUrl === null
  return {
    ...state,
    session: isFirst ? { ...session, hubUrl } : session,
    preferences: preferences(),
    conversationId: windows.conversationOf(window),
    version,
  }
}

function control(window: BrowserWindow, act: 'minimize' | 'maximize' | 'close'): void {
  if (act === 'close') window.close()
  else if (act === 'minimize') window.minimize()
  else if (window.isMaximized()) window.unmaximize()
  else window.maximize()
}

/** What windows may ask, answered by the workspace or by the system. */
export function requestHandlers(ports: HandlerPorts): RequestHandlers {
  const { workspace, windows, media, external } = ports
  return {
    start: async (_input, window) => boot(ports, window),
    signIn: (input) => workspace.signIn(input),
    signInByLink: (input) => workspace.signInByLink(input),
    signOut: (input) => workspace.signOut(input),
    connectNow: async () => workspace.connectNow(),
    list: (input) => workspace.list(input),
    openConversation: ({ conversationId }) => workspace.openConversation(conversationId),
    leaveConversation: ({ conversationId }) => workspace.leaveConversation(conversationId),
    history: (input) => workspace.history(input),
    search: (input) => workspace.search(input),
    command: ({ command }) => {
      const parsed = parseCommand(command)
      return parsed === null ? notUnderstood() : workspace.command(parsed)
    },
    query: ({ query }) => {
      const parsed = parseQuery(query)
      return parsed === null ? notUnderstood() : workspace.query(parsed)
    },
    send: (input) => workspace.send(input),
    withdraw: ({ id }) => workspace.withdraw(id),
    sendAgain: ({ id }) => workspace.sendAgain(id),
    stageFile: (input) => workspace.stageFile(input),
    dropFile: ({ key }) => workspace.dropFile(key),
    saveDraft: (input) => workspace.saveDraft(input),
    typing: async ({ conversationId }) => workspace.typing(conversationId),
    visible: async (input, window) => workspace.visible(windowName(window), input),
    setPreferences: async (preferences) => ports.setPreferences(preferences),
    openWindow: async ({ conversationId }) => void windows.showConversation(conversationId),
    openExternal: ({ url }, window) => external.open(url, window),
    saveAttachment: (input, window) => saveAttachment(media, window, input),
    windowControl: async ({ act }, window) => control(window, act),
    answerQuit: async ({ isQuitting }) => ports.answerQuit(isQuitting),
  }
}
