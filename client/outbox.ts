import type { Command, CommandReply } from '#protocol/commands'
import { accepted, type Outcome, type Refusal, refused } from '#protocol/errors'
import { type AttachmentId, CommandId, type ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { Change } from './changes'
import type { ClientClock, ClientRandom } from './clock'
import type { FileStore, StagedFile } from './files'
import { MemoryOutbox } from './memory-outbox'
import type { LocalFile, OutboxItem, OutboxStore, Withdrawn } from './outbox-store'
import type { Reporter } from './reports'

/** A busy hub that does not say how long is asked again after this. */
const pauseMs = 2000
/** An accepted reply stays on the screen until its entry comes; if none does (the conversation is not near), until then. */
const lingerMs = 3000

export interface OutboxPorts {
  readonly store: OutboxStore
  readonly files: FileStore
  readonly clock: ClientClock
  readonly random: ClientRandom
  readonly command: (command: Command, id: CommandId) => Promise<CommandReply>
  readonly upload: (file: StagedFile) => Promise<Outcome<AttachmentId>>
  readonly emit: (change: Change) => void
  readonly report: Reporter
}

/** The bytes the hub was given and has forgotten meanwhile: they are sent again, under a new id. */
const lostFiles: ReadonlySet<string> = new Set(['UPLOAD_UNKNOWN', 'FILE_NOT_RECEIVED'])

/** The command with the files the hub has. */
function commandOf(item: OutboxItem): Command {
  if (item.command.kind === 'note.add') return item.command
  return { ...item.command, attachments: item.files.flatMap((file) => file.attachmentId ?? []) }
}

/**
 * Replies and notes on their way: stored before the network is tried, one at a time in each conversation, in order, under an id
 * that stays the same until an answer is known. So each leaves exactly once, whatever happens to the network or to this program.
 */
export class Outbox {
  readonly #ports: OutboxPorts
  #store: OutboxStore
  #items: readonly OutboxItem[] = []
  /** Accepted by the hub and no longer stored: shown until their entries are on the screen. */
  readonly #accepted = new Set<CommandId>()
  /** Conversations in which one is being sent. */
  readonly #busy = new Set<ConversationId>()
  /** Those whose forgotten files are being sent a second time. */
  readonly #renewed = new Set<CommandId>()
  #isOpen = false
  #callOffPause: (() => void) | null = null

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    this.#store = ports.store
  }

  get items(): readonly OutboxItem[] {
    return this.#items
  }

  of(conversationId: ConversationId): readonly OutboxItem[] {
    return this.#items.filter((item) => item.conversationId === conversationId)
  }

  /** Reads what an earlier run left. What was in flight then is still so: only the hub knows. */
  async load(): Promise<void> {
    this.#items = await this.#store.items()
    await this.#ports.files.keepOnly(new Set(this.#items.flatMap((item) => item.files.map((file) => file.key))))
  }

  /** The link stands, and the account is known to be the one these were written by. */
  open(): void {
    this.#isOpen = true
    this.#endPause()
    this.#pump()
  }

  shut(): void {
    this.#isOpen = false
    this.#endPause()
  }

  /** For good. Answers still on their way are nobody's any more: the next run asks the hub under the same ids. */
  close(): void {
    this.shut()
    this.#store = new MemoryOutbox()
  }

  /** Resolves once it is stored. */
  async add(command: OutboxItem['command'], files: readonly StagedFile[]): Promise<OutboxItem> {
    const item: OutboxItem = {
      id: CommandId.parse(this.#ports.random.uuid()),
      conversationId: command.conversationId,
      command,
      files: files.map((file) => ({ ...file, attachmentId: null })),
      createdAt: this.#ports.clock.now(),
      state: { kind: 'queued' },
    }
    await this.#store.put(item)
    this.#show([...this.#items, item])
    this.#pump()
    return item
  }

  /** Takes an unsent one back. One that was in flight may be with the hub, so it has to go its way. */
  async withdraw(id: CommandId): Promise<Outcome<Withdrawn>> {
    const item = this.#find(id)
    if (item === undefined) return refused('NOT_FOUND', 'there is no such reply in the outbox')
    if (item.state.kind === 'inFlight') return refused('CONFLICT', 'the reply may have left already')
    await this.#remove(item)
    this.#pump()
    const { command, files } = item
    const buttons = command.kind === 'message.send' ? (command.buttons ?? []) : []
    return accepted({ text: command.text, isNote: command.kind === 'note.add', files, buttons })
  }

  /** A refused one once more, under a new id: the hub remembers its refusal of the old one. */
  async sendAgain(id: CommandId): Promise<Outcome<null>> {
    const item = this.#find(id)
    if (item === undefined) return refused('NOT_FOUND', 'there is no such reply in the outbox')
    if (item.state.kind === 'refused') await this.#renew(item, item.files)
    this.#pump()
    return accepted(null)
  }

  /** These are in the stream: by whatever path they came, the hub has what they were sent as. */
  async settle(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      const id = entry.kind === 'system' ? null : entry.clientId
      const item = id === null ? undefined : this.#find(id)
      if (item !== undefined) await this.#finish(item)
    }
  }

  async discard(): Promise<void> {
    for (const item of this.#items) await this.#finish(item)
  }

  #find(id: CommandId): OutboxItem | undefined {
    return this.#items.find((item) => item.id === id)
  }

  #show(items: readonly OutboxItem[]): void {
    this.#items = items
    this.#ports.emit({ kind: 'outbox', items })
  }

  /** The new state is seen at once and by everybody here; it holds from the moment it is stored. */
  async #put(item: OutboxItem): Promise<OutboxItem> {
    this.#show(this.#items.map((one) => (one.id === item.id ? item : one)))
    await this.#store.put(item)
    return item
  }

  async #remove(item: OutboxItem): Promise<void> {
    this.#accepted.delete(item.id)
    this.#show(this.#items.filter((one) => one.id !== item.id))
    await this.#store.remove(item.id)
  }

  async #finish(item: OutboxItem): Promise<void> {
    await this.#remove(item)
    for (const file of item.files) await this.#ports.files.remove(file.key)
  }

  /** Stored under its new id before the old one goes: a crash between leaves a refused one too many, never a reply too few. */
  async #renew(item: OutboxItem, files: readonly LocalFile[]): Promise<OutboxItem> {
    const id = CommandId.parse(this.#ports.random.uuid())
    const renewed: OutboxItem = { ...item, id, files, state: { kind: 'queued' } }
    await this.#store.put(renewed)
    this.#show(this.#items.map((one) => (one.id === item.id ? renewed : one)))
    await this.#store.remove(item.id)
    return renewed
  }

  #next(conversationId: ConversationId): OutboxItem | undefined {
    return this.of(conversationId).find((item) => item.state.kind !== 'refused' && !this.#accepted.has(item.id))
  }

  #pump(): void {
    if (!this.#isOpen || this.#callOffPause !== null) return
    for (const conversationId of new Set(this.#items.map((item) => item.conversationId)))
      if (!this.#busy.has(conversationId) && this.#next(conversationId) !== undefined) void this.#empty(conversationId)
  }

  async #empty(conversationId: ConversationId): Promise<void> {
    this.#busy.add(conversationId)
    try {
      for (let item = this.#next(conversationId); item !== undefined; item = this.#next(conversationId)) {
        if (!this.#isOpen || this.#callOffPause !== null) break
        await this.#send(item)
      }
    } catch (error) {
      this.#ports.report({ kind: 'failed', during: 'outbox', error })
      this.#pause(pauseMs)
    }
    this.#busy.delete(conversationId)
  }

  async #send(item: OutboxItem): Promise<void> {
    const ready = await this.#upload(item)
    // Withdrawn, settled or refused meanwhile.
    if (ready === null || this.#find(ready.id) === undefined) return
    const flying = await this.#put({ ...ready, state: { kind: 'inFlight' } })
    const reply = await this.#ports.command(commandOf(flying), flying.id)
    if (reply.ok) await this.#taken(flying)
    else await this.#refused(flying, reply.refusal)
  }

  /** Null: not now. */
  async #upload(item: OutboxItem): Promise<OutboxItem | null> {
    let current = item
    for (const file of item.files) {
      if (file.attachmentId !== null) continue
      const sent = await this.#ports.upload(file)
      if (this.#find(item.id) === undefined) return null
      if (!sent.ok) {
        await this.#refused(current, sent.refusal)
        return null
      }
      const files = current.files.map((one) => (one.key === file.key ? { ...one, attachmentId: sent.value } : one))
      current = await this.#put({ ...current, files })
    }
    return current
  }

  async #taken(item: OutboxItem): Promise<void> {
    if (this.#find(item.id) === undefined) return
    this.#accepted.add(item.id)
    await this.#store.remove(item.id)
    this.#ports.clock.after(lingerMs, () => {
      const left = this.#find(item.id)
      if (left !== undefined) void this.#finish(left)
    })
  }

  async #refused(item: OutboxItem, refusal: Refusal): Promise<void> {
    if (refusal.retryable || refusal.code === 'UNAUTHENTICATED') return this.#pause(refusal.retryAfterMs ?? pauseMs)
    if (this.#find(item.id) === undefined) return
    if (lostFiles.has(refusal.code) && item.files.length > 0 && !this.#renewed.has(item.id)) {
      const forgotten = item.files.map((file) => ({ ...file, attachmentId: null }))
      this.#renewed.add((await this.#renew(item, forgotten)).id)
    } else await this.#put({ ...item, state: { kind: 'refused', refusal } })
  }

  /** Everything waits: the hub's pace is the device's, not a conversation's. */
  #pause(ms: number): void {
    this.#callOffPause?.()
    this.#callOffPause = this.#ports.clock.after(ms, () => {
      this.#callOffPause = null
      this.#pump()
    })
  }

  #endPause(): void {
    this.#callOffPause?.()
    this.#callOffPause = null
  }
}
