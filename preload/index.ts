import { contextBridge, ipcRenderer } from 'electron'
import { changesChannel, mediaUrl, requestNames } from './constants'
import type { Bridge, RequestName, WorkspaceChange } from './contract'

/** Each request crosses under its own name; main parses it there and answers with a value. */
const ask = (name: RequestName) => (input: unknown) => ipcRenderer.invoke(name, input)

const platforms: Readonly<Record<string, Bridge['platform']>> = { darwin: 'mac', win32: 'windows' }

const requests = Object.fromEntries(requestNames.map((name) => [name, ask(name)]))

contextBridge.exposeInMainWorld('bridge', {
  ...requests,
  host: 'desktop',
  platform: platforms[process.platform] ?? 'linux',
  command: (command: unknown) => ask('command')({ command }),
  query: (query: unknown) => ask('query')({ query }),
  subscribe: (listener: (changes: readonly WorkspaceChange[]) => void) => {
    const receive = (_event: unknown, changes: readonly WorkspaceChange[]) => listener(changes)
    ipcRenderer.on(changesChannel, receive)
    return () => void ipcRenderer.removeListener(changesChannel, receive)
  },
  mediaUrl,
})
