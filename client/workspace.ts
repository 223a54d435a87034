import type { Command, CommandKind, CommandReply } from '#protocol/commands'
import { accepted, type Outcome, type Refusal, refusal, refused } from '#protocol/errors'
import type { ConversationId, DeviceId, OperatorId, Seq } from '#protocol/ids'
import { cleanText, longestText } from '#protocol/message'
import type { Query, QueryKind, QueryReply } from '#protocol/queries'
import type { ReplyButtonForm } from '#protocol/reply-button'
import type { SignedIn } from '#protocol/sign-in'
import type { AttentionCall } from './attention'
import type { CachedCompany, Found } from './cache'
import { ChangeFeed, type ChangeListener } from './change-feed'
import type { ClientClock, ClientRandom } from './clock'
import { Desk, type DeskTarget, type Stores } from './desk'
import type { StagedFile } from './files'
import type { HubHttp } from './http'
import { hubUrlOfLink, parseHubUrl } from './hub-url'
import type { OutboxItem, StoredDraft, Withdrawn } from './outbox-store'
import type { HistoryPage, ListPage, OpenedConversation, Reading } from './reading'
import type { Reporter } from './reports'
import type { SessionState } from './session-state'
import type { Shown } from './sight'
import type { Transport } from './transport'

/** Who is signed in on this device, as kept between runs. */
export interface Credentials {
  readonly hubUrl: string
  /** Null while only the hub can tell (a browser's cookie). */
  readonly accountId: OperatorId | null
  readonly auth:
    | { readonly kind: 'token'; readonly token: string }
    | { readonly kind: 'cookie' }
    /** Signed out: the hub's address is remembered for the next time. */
    | { readonly kind: 'none' }
}

/** The secret store of the device. */
export interface Keyring {
  load(): Promise<Credentials | null>
  save(credentials: Credentials): Promise<void>
}

export interface WorkspacePorts {
  readonly clock: ClientClock
  readonly random: ClientRandom
  readonly http: HubHttp
  readonly keyring: Keyring
  readonly transport: (hubUrl: string) => Transport
  readonly openStores: (owner: { readonly hubUrl: string; readonly accountId: OperatorId | null }) => Promise<Stores>
  readonly device: DeviceId
  readonly deviceName: string
  /** Where the hub puts the session: a cookie for a page it serves itself, a token otherwise. */
  readonly remember: 'cookie' | 'token'
  readonly report: Reporter
}

/** What a window starts with. */
export interface WorkspaceState {
  readonly session: SessionState
  readonly company: CachedCompany | null
  readonly outbox: readonly OutboxItem[]
  readonly drafts: readonly StoredDraft[]
  /** The cache of this device cannot be used. */
  readonly isWithoutCache: boolean
}

export interface SendInput {
  readonly conversationId: ConversationId
  readonly text: string
  readonly isNote: boolean
  readonly mentions: readonly OperatorId[]
  readonly files: readonly string[]
  readonly replyToSeq: Seq | null
  readonly buttons?: ReplyButtonForm[]
}

const signedOut = (hubUrl: string | null, said: Refusal | null = null): SessionState => ({
  kind: 'signedOut',
  hubUrl,
  refusal: said,
})

const notSignedIn = refused('UNAUTHENTICATED', 'nobody is signed in')

/** The whole of the operator's side: what windows see and may ask, over whatever network, store and host it is given. */
export class Workspace {
  readonly #ports: WorkspacePorts
  readonly #feed: ChangeFeed
  readonly #callListeners = new Set<(call: AttentionCall) => void>()
  #desk: Desk | null = null
  #stores: Stores | null = null
  #token: string | null = null
  #session: SessionState = signedOut(null)
  /** Signing in, out and starting change what the others build on: one at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(ports: WorkspacePorts) {
    this.#ports = ports
    this.#feed = new ChangeFeed(ports.clock)
  }

  /** Opens what the last run left and connects; resolves when windows can be served, long before the hub has answered. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      const kept = await this.#ports.keyring.load()
      if (kept === null || kept.auth.kind === 'none') this.#become(signedOut(kept?.hubUrl ?? null))
      else await this.#openDesk(kept, false)
    })
  }

  get state(): WorkspaceState {
    const desk = this.#desk
    return {
      session: this.#session,
      company: desk?.company ?? null,
      outbox: desk?.outbox.items ?? [],
      drafts: desk?.drafts ?? [],
      isWithoutCache: desk?.isWithoutCache ?? false,
    }
  }

  subscribe(listener: ChangeListener): () => void {
    return this.#feed.subscribe(listener)
  }

  /** Notifications and the badge, for the host to show natively. */
  onCall(listener: (call: AttentionCall) => void): () => void {
    this.#callListeners.add(listener)
    return () => void this.#callListeners.delete(listener)
  }

