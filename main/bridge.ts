import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { changesChannel, requestNames } from '#preload/constants'
import { type RequestInput, type RequestName, requests, type WorkspaceChange } from '#preload/contract'
import { isOurs } from './windows'

/** What answers each request of a window; the window comes along for what concerns itself. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (input: RequestInput<Name>, window: BrowserWindow) => Promise<unknown>
}

/** A request from where it must not come, or of a shape nobody may send: logged, and an error in the page. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
}

/** The sender has to be the top frame of one of our pages in one of our windows. */
function windowOf(event: IpcMainInvokeEvent): BrowserWindow {
  const { senderFrame, sender } = event
  if (senderFrame === null || senderFrame !== sender.mainFrame) throw new RequestRefused('not the main frame')
  if (!isOurs(senderFrame.url)) throw new RequestRefused('not a page of ours')
  const window = BrowserWindow.fromWebContents(sender)
  if (window === null) throw new RequestRefused('not a window of ours')
  return window
}

function register<Name extends RequestName>(
  name: Name,
  handler: RequestHandlers[Name],
  onRefused: (name: string, error: unknown) => void,
): void {
  ipcMain.handle(name, async (event, input: unknown) => {
    try {
      const window = windowOf(event)
      const parsed = requests[name].safeParse(input)
      if (!parsed.success) throw new RequestRefused(`${name}: ${parsed.error.issues[0]?.message ?? 'wrong shape'}`)
      // The schema of a name is the input of its handler.
      return await handler(parsed.data as RequestInput<Name>, window)
    } catch (error) {
      onRefused(name, error)
      throw error
    }
  })
}

/** The end of the process wall in main: every request checked for sender and shape, and nothing else listened to. */
export function answerWindows(handlers: RequestHandlers, onRefused: (name: string, error: unknown) => void): void {
  for (const name of requestNames) register(name, handlers[name], onRefused)
}

/** Sends changes to windows; they arrive in order, each batch as one message. */
export function tellWindow(window: BrowserWindow, changes: readonly WorkspaceChange[]): void {
  if (!window.isDestroyed() && changes.length > 0) window.webContents.send(changesChannel, changes)
}
