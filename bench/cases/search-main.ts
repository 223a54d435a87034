/**
 * The main process of the app as far as searching goes, without Electron: the real workspace over the real stores in the folder given,
 * its hub away. Requests come over Node's own process wall, which copies values as Electron's does (structured clone), and are
 * checked as main/bridge.ts checks them.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { FetchHttp } from '#client/fetch-http'
import { MemoryFiles } from '#client/files'
import { SocketioTransport } from '#client/socketio-transport'
import { Workspace } from '#client/workspace'
import { openStores } from '#main/cache/open-stores'
import { monotonic, nextTurn, systemClock, systemRandom } from '#main/platform'
import { requests } from '#preload/contract'
import { DeviceId, OperatorId } from '#protocol/ids'

const Asked = z.object({ id: z.number(), input: z.unknown() })

/** Nobody listens on it. */
const hubUrl = 'http://127.0.0.1:9'
const folder = join(process.argv[2] ?? '.')
const fail = (what: string, error: unknown) => {
  console.error(what, error)
  process.exit(1)
}

const workspace = new Workspace({
  clock: systemClock,
  random: systemRandom,
  http: new FetchHttp((url, init) => fetch(url, init), systemClock),
  keyring: {
    load: async () => ({ hubUrl, accountId: OperatorId.parse('anna'), auth: { kind: 'token', token: 'bench' } }),
    save: async () => undefined,
  },
  transport: (url) => new SocketioTransport(url),
  openStores: async () =>
    openStores({
      folder,
      files: new MemoryFiles(),
      monotonic,
      pause: nextTurn,
      onSlow: () => undefined,
      onTrouble: fail,
    }),
  device: DeviceId.parse(systemRandom.uuid()),
  deviceName: 'bench',
  remember: 'token',
  report: (report) => (report.kind === 'cacheFailed' ? fail(report.kind, report.error) : undefined),
})

async function answer(message: unknown): Promise<void> {
  const { id, input } = Asked.parse(message)
  const asked = requests.search.safeParse(input)
  if (!asked.success) throw new Error('a window asked for what it may not')
  process.send?.({ id, outcome: await workspace.search(asked.data) })
}

process.on('message', (message) => void answer(message))
process.on('disconnect', () => process.exit(0))
await workspace.start()
process.send?.({ kind: 'ready' })
