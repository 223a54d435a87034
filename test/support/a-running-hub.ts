import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import { defaultRules, type Messenger } from '#protocol/channel'
import type { Command, CommandKind, CommandReply } from '#protocol/commands'
import { plainWebForm } from '#protocol/connection'
import type { Refusal } from '#protocol/errors'
import type { FarPacket, HubPackets, NearItem, Notice } from '#protocol/events'
import { ChannelId, OperatorId } from '#protocol/ids'
import type { Role } from '#protocol/operator'
import type { Query, QueryAnswer, QueryKind } from '#protocol/queries'
import type { SignedIn } from '#protocol/sign-in'
import { defaultSignature } from '#protocol/signature'
import { protocolVersion, socketPath, type Welcome } from '#protocol/version'
import { Passwords } from '#server/accounts/passwords'
import type { AccountRecord } from '#server/accounts/ports'
import { anAdministrator } from '#server/accounts/sign-in-by-link'
import type { ChannelRecord } from '#server/channels/ports'
import type { InboundEvent } from '#server/conversations/inbound'
import { receive } from '#server/conversations/receive'
import { openLog } from '#server/log'
import { companyChanged } from '#server/operators/company'
import { soon, systemClock, systemRandom, systemTimers } from '#server/platform'
import type { RunRehearsal } from '#server/rehearsal/ports'
import { rehearseStore } from '#server/rehearse-store'
import { Secrets } from '#server/secrets'
import { type RunningHub, startHub } from '#server/start-hub'
import type { StartOptions } from '#server/start-options'
import { SqlChannelStore } from '#server/storage/channel-store'
import { aTemporaryFolder } from './a-temporary-folder'

export const aPassword = 'correct horse battery'
const aKey = Buffer.alloc(32, 7)
const passwords = new Passwords()
/** Hashed once: it is slow on purpose. */
const passwordHash = passwords.hash(aPassword)

type Options = Partial<Omit<StartOptions, 'config'>> & { readonly config?: Partial<StartOptions['config']> }

/** Where built pages would be; tests that need them name the real ones. */
const noFolders = { workspace: '/nowhere', widgetFile: '/nowhere', demo: { page: '/nowhere', fonts: '/nowhere' } }

/** In this process, since a thread needs the built script. */
const rehearsing =
  (file: string): RunRehearsal =>
  (request, onProgress) => ({
    outcome: rehearseStore(file, request, async (done) => onProgress(done)),
    stop: () => {},
  })

/** The real hub in this process, on a free port over a store in a temporary folder. Stopped when the test ends. */
export class TestRunningHub {
  readonly lines: string[] = []
  readonly folder: string
  readonly #options: Options
  #running: RunningHub | null = null
  readonly #devices: RawDevice[] = []
  #events = 0

  constructor(options: Options) {
    this.#options = options
    this.folder = options.config?.dataDir ?? aTemporaryFolder()
  }

  get running(): RunningHub {
    if (this.#running === null) throw new Error('the hub is not running')
    return this.#running
  }

  get url(): string {
    return this.running.url
  }

  async start(): Promise<void> {
    const log = openLog('debug', { write: (line) => void this.lines.push(line) })
    const config: StartOptions['config'] = {
      ...{ isDemo: false, host: '127.0.0.1', port: 0, publicUrl: null, dataDir: this.folder },
      ...{ secretKey: aKey, administrator: null, trustedProxy: [], logLevel: 'debug' },
      ...this.#options.config,
    }
    const world = { clock: systemClock, timers: systemTimers, random: systemRandom, soon }
    this.#running = await startHub({
      ...{ ...world, log, folders: noFolders, hubVersion: 'test', kinds: [], rehearsing, ...this.#options },
      config,
    })
  }

  async stop(): Promise<void> {
    await this.#running?.stop()
    this.#running = null
  }

