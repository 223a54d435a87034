import type { Command, CommandReply } from '#protocol/commands'
import { accepted, type Outcome, refusal, refused } from '#protocol/errors'
import { CommandId, type ConversationId, type DeviceId, type OperatorId } from '#protocol/ids'
import { protocolVersion } from '#protocol/version'
import { Attention, type AttentionCall } from './attention'
import type { Cache, CachedCompany } from './cache'
import type { Change } from './changes'
import type { ClientClock, ClientRandom } from './clock'
import { checkFile, type FileStore, type StagedFile } from './files'
import type { HubHttp } from './http'
import { Outbox } from './outbox'
import type { Draft, OutboxStore, StoredDraft } from './outbox-store'
import { Reading } from './reading'
import type { Reporter } from './reports'
import { ResilientCache } from './resilient-cache'
import { Session } from './session'
import type { SessionState } from './session-state'
import { type Shown, Sight } from './sight'
import { Sync } from './sync'
import type { Transport } from './transport'
import { Uploads } from './uploads'

/** Where one account's work on one hub is kept on this device. */
export interface Stores {
  readonly cache: Cache
  readonly outbox: OutboxStore
  readonly files: FileStore
  /** The device has a place for the cache, and it cannot be used: memory stands in for it. */
  readonly isWithoutCache: boolean
  close(): Promise<void>
  /** After closing: nothing of the account stays on the device. */
  wipe(): Promise<void>
}

export interface DeskPorts {
  readonly transport: Transport
  readonly http: HubHttp
  readonly clock: ClientClock
  readonly random: ClientRandom
  readonly stores: Stores
  readonly emit: (change: Change) => void
  readonly call: (call: AttentionCall) => void
  readonly report: Reporter
}

export interface DeskTarget {
  readonly hubUrl: string
  /** Whose stores these are; null when only the hub can tell (a browser's cookie). */
  readonly accountId: OperatorId | null
  /** Null: the browser's cookie. */
  readonly token: string | null
  readonly device: DeviceId
  readonly deviceName: string
  /** Signing in by hand offers it; a restart never changes the status. */
  readonly goesOnDuty: boolean
}

/** Acts that make a conversation one's own: no need to announce it. */
const ownActs: ReadonlySet<Command['kind']> = new Set(['conversation.take', 'conversation.reopen', 'message.send'])

/** One operator at work on one hub: link, copy, outbox and what calls for him. Lives from sign-in to sign-out, whatever the network does. */
export class Desk {
  readonly session: Session
  readonly outbox: Outbox
  readonly reading: Reading
  readonly sight: Sight
  readonly #ports: DeskPorts
  readonly #target: DeskTarget
  readonly #cache: Cache
  readonly #sync: Sync
  readonly #attention: Attention
  readonly #drafts = new Map<ConversationId, StoredDraft>()
  readonly #staged = new Map<string, StagedFile>()
  #goesOnDuty: boolean
  #isWithoutCache: boolean

