import type { AttachmentId } from '#protocol/ids'
import type { Preferences, RequestName } from './contract'

/** Values both ends of the process wall share; apart from the schemas, so that the preload script carries no parser. */

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  language: 'ru',
  sendBy: 'enter',
  sounds: true,
  notificationsShowText: true,
  panelIsOpen: true,
  listWidth: null,
  panelWidth: null,
  foldedSections: [],
}

/** Every request, once: a name missing here does not compile in `complete`. */
export const requestNames = [
  'start',
  'signIn',
  'signInByLink',
  'signOut',
  'connectNow',
  'list',
  'openConversation',
  'leaveConversation',
  'history',
  'search',
  'command',
  'query',
  'send',
  'withdraw',
  'sendAgain',
  'stageFile',
  'dropFile',
  'saveDraft',
  'typing',
  'visible',
  'setPreferences',
  'openWindow',
  'openExternal',
  'saveAttachment',
  'windowControl',
  'answerQuit',
] as const satisfies readonly RequestName[]

type Missing = Exclude<RequestName, (typeof requestNames)[number]>
const complete: [Missing] extends [never] ? true : Missing = true
void complete

/** The one channel from main to windows: batches of `WorkspaceChange`. */
export const changesChannel = 'changes'

/** Origin of the desktop app's pages. */
export const desktopOrigin = 'app://workspace'
/** Where pages find stored attachments: a path of their own origin, so that no attachment can name a foreign host. */
export const mediaPath = '/media/'
export const mediaUrl = (attachmentId: AttachmentId): string => `${mediaPath}${encodeURIComponent(attachmentId)}`
