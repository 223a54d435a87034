import { defaultPreferences } from '#preload/constants'
import type { BootState, Bridge, Preferences, RequestName, SessionState } from '#preload/contract'
import type { Command, CommandKind, CommandReply } from '#protocol/commands'
import { sectionOf } from '#protocol/conversation'
import { accepted, type Outcome, type Refusal, refusal, refused } from '#protocol/errors'
import { type AttachmentId, CommandId, type ConversationId } from '#protocol/ids'
import { compareListKeys, compareRows, listKey } from '#protocol/list-order'
import type { Query, QueryKind, QueryReply } from '#protocol/queries'
import { demoNow } from './demo-people'
import { demoView } from './demo-stream'
import { aReply } from './entries'
import { FakeCompany, type FakeCompanyOptions } from './fake-company'

type OutboxItem = BootState['outbox'][number]

export const liveSession: SessionState = { kind: 'live', hubUrl: 'https://hub.sever-dom.example', hubOffsetMs: 0 }
export const lostSession: SessionState = {
  kind: 'notConnected',
  hubUrl: 'https://hub.sever-dom.example',
  since: demoNow - 5 * 60_000,
  retryAt: demoNow + 8_000,
  refusal: null,
}

export interface FakeBridgeOptions extends FakeCompanyOptions {
  readonly session?: SessionState
  readonly preferences?: Partial<Preferences>
  readonly host?: Bridge['host']
  readonly platform?: Bridge['platform']
  readonly ownConversation?: ConversationId
  readonly drafts?: BootState['drafts']
  readonly outbox?: readonly OutboxItem[]
  readonly isWithoutCache?: boolean
}

/** A workspace in memory behind the real contract: it answers at once, remembers what it was asked, and refuses on demand. */
export class FakeBridge extends FakeCompany implements Bridge {
  readonly host: Bridge['host']
  readonly platform: Bridge['platform']
  readonly asked: { readonly name: RequestName; readonly input: unknown }[] = []
  session: SessionState
  preferences: Preferences
  outbox: readonly OutboxItem[]
  readonly #options: FakeBridgeOptions
  readonly #refusals = new Map<string, Refusal>()
  #ids = 0

  constructor(options: FakeBridgeOptions = {}) {
    super(options)
    this.#options = options
    this.host = options.host ?? 'desktop'
    this.platform = options.platform ?? 'linux'
    this.session = options.session ?? liveSession
    this.preferences = { ...defaultPreferences, theme: 'light', ...options.preferences }
    this.outbox = options.outbox ?? []
  }

  /** The next and all later requests of this name or command kind are refused so. Null lifts it. */
  refuse(name: RequestName | CommandKind | QueryKind, with_: Refusal | null): void {
    if (with_ === null) this.#refusals.delete(name)
    else this.#refusals.set(name, with_)
  }

  pushSession(session: SessionState): void {
    this.session = session
    this.push({ kind: 'session', session })
  }

  async start(): Promise<BootState> {
    return {
      session: this.session,
      company: this.session.kind === 'signedOut' ? null : { ...this.company, counts: this.counts() },
      preferences: this.preferences,
      outbox: this.outbox,
      drafts: this.#options.drafts ?? [],
      isWithoutCache: this.#options.isWithoutCache ?? false,
      conversationId: this.#options.ownConversation ?? null,
      version: '0.1.0',
    }
  }

  async signIn(input: unknown): Promise<Outcome<null>> {
    return this.#enter('signIn', input)
  }

  async signInByLink(input: unknown): Promise<Outcome<null>> {
    return this.#enter('signInByLink', input)
  }

  async signOut(input: { readonly discardsOutbox: boolean }): Promise<Outcome<null>> {
    this.#note('signOut', input)
    if (this.outbox.length > 0 && !input.discardsOutbox) return refused('CONFLICT', 'replies wait')
    this.pushSession({ kind: 'signedOut', hubUrl: 'https://hub.sever-dom.example', refusal: null })
    return accepted(null)
  }

  async connectNow(): Promise<void> {
    this.#note('connectNow', {})
  }

