import { type AttachmentKind, fileLimits } from '#protocol/attachment'
import type { AttachmentId } from '#protocol/ids'
import type { FetchResult, FileFacts } from '../conversations/ports'
import type { Clock, Random, Timers } from '../platform'
import { downloadPauseMs } from './back-off'
import type { FileStore } from './file-store'
import { inspect } from './inspect'
import { type AttachmentStore, type DueDownload, type FetchBytes, FetchFailed, type RecordDownload } from './ports'
import type { Quota } from './quota'

/** Where a test may stop a download. */
export interface DownloadFaults {
  /** Some of the bytes are on disk. */
  readonly midDownload?: () => Promise<void>
}

export interface DownloadsOptions {
  readonly store: AttachmentStore
  readonly files: FileStore
  readonly quota: Quota
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly fetch: FetchBytes
  readonly record: RecordDownload
  /** Something broke that should not: the disk, the store. */
  readonly onError: (id: AttachmentId | null, error: unknown) => void
  readonly faults?: DownloadFaults
}

/** A received file is asked for again for so long (reliability.md promise 16). */
export const retriesForMs = 24 * 3600_000

const atOnce = 4
const storePauseMs = 5000

/** Names of downloads among the files on their way in. */
const incomingName = (id: AttachmentId) => `download-${id}`
export const isDownload = (incoming: string): boolean => incoming.startsWith('download-')

/** What the sender said it is holds where the bytes allow it: a voice is a sound, a sticker a picture. */
function kindAs(told: AttachmentKind, found: AttachmentKind): AttachmentKind {
  if ((told === 'voice' && found === 'audio') || (told === 'audio' && found === 'voice')) return told
  return told === 'sticker' && found === 'picture' ? told : found
}

/** Fetches what contacts have sent, a few at a time, and goes on where a crash has ended it. */
export class Downloads {
  readonly #options: DownloadsOptions
  readonly #running = new Map<AttachmentId, Promise<void>>()
  #pumping: Promise<void> | null = null
  #isWanted = false
  #isStopped = false
  #breakOff: () => void = () => {}
  readonly #stopped = new Promise<'stopped'>((resolve) => {
    this.#breakOff = () => resolve('stopped')
  })
  #cancelTimer: () => void = () => {}

  constructor(options: DownloadsOptions) {
    this.#options = options
  }

  /** Looks for work now; asked again while it looks, it looks once more. */
  wake(): void {
    this.#isWanted = true
    if (this.#pumping !== null || this.#isStopped) return
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = null
      if (this.#isWanted) this.wake()
    })
  }

  /** Breaks off what is under way; it stays due. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#breakOff()
    this.#cancelTimer()
    await this.#pumping
    await Promise.all(this.#running.values())
  }

  async #pump(): Promise<void> {
    this.#isWanted = false
    const { store, clock, timers, onError } = this.#options
    this.#cancelTimer()
    try {
      const due = await store.due(clock.now(), atOnce * 2)
      for (const one of due) if (this.#running.size < atOnce && !this.#running.has(one.id)) this.#start(one)
      const nextAt = await store.nextDueAt()
      if (nextAt === null || this.#isStopped || this.#running.size >= atOnce) return
      this.#cancelTimer = timers.after(Math.max(nextAt - clock.now(), due.length > 0 ? storePauseMs : 0), () =>
        this.wake(),
      )
    } catch (error) {
      onError(null, error)
      this.#wakeLater()
    }
  }

  /** The store is away: what was fetched cannot be written down, so there is no hurry to fetch it again. */
  #wakeLater(): void {
    this.#cancelTimer()
    if (!this.#isStopped) this.#cancelTimer = this.#options.timers.after(storePauseMs, () => this.wake())
  }

  #start(due: DueDownload): void {
    const run = this.#download(due)
      .then(
        () => true,
        (error: unknown) => {
          this.#options.onError(due.id, error)
          return false
        },
      )
      .then((isSettled) => {
        this.#running.delete(due.id)
        if (isSettled) this.wake()
        else this.#wakeLater()
      })
    this.#running.set(due.id, run)
  }

  async #download(due: DueDownload): Promise<void> {
    const { store, record, clock, random, quota } = this.#options
    const result = await this.#result(due)
    const attempts = due.attempts + 1
    const nextAt = clock.now() + downloadPauseMs(attempts, random.number())
    if (result.kind === 'failed' && result.canRetry && nextAt < due.giveUpAt)
      return await store.postpone(due.id, attempts, nextAt)
    await record(due.id, result)
    if (result.kind === 'stored') quota.added(result.facts.size, due.channelId)
  }

  async #result(due: DueDownload): Promise<FetchResult> {
    const { files, quota } = this.#options
    const incoming = incomingName(due.id)
    try {
      await this.#receive(due, incoming)
      const inspected = await inspect(files, incoming, due)
      if (inspected.kind === 'problem') return { kind: 'failed', reason: inspected.problem, canRetry: false }
      if (!quota.hasRoom(inspected.facts.size, due.channelId))
        return { kind: 'failed', reason: 'quota', canRetry: true }
      const facts: FileFacts = { ...inspected.facts, kind: kindAs(due.kind, inspected.facts.kind) }
      return { kind: 'stored', facts, hash: await files.keep(incoming) }
    } catch (error) {
      if (error instanceof FetchFailed) return { kind: 'failed', reason: error.reason, canRetry: error.canRetry }
      this.#options.onError(due.id, error)
      return { kind: 'failed', reason: 'disk', canRetry: true }
    } finally {
      await files.discard(incoming)
    }
  }

  async #receive(due: DueDownload, incoming: string): Promise<void> {
    const { files, fetch, faults } = this.#options
    const { body, size } = await this.#unlessStopped(fetch(due.channelId, due.reference))
    if (size !== null && size > fileLimits.bytes) throw new FetchFailed('tooBig', false)
    const handle = await files.create(incoming)
    let received = 0
    try {
      for await (const piece of this.#pieces(body)) {
        received += piece.byteLength
        if (received > fileLimits.bytes) throw new FetchFailed('tooBig', false)
        await handle.writeFile(piece)
        await faults?.midDownload?.()
      }
    } finally {
      await handle.close()
    }
    if (size !== null && received !== size) throw new FetchFailed('truncated', true)
  }

  async *#pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const iterator = body[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await this.#unlessStopped(iterator.next())
        if (next.done === true) return
        yield next.value
      }
    } finally {
      // Not awaited: a messenger that says nothing must not hold up the hub's end.
      iterator.return?.().catch(() => undefined)
    }
  }

  async #unlessStopped<Value>(work: Promise<Value>): Promise<Value> {
    work.catch(() => undefined)
    const first = await Promise.race([this.#stopped, work.then((value) => ({ value }))])
    if (first === 'stopped') throw new FetchFailed('stopped', true)
    return first.value
  }
}
