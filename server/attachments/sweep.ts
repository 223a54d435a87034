import type { AttachmentId } from '#protocol/ids'
import type { Clock, Timers } from '../platform'
import { isDownload } from './downloads'
import type { FileStore } from './file-store'
import type { AttachmentStore } from './ports'
import type { Uploads } from './uploads'

const everyMs = 15 * 60_000
/** An upload that was never sent is not needed for longer than a draft waits. */
const unsentForMs = 24 * 3600_000

export interface SweepOptions {
  readonly store: AttachmentStore
  readonly files: FileStore
  readonly uploads: Uploads
  readonly clock: Clock
  readonly timers: Timers
  readonly onError: (id: AttachmentId | null, error: unknown) => void
}

/**
 * Removes what a crash or a lost interest has left: uploads nobody goes on with, downloads that broke off, attachments never sent,
 * bytes no row knows. Bytes are looked at twice, a round apart, since they stand on disk a moment before their row does.
 */
export class Sweep {
  readonly #options: SweepOptions
  #suspects: ReadonlySet<string> = new Set()
  #cancel: () => void = () => {}
  #isStopped = false

  constructor(options: SweepOptions) {
    this.#options = options
  }

  /** Before anything is under way, broken downloads can be told from running ones. */
  async start(): Promise<void> {
    const { files, store } = this.#options
    const known = new Set<string>((await store.uploads()).map(({ id }) => id))
    for (const name of await files.incoming()) if (isDownload(name) || !known.has(name)) await files.discard(name)
    this.#later()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
  }

  async round(): Promise<void> {
    const { store, uploads, clock } = this.#options
    await uploads.sweep()
    await store.dropUnsent(clock.now() - unsentForMs)
    await this.#sweepStored()
  }

  async #sweepStored(): Promise<void> {
    const { files, store } = this.#options
    const suspects = new Set<string>()
    const fresh = files.fresh()
    for await (const hashes of files.stored())
      for (const hash of hashes) {
        if (await store.isReferenced(hash)) continue
        if (this.#suspects.has(hash)) files.removeUnlessFresh(hash)
        else suspects.add(hash)
      }
    this.#suspects = suspects
    files.settled(fresh)
  }

  #later(): void {
    if (this.#isStopped) return
    this.#cancel = this.#options.timers.after(everyMs, () => {
      this.round()
        .catch((error: unknown) => this.#options.onError(null, error))
        .finally(() => this.#later())
    })
  }
}