  private constructor(ports: DeskPorts, target: DeskTarget, since: number | null) {
    const { clock, random, stores, report } = ports
    this.#ports = ports
    this.#target = target
    this.#goesOnDuty = target.goesOnDuty
    this.#isWithoutCache = stores.isWithoutCache
    this.#cache = new ResilientCache(stores.cache, (error) => this.#cacheFailed(error))
    const emit = (change: Change) => this.#take(change)
    const company = () => this.#sync.company
    this.session = new Session(ports, this.#sessionEvents(), {
      hubUrl: target.hubUrl,
      handshake: handshakeOf(target),
      since,
    })
    this.#sync = new Sync({
      cache: this.#cache,
      clock,
      session: this.session,
      emit,
      report,
      opened: () => this.reading.opened,
      onCaughtUp: (held, isFresh) => this.#caughtUp(held, isFresh),
    })
    const uploads = new Uploads({
      http: ports.http,
      hub: { hubUrl: target.hubUrl, token: target.token },
      files: stores.files,
      onProgress: (file, sent) => emit({ kind: 'upload', key: file.key, sent, size: file.size }),
    })
    this.outbox = new Outbox({
      store: stores.outbox,
      files: stores.files,
      clock,
      random,
      command: (command, id) => this.#run(command, id),
      upload: (file) => uploads.send(file),
      emit,
      report,
    })
    const newId = () => this.newId()
    this.sight = new Sight({ cache: this.#cache, session: this.session, sync: this.#sync, company, newId })
    this.reading = new Reading({
      cache: this.#cache,
      session: this.session,
      sync: this.#sync,
      outbox: this.outbox,
      draftOf: (id) => this.draftOf(id),
    })
    const inSight = () => this.sight.inSight
    this.#attention = new Attention({ cache: this.#cache, clock, company, inSight, call: ports.call })
  }

  /** Reads what the last run left; from then on windows can be served, with or without the hub. */
  static async open(ports: DeskPorts, target: DeskTarget): Promise<Desk> {
    const cursor = await ports.stores.cache.cursor().catch(() => null)
    const desk = new Desk(ports, target, cursor?.at ?? null)
    await desk.#sync.open()
    await desk.outbox.load()
    for (const draft of await ports.stores.outbox.drafts()) desk.#drafts.set(draft.conversationId, draft)
    await desk.#attention.open(cursor?.at ?? null)
    return desk
  }

  get company(): CachedCompany | null {
    return this.#sync.company
  }

  /** Work goes on in memory, and what is shown will not be here at the next start. */
  get isWithoutCache(): boolean {
    return this.#isWithoutCache
  }

  get drafts(): readonly StoredDraft[] {
    return [...this.#drafts.values()]
  }

  get hubUrl(): string {
    return this.#target.hubUrl
  }

  /** What a window shows now. */
  look(window: string, shown: Shown): void {
    this.sight.show(window, shown)
    this.#attention.looked()
  }

  newId(): CommandId {
    return CommandId.parse(this.#ports.random.uuid())
  }

  /** At once, with an answer or a refusal: nothing is kept for later. */
  command(command: Command): Promise<CommandReply> {
    return this.#run(command, this.newId())
  }

  draftOf(id: ConversationId): Draft | null {
    return this.#drafts.get(id) ?? null
  }

  async saveDraft(draft: StoredDraft): Promise<void> {
    if (draft.text === '') this.#drafts.delete(draft.conversationId)
    else this.#drafts.set(draft.conversationId, draft)
    await this.#ports.stores.outbox.putDraft(draft)
  }

  async stageFile(
    file: Omit<StagedFile, 'key' | 'size'>,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Outcome<StagedFile>> {
    const checked = checkFile(bytes.length)
    if (!checked.ok) return checked
    const staged = { key: this.#ports.random.uuid(), name: file.name, mediaType: file.mediaType, size: bytes.length }
    await this.#ports.stores.files.put(staged.key, bytes)
    this.#staged.set(staged.key, staged)
    return accepted(staged)
  }

  async dropFile(key: string): Promise<void> {
    if (this.#staged.delete(key)) await this.#ports.stores.files.remove(key)
  }

  /** The staged files of these keys, which now belong to a reply. */
  takeStaged(keys: readonly string[]): Outcome<readonly StagedFile[]> {
    const files = keys.flatMap((key) => this.#staged.get(key) ?? [])
    if (files.length < keys.length) return refused('FILE_NOT_RECEIVED', 'a file is no longer there', { field: 'files' })
    for (const key of keys) this.#staged.delete(key)
    return accepted(files)
  }

  /** Files of a withdrawn reply are back at the composer. */
  restage(files: readonly StagedFile[]): void {
    for (const { key, name, mediaType, size } of files) this.#staged.set(key, { key, name, mediaType, size })
  }

  /** Ends work here; the stores stay as they are. */
  async close(): Promise<void> {
    this.session.stop()
    this.outbox.close()
    this.#attention.close()
    await this.#sync.settled()
  }

  async #run(command: Command, id: CommandId): Promise<CommandReply> {
    if (ownActs.has(command.kind) && 'conversationId' in command) this.#attention.ownAct(command.conversationId)
    return this.session.command(command, id)
  }

  #sessionEvents(): ConstructorParameters<typeof Session>[1] {
    return {
      state: (session: SessionState) => this.#take({ kind: 'session', session }),
      welcomed: (welcome) => this.#sync.welcomed(welcome),
      near: (packet) => this.#sync.near(packet),
      far: (packet) => this.#sync.far(packet),
      notice: (notice) => this.#sync.notice(notice),
      lost: () => {
        this.outbox.shut()
        this.#sync.lost()
        this.#attention.lost()
      },
    }
  }

  #caughtUp(company: CachedCompany, isFresh: boolean): void {
    if (this.#target.accountId !== null && company.account.id !== this.#target.accountId) {
      // What waits here was written by somebody else: it must not leave under this name.
      this.session.end(refusal('SESSION_ENDED', 'the session is of another account than what is kept here'))
      return
    }
    this.session.caughtUp()
    this.outbox.open()
    this.sight.look()
    void this.#attention.caughtUp(isFresh).catch((error) => this.#failed('attention', error))
    if (!this.#goesOnDuty) return
    this.#goesOnDuty = false
    void this.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  }

  #take(change: Change): void {
    this.#ports.emit(change)
    this.#attention.take(change)
    if (change.kind === 'entries')
      void this.outbox.settle(change.entries).catch((error) => this.#failed('outbox', error))
    if (change.kind === 'rows' || change.kind === 'entries') this.sight.look()
  }

  #cacheFailed(error: unknown): void {
    this.#isWithoutCache = true
    this.#ports.report({ kind: 'cacheFailed', error })
    this.#ports.emit({ kind: 'cache', isWithout: true })
  }

  #failed(during: string, error: unknown): void {
    this.#ports.report({ kind: 'failed', during, error })
  }
}

const handshakeOf = ({ token, device, deviceName }: DeskTarget) => ({
  protocol: protocolVersion,
  device,
  deviceName,
  ...(token === null ? {} : { token }),
})