  async list(input: Parameters<Bridge['list']>[0]): ReturnType<Bridge['list']> {
    this.#note('list', input)
    if (this.#refusals.has('list')) throw new Error('the cache cannot be read')
    const { section, after, limit } = input
    const rest = [...this.rows.values()]
      .filter((row) => sectionOf(row, this.company.account.id) === section)
      .filter((row) => after === null || compareListKeys(listKey(row), after) > 0)
      .sort(compareRows)
    const rows = rest.slice(0, limit)
    const last = rows.at(-1)
    const marks = rows.flatMap((row) => this.marks.get(row.id) ?? [])
    return { rows, marks, next: last === undefined || rest.length <= limit ? null : listKey(last) }
  }

  async openConversation(input: { readonly conversationId: ConversationId }): ReturnType<Bridge['openConversation']> {
    this.#note('openConversation', input)
    const row = this.rows.get(input.conversationId)
    if (row === undefined) return refused('NOT_FOUND', 'no such conversation')
    const entries = this.entriesOf(row)
    const draft = (this.#options.drafts ?? []).find((one) => one.conversationId === row.id) ?? null
    return accepted({
      view: { ...demoView(row), entries: [...entries] },
      outbox: this.outbox.filter((item) => item.conversationId === row.id),
      draft: draft === null ? null : { text: draft.text, isNote: draft.isNote },
      isLive: this.session.kind === 'live',
    })
  }

  async leaveConversation(input: unknown): Promise<void> {
    this.#note('leaveConversation', input)
  }

  async history(input: unknown): ReturnType<Bridge['history']> {
    this.#note('history', input)
    return accepted({ entries: [], hasOlder: false })
  }

  async search(input: Parameters<Bridge['search']>[0]): ReturnType<Bridge['search']> {
    this.#note('search', input)
    const refusal_ = this.#refusals.get('search')
    if (refusal_ !== undefined && input.where === 'hub') return { ok: false, refusal: refusal_ }
    const text = input.text.toLowerCase()
    const matches = [...this.rows.values()].filter((row) => row.contactName.toLowerCase().includes(text))
    const said = [...this.rows.values()].filter((row) => row.lastMessage?.preview.toLowerCase().includes(text) === true)
    const most = input.where === 'cache' ? 5 : 20
    const messages = said.slice(0, most).flatMap((row) => {
      const entry = this.entriesOf(row).at(-1)
      return entry === undefined || input.text.length < 3 ? [] : [{ row, entry }]
    })
    return accepted({ conversations: matches.slice(0, most), messages, searchedTo: this.searchedTo })
  }

  async command<Kind extends CommandKind>(command: Command<Kind>): Promise<CommandReply<Kind>>
  async command(command: Command): Promise<unknown> {
    this.#note('command', command)
    const refusal_ = this.#refusals.get(command.kind)
    if (refusal_ !== undefined) return { ok: false, refusal: refusal_ }
    if (this.session.kind !== 'live') return { ok: false, refusal: refusal('NOT_CONNECTED', 'offline') }
    return { ok: true, value: this.carryOut(command), position: 1 }
  }

  async query<Kind extends QueryKind>(query: Query<Kind>): Promise<QueryReply<Kind>>
  async query(query: Query): Promise<unknown> {
    this.#note('query', query)
    const refusal_ = this.#refusals.get(query.kind)
    if (refusal_ !== undefined) return { ok: false, refusal: refusal_ }
    if (this.session.kind !== 'live') return { ok: false, refusal: refusal('NOT_CONNECTED', 'offline') }
    return { ok: true, value: this.answer(query) }
  }

  readonly #staged = new Map<string, OutboxItem['files'][number]>()

  async send(input: Parameters<Bridge['send']>[0]): Promise<Outcome<OutboxItem>> {
    this.#note('send', input)
    const refusal_ = this.#refusals.get('send')
    if (refusal_ !== undefined) return { ok: false, refusal: refusal_ }
    const { conversationId, text } = input
    const command = input.isNote
      ? { kind: 'note.add' as const, conversationId, text, mentions: input.mentions }
      : {
          ...{ kind: 'message.send' as const, conversationId, text, attachments: [], replyToSeq: input.replyToSeq },
          ...(input.buttons !== undefined && { buttons: input.buttons }),
        }
    const files = input.files.flatMap((key) => this.#staged.get(key) ?? [])
    const base = { id: this.#newId(), conversationId, files, createdAt: demoNow }
    const item: OutboxItem = { ...base, command, state: { kind: 'queued' } }
    this.#setOutbox([...this.outbox, item])
    if (this.session.kind === 'live') queueMicrotask(() => this.#deliver(item))
    return accepted(item)
  }

  async withdraw(input: { readonly id: CommandId }): ReturnType<Bridge['withdraw']> {
    this.#note('withdraw', input)
    const item = this.outbox.find((one) => one.id === input.id)
    if (item === undefined) return refused('NOT_FOUND', 'it has left')
    this.#setOutbox(this.outbox.filter((one) => one !== item))
    const { command, files } = item
    const buttons = command.kind === 'message.send' ? (command.buttons ?? []) : []
    return accepted({ text: command.text, isNote: command.kind === 'note.add', files, buttons })
  }

  async sendAgain(input: unknown): Promise<Outcome<null>> {
    this.#note('sendAgain', input)
    return accepted(null)
  }

  async stageFile(input: Parameters<Bridge['stageFile']>[0]): ReturnType<Bridge['stageFile']> {
    this.#note('stageFile', { name: input.name, mediaType: input.mediaType })
    const refusal_ = this.#refusals.get('stageFile')
    if (refusal_ !== undefined) return { ok: false, refusal: refusal_ }
    const key = `file-${this.#newId()}`
    const file = { key, name: input.name, mediaType: input.mediaType, size: input.bytes.byteLength }
    this.#staged.set(key, { ...file, attachmentId: null })
    return accepted(file)
  }

  async dropFile(input: unknown): Promise<void> {
    this.#note('dropFile', input)
  }

  async saveDraft(input: unknown): Promise<void> {
    this.#note('saveDraft', input)
  }

  async typing(input: unknown): Promise<void> {
    this.#note('typing', input)
  }

  async visible(input: unknown): Promise<void> {
    this.#note('visible', input)
  }

  async setPreferences(input: Preferences): Promise<void> {
    this.#note('setPreferences', input)
    this.preferences = input
    this.push({ kind: 'preferences', preferences: input })
  }

  async openWindow(input: unknown): Promise<void> {
    this.#note('openWindow', input)
  }

  async openExternal(input: unknown): Promise<void> {
    this.#note('openExternal', input)
  }

  async saveAttachment(input: unknown): Promise<Outcome<null>> {
    this.#note('saveAttachment', input)
    return accepted(null)
  }

  async windowControl(input: unknown): Promise<void> {
    this.#note('windowControl', input)
  }

  async answerQuit(input: unknown): Promise<void> {
    this.#note('answerQuit', input)
  }

  mediaUrl(attachmentId: AttachmentId): string {
    return `./media/${attachmentId}`
  }

  /** What was asked under one name, in order. */
  inputs(name: RequestName): readonly unknown[] {
    return this.asked.filter((one) => one.name === name).map((one) => one.input)
  }

  #note(name: RequestName, input: unknown): void {
    this.asked.push({ name, input })
  }

  #newId(): CommandId {
    this.#ids += 1
    return CommandId.parse(`00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`)
  }

  #enter(name: 'signIn' | 'signInByLink', input: unknown): Outcome<null> {
    this.#note(name, input)
    const refusal_ = this.#refusals.get(name)
    if (refusal_ !== undefined) return { ok: false, refusal: refusal_ }
    this.pushSession(liveSession)
    this.push({ kind: 'company', company: { ...this.company, counts: this.counts() } }, { kind: 'reloaded' })
    return accepted(null)
  }

  #deliver(item: OutboxItem): void {
    const row = this.rows.get(item.conversationId)
    if (row === undefined || item.command.kind === 'note.add') return
    const entries = this.entriesOf(row)
    const seq = row.seq + 1
    const entry = aReply(seq, this.company.account.id, { at: demoNow, text: item.command.text, clientId: item.id })
    entries.push(entry)
    this.#setOutbox(this.outbox.filter((one) => one.id !== item.id))
    this.push({ kind: 'entries', conversationId: row.id, entries: [entry] })
    const lastMessage = { seq, at: demoNow, author: entry.author, attachment: null, delivery: entry.delivery }
    const preview = entry.text.slice(0, 160)
    this.pushRow({ ...row, seq, unansweredSince: null, isAnswered: true, lastMessage: { ...lastMessage, preview } })
  }

  #setOutbox(items: readonly OutboxItem[]): void {
    this.outbox = items
    this.push({ kind: 'outbox', items })
  }
}