  signIn(input: { hubUrl: string; login: string; password: string; goOnDuty: boolean }): Promise<Outcome<null>> {
    const hubUrl = parseHubUrl(input.hubUrl)
    if (hubUrl === null) return Promise.resolve(refused('INVALID', 'not an address of a hub', { field: 'hubUrl' }))
    const { login, password } = input
    const asked = { login: login.trim().toLowerCase(), password, ...this.#device() }
    return this.#inTurn(async () =>
      this.#signedIn(hubUrl, await this.#ports.http.signIn(hubUrl, asked), input.goOnDuty),
    )
  }

  signInByLink(input: { link: string; password: string | null; goOnDuty: boolean }): Promise<Outcome<null>> {
    return this.#inTurn(async () => {
      const hubUrl = hubUrlOfLink(input.link) ?? (await this.#ports.keyring.load())?.hubUrl ?? null
      if (hubUrl === null) return refused('INVALID', 'the link names no hub', { field: 'link' })
      const asked = { link: input.link.trim(), password: input.password, ...this.#device() }
      return this.#signedIn(hubUrl, await this.#ports.http.signInByLink(hubUrl, asked), input.goOnDuty)
    })
  }

  /** Nothing of the account stays on the device. Refused with CONFLICT while replies wait, unless they may be thrown away. */
  signOut(input: { discardsOutbox: boolean }): Promise<Outcome<null>> {
    return this.#inTurn(async () => {
      const desk = this.#desk
      if (desk === null) return accepted(null)
      const waiting = desk.outbox.items.length
      if (waiting > 0 && !input.discardsOutbox)
        return refused('CONFLICT', 'replies wait in the outbox', { facts: { waiting } })
      const { hubUrl } = desk
      await desk.session.leave()
      await this.#ports.http.signOut({ hubUrl, token: this.#token })
      await this.#ports.keyring.save({ hubUrl, accountId: null, auth: { kind: 'none' } })
      const stores = this.#stores
      await this.#closeDesk(false)
      await stores?.wipe()
      this.#become(signedOut(hubUrl))
      return accepted(null)
    })
  }

  connectNow(): void {
    this.#desk?.session.connectNow()
  }

  wake(): void {
    this.#desk?.session.wake()
  }

  sleep(): Promise<void> {
    return this.#desk?.session.sleep() ?? Promise.resolve()
  }

  /** The program ends: the hub is told (an update that restarts at once is not a leaving), everything is closed. */
  close(input: { isLeaving: boolean }): Promise<void> {
    return this.#inTurn(async () => {
      if (input.isLeaving) await this.#desk?.session.leave()
      await this.#closeDesk(false)
    })
  }

  async list(input: Parameters<Reading['list']>[0]): Promise<ListPage> {
    return this.#desk?.reading.list(input) ?? { rows: [], marks: [], next: null }
  }

  async openConversation(id: ConversationId): Promise<Outcome<OpenedConversation>> {
    return this.#desk?.reading.open(id) ?? notSignedIn
  }

  async leaveConversation(id: ConversationId): Promise<void> {
    await this.#desk?.reading.leave(id)
  }

  async history(input: { conversationId: ConversationId; before: Seq; limit: number }): Promise<Outcome<HistoryPage>> {
    return this.#desk?.reading.history(input.conversationId, input.before, input.limit) ?? notSignedIn
  }

  async search(input: { text: string; where: 'cache' | 'hub' }): Promise<Outcome<Found>> {
    return this.#desk?.reading.search(input.text, input.where) ?? notSignedIn
  }

  async command<Kind extends CommandKind>(command: Command<Kind>): Promise<CommandReply<Kind>> {
    // A command is one of the union whatever its kind; the reply was parsed by that kind.
    const reply = await this.#desk?.command(command as Command)
    return (reply ?? notSignedIn) as CommandReply<Kind>
  }

  async query<Kind extends QueryKind>(query: Query<Kind>): Promise<QueryReply<Kind>> {
    const reply = await this.#desk?.session.query(query as Query)
    return (reply ?? notSignedIn) as QueryReply<Kind>
  }

  /** Shown at once as queued, leaves exactly once. The typed text is refused here if no hub would take it. */
  async send(input: SendInput): Promise<Outcome<OutboxItem>> {
    const desk = this.#desk
    if (desk === null) return notSignedIn
    const text = textOf(input)
    if (!text.ok) return text
    const files = desk.takeStaged(input.files)
    if (!files.ok) return files
    const { conversationId, replyToSeq } = input
    const item: OutboxItem['command'] = input.isNote
      ? { kind: 'note.add', conversationId, text: text.value, mentions: [...input.mentions] }
      : {
          ...{ kind: 'message.send', conversationId, text: text.value, attachments: [], replyToSeq },
          ...(input.buttons !== undefined && { buttons: input.buttons }),
        }
    return accepted(await desk.outbox.add(item, files.value))
  }

  async withdraw(id: OutboxItem['id']): Promise<Outcome<Withdrawn>> {
    const outcome = await this.#desk?.outbox.withdraw(id)
    if (outcome?.ok) this.#desk?.restage(outcome.value.files)
    return outcome ?? notSignedIn
  }

  async sendAgain(id: OutboxItem['id']): Promise<Outcome<null>> {
    return this.#desk?.outbox.sendAgain(id) ?? notSignedIn
  }

  async stageFile(input: { name: string; mediaType: string; bytes: ArrayBuffer }): Promise<Outcome<StagedFile>> {
    return this.#desk?.stageFile(input, new Uint8Array(input.bytes)) ?? notSignedIn
  }

  async dropFile(key: string): Promise<void> {
    await this.#desk?.dropFile(key)
  }

  async saveDraft(draft: StoredDraft): Promise<void> {
    await this.#desk?.saveDraft(draft)
  }

  typing(id: ConversationId): void {
    this.#desk?.session.typing(id)
  }

  /** `window`: any name that is the window's own. */
  visible(window: string, shown: Shown): void {
    this.#desk?.look(window, shown)
  }

  /** The window is gone. */
  windowClosed(window: string): void {
    this.#desk?.sight.hide(window)
  }

  #device() {
    const { device, deviceName, remember } = this.#ports
    return { device, deviceName, remember }
  }

  async #signedIn(hubUrl: string, signedIn: Outcome<SignedIn>, goesOnDuty: boolean): Promise<Outcome<null>> {
    if (!signedIn.ok) return signedIn
    const { token, account } = signedIn.value
    const auth = token === null ? ({ kind: 'cookie' } as const) : ({ kind: 'token', token } as const)
    const credentials: Credentials = { hubUrl, accountId: account.id, auth }
    await this.#ports.keyring.save(credentials)
    const isSame = this.#desk?.hubUrl === hubUrl && this.#desk.company?.account.id === account.id
    await this.#closeDesk(isSame)
    await this.#openDesk(credentials, goesOnDuty)
    return accepted(null)
  }

  async #openDesk({ hubUrl, accountId, auth }: Credentials, goesOnDuty: boolean): Promise<void> {
    const { clock, random, http, report, device, deviceName } = this.#ports
    this.#token = auth.kind === 'token' ? auth.token : null
    this.#stores ??= await this.#ports.openStores({ hubUrl, accountId })
    const target: DeskTarget = { hubUrl, accountId, token: this.#token, device, deviceName, goesOnDuty }
    const ports = {
      transport: this.#ports.transport(hubUrl),
      http,
      clock,
      random,
      report,
      stores: this.#stores,
      emit: (change: Parameters<ChangeFeed['push']>[0]) => {
        if (change.kind === 'session') this.#session = change.session
        this.#feed.push(change)
      },
      call: (call: AttentionCall) => {
        for (const listener of this.#callListeners) listener(call)
      },
    }
    this.#desk = await Desk.open(ports, target)
    this.#become({ kind: 'connecting', hubUrl })
    if (this.#desk.company !== null) this.#feed.push({ kind: 'company', company: this.#desk.company })
    this.#feed.push({ kind: 'outbox', items: this.#desk.outbox.items })
    this.#feed.push({ kind: 'cache', isWithout: this.#desk.isWithoutCache })
    this.#feed.push({ kind: 'reloaded' })
    this.#desk.session.connectNow()
  }

  /** Whoever signs in again after his session had ended finds what he had written. */
  async #closeDesk(keepsStores: boolean): Promise<void> {
    const desk = this.#desk
    this.#desk = null
    await desk?.close()
    if (keepsStores) return
    await this.#stores?.close()
    this.#stores = null
  }

  #become(session: SessionState): void {
    this.#session = session
    this.#feed.push({ kind: 'session', session })
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

/** A message may be files alone; a note may not be empty. */
function textOf({ text, isNote, files }: SendInput): Outcome<string> {
  const clean = cleanText(text, longestText)
  switch (clean.kind) {
    case 'text':
      return accepted(clean.text)
    case 'empty':
      return files.length > 0 && !isNote ? accepted('') : refused('TEXT_EMPTY', 'there is nothing to send')
    case 'invalid':
      return { ok: false, refusal: refusal('TEXT_INVALID', 'the text holds characters that cannot be sent') }
    case 'tooLong':
      return refused('TEXT_TOO_LONG', 'the text is too long', { facts: { length: clean.length, limit: clean.limit } })
  }
}