  /** Ends devices and hub; the folder stays for a hub that starts anew. */
  async close(): Promise<void> {
    for (const device of this.#devices.splice(0)) device.close()
    await this.stop()
  }

  /** An account that can sign in with `aPassword`. */
  async operator(login: string, role: Role = 'employee', more: Partial<AccountRecord> = {}): Promise<AccountRecord> {
    const id = OperatorId.parse(systemRandom.id())
    const base = anAdministrator(id, { login, name: login }, await passwordHash, systemClock.now())
    const rights = { canSupervise: role === 'administrator', mayExceedLimit: role === 'administrator' }
    const account = { ...base, role, ...rights, takesPart: role !== 'administrator', ...more }
    const { hub, roster, attendance } = this.running.open
    await hub.write(async (work) => {
      await work.accounts.insertAccount(account)
      await companyChanged(work, roster, attendance)
    })
    return account
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = { 'content-type': 'application/json', ...headers }
    return fetch(`${this.url}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) })
  }

  async signIn(login: string, device = `${login}-laptop`): Promise<SignedIn & { readonly token: string }> {
    const body = { login, password: aPassword, device, deviceName: 'Test', remember: 'token' }
    const response = await this.post('/api/v1/sign-in', body)
    const signedIn: SignedIn = await response.json()
    if (signedIn.token === null || !response.ok) throw new Error(`not signed in: ${JSON.stringify(signedIn)}`)
    return { ...signedIn, token: signedIn.token }
  }

  /** A device of an operator, live; its snapshot is taken when the test asks for it. */
  async device(login: string, device = `${login}-laptop`): Promise<RawDevice> {
    const { token } = await this.signIn(login, device)
    const raw = this.socket({ protocol: protocolVersion, token, device, deviceName: 'Test' })
    await raw.welcomed
    return raw
  }

  socket(auth: unknown, headers: Record<string, string> = {}): RawDevice {
    const raw = new RawDevice(this.url, auth, headers)
    this.#devices.push(raw)
    return raw
  }

  /** A channel as it stands in the store; nothing of it is open before a restart. What contacts write in it comes through `writes`. */
  async channel(name = 'channel-1', messenger: Messenger = 'web'): Promise<ChannelId> {
    const { reader, writer, hub, roster, attendance } = this.running.open
    const secretKey = this.#options.config?.secretKey ?? aKey
    const seal = new Secrets(secretKey, systemRandom)
    const store = new SqlChannelStore({ reader, writer, seal, onChanged: async () => {} })
    const everybody = roster.groupFacts.find((group) => group.isEverybody)
    if (everybody === undefined) throw new Error('no group')
    const id = ChannelId.parse(name)
    const record: ChannelRecord = {
      ...{ id, messenger, name, accountKey: null, isConnected: true, version: 1 },
      ...{
        account: { account: name, name, link: null },
        rules: defaultRules({ kind: 'group', groupId: everybody.id }),
      },
      ...{ form: plainWebForm, webhookSecret: 'secret', pollPosition: null },
      ...{ signature: defaultSignature, health: { kind: 'green' }, lastInAt: null, lastOutAt: null, createdAt: 0 },
    }
    await store.insert(record, { by: null, answer: {}, action: 'channel.connected', at: 0 })
    await hub.write((work) => companyChanged(work, roster, attendance))
    return id
  }

  /** A contact writes; resolves after the commit. */
  async writes(chat: string, text = 'hello', channel = 'channel-1'): Promise<void> {
    const eventKey = `event-${++this.#events}`
    const event: InboundEvent = {
      ...{ kind: 'message', eventKey, externalChat: chat, externalMessageId: eventKey, isGroup: false, text },
      ...{ sender: { externalId: chat, name: chat, username: null, link: null }, attachments: [], album: null },
      ...{ replyToExternalId: null, providerAt: null, source: null },
    }
    const { hub, roster } = this.running.open
    const id = [...roster.channels.keys()].find((one) => one === channel)
    if (id === undefined) throw new Error(`no channel ${channel}`)
    await receive(hub, id, { eventKey, externalChat: chat, body: '{}' }, () => [event])
  }
}

export async function aRunningHub(options: Options = {}): Promise<TestRunningHub> {
  const hub = new TestRunningHub(options)
  onTestFinished(() => hub.close())
  await hub.start()
  return hub
}

export type FeedPacket =
  | { readonly name: 'near'; readonly item: NearItem }
  | { readonly name: 'far'; readonly packet: FarPacket }
  | { readonly name: 'notice'; readonly notice: Notice }

/** A socket as the hub sees one: everything received is kept, nothing is hidden or repaired. */
export class RawDevice {
  readonly socket: Socket
  readonly near: NearItem[] = []
  readonly far: FarPacket[] = []
  readonly notices: Notice[] = []
  readonly byes: Refusal[] = []
  /** Everything received in the order it came. */
  readonly feed: FeedPacket[] = []
  /** Every packet as it came, for those who look for what must not be there. */
  readonly raw: string[] = []
  readonly welcomed: Promise<Welcome>
  /** Resolves when the socket is refused or closed. */
  readonly closed: Promise<Refusal | null>
  readonly #waiting = new Set<() => void>()

  constructor(url: string, auth: unknown, headers: Record<string, string>) {
    this.socket = io(url, {
      ...{ path: socketPath, transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: headers },
      auth: Object(auth),
    })
    this.welcomed = new Promise((resolve) => this.socket.on('welcome', resolve))
    this.closed = new Promise((resolve) => {
      this.socket.on('connect_error', (error) => resolve(Object(error).data ?? null))
      this.socket.on('disconnect', () => resolve(this.byes.at(-1) ?? null))
    })
    this.#listen()
  }

  #listen(): void {
    const packets: { [Name in keyof HubPackets]?: (packet: Parameters<HubPackets[Name]>[0]) => void } = {
      near: ({ items }) => {
        this.near.push(...items)
        this.feed.push(...items.map((item): FeedPacket => ({ name: 'near', item })))
      },
      far: (packet) => {
        this.far.push(packet)
        this.feed.push({ name: 'far', packet })
      },
      notice: (notice) => {
        this.notices.push(notice)
        this.feed.push({ name: 'notice', notice })
      },
      bye: (refusal) => void this.byes.push(refusal),
    }
    for (const [name, take] of Object.entries(packets))
      this.socket.on(name, (packet) => {
        take(packet)
        for (const look of [...this.#waiting]) look()
      })
    this.socket.onAny((...packet) => void this.raw.push(JSON.stringify(packet)))
  }

  command<Kind extends CommandKind>(
    command: Command & { readonly kind: Kind },
    { id = systemRandom.uuid(), sentAt = systemClock.now() } = {},
  ): Promise<CommandReply<Kind>> {
    return this.send({ id, sentAt, command })
  }

  send<Reply = CommandReply>(envelope: unknown): Promise<Reply> {
    return this.socket.timeout(10_000).emitWithAck('command', envelope)
  }

  query<Kind extends QueryKind>(
    query: Query & { readonly kind: Kind },
  ): Promise<{ ok: true; value: QueryAnswer<Kind> } | { ok: false; refusal: Refusal }> {
    return this.socket.timeout(10_000).emitWithAck('query', query)
  }

  /** Waits as it is told when it has asked too often, as a workspace does: whoever looks again and again gets an answer, not a refusal. */
  async ask<Kind extends QueryKind>(query: Query & { readonly kind: Kind }): Promise<QueryAnswer<Kind>> {
    for (;;) {
      const reply = await this.query<Kind>(query)
      if (reply.ok) return reply.value
      const { code, retryAfterMs } = reply.refusal
      if (code !== 'RATE_LIMITED') throw new Error(`${query.kind} was refused: ${code}`)
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs ?? 100))
    }
  }

  /** Waits for what the hub is about to send; looks again with every packet. */
  until<Value>(look: () => Value | undefined | false): Promise<Value> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting.delete(check)
        reject(new Error(`never came; have ${this.raw.map((packet) => packet.slice(0, 300)).join('\n')}`))
      }, 8_000)
      const check = () => {
        const found = look()
        if (found === undefined || found === false) return
        clearTimeout(limit)
        this.#waiting.delete(check)
        resolve(found)
      }
      this.#waiting.add(check)
      check()
    })
  }

  close(): void {
    this.socket.disconnect()
  }
}
