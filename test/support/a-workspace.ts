import type { AttentionCall } from '#client/attention'
import type { Change } from '#client/changes'
import type { Stores } from '#client/desk'
import type { HubHttp } from '#client/http'
import { memoryStores } from '#client/memory-stores'
import type { Report } from '#client/reports'
import { type Credentials, Workspace } from '#client/workspace'
import { accepted, refused } from '#protocol/errors'
import { DeviceId } from '#protocol/ids'
import type { Account } from '#protocol/operator'
import type { FakeHub } from './fake-hub'
import { VirtualTime } from './virtual-time'

const hubUrl = 'https://hub.example'

/** No network beside the socket: tests say what of it answers. */
const noHttp: HubHttp = {
  signIn: async () => refused('NOT_CONNECTED', 'no network'),
  signInByLink: async () => refused('NOT_CONNECTED', 'no network'),
  signOut: async () => accepted(null),
  createUpload: async () => refused('NOT_CONNECTED', 'no network'),
  uploadOffset: async () => refused('NOT_CONNECTED', 'no network'),
  uploadChunk: async () => refused('NOT_CONNECTED', 'no network'),
}

/** Ids that look random and are not. */
export class CountedRandom {
  #count = 0
  #value = 0.5

  uuid(): string {
    this.#count++
    return `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`
  }

  number(): number {
    return this.#value
  }

  always(value: number): void {
    this.#value = value
  }
}

interface WorkspaceOptions {
  readonly hub: FakeHub
  readonly account: Account
  readonly stores?: Stores
  readonly http?: Partial<HubHttp>
  readonly time?: VirtualTime
  readonly random?: CountedRandom
  readonly credentials?: Credentials | null
}

/** An operator's workspace on a fake hub, with everything it told kept to look at. */
export function aWorkspace(options: WorkspaceOptions) {
  const { hub, account } = options
  const time = options.time ?? new VirtualTime()
  const random = options.random ?? new CountedRandom()
  const stores = options.stores ?? memoryStores()
  const changes: Change[] = []
  const calls: AttentionCall[] = []
  const reports: Report[] = []
  const signedIn: Credentials = { hubUrl, accountId: account.id, auth: { kind: 'token', token: 'secret' } }
  let kept: Credentials | null = options.credentials === undefined ? signedIn : options.credentials
  const workspace = new Workspace({
    clock: time,
    random,
    http: { ...noHttp, ...options.http },
    keyring: {
      load: async () => kept,
      save: async (credentials) => {
        kept = credentials
      },
    },
    transport: () => hub.transport(account),
    openStores: async () => stores,
    device: DeviceId.parse('device-1'),
    deviceName: 'Laptop',
    remember: 'token',
    report: (report) => void reports.push(report),
  })
  workspace.subscribe((told) => void changes.push(...told))
  workspace.onCall((call) => void calls.push(call))
  return { workspace, hub, account, time, random, stores, changes, calls, reports, keyring: () => kept }
}
