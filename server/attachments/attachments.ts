import type { AttachmentId } from '#protocol/ids'
import { Downloads, type DownloadsOptions } from './downloads'
import { FileStore } from './file-store'
import type { FileReader } from './ports'
import { defaultQuota, Quota, type QuotaLimits } from './quota'
import { openForReading } from './reading'
import { Sweep } from './sweep'
import { Uploads } from './uploads'

export interface AttachmentsOptions extends Omit<DownloadsOptions, 'files' | 'quota'> {
  /** In the data folder; made when it is not there. */
  readonly folder: string
  readonly quota?: QuotaLimits
}

export interface FilePlace {
  readonly path: string
  readonly size: number
  readonly name: string
}

/** Files of messages: taken in from people and messengers, kept by content, given to who may see them. */
export class Attachments {
  readonly files: FileStore
  readonly uploads: Uploads
  readonly #downloads: Downloads
  readonly #sweep: Sweep
  readonly #quota: Quota
  readonly #options: AttachmentsOptions

  constructor(options: AttachmentsOptions) {
    const { folder, quota: limits = defaultQuota, ...rest } = options
    this.#options = options
    this.#quota = new Quota(limits)
    this.files = new FileStore(folder)
    const shared = { ...rest, files: this.files, quota: this.#quota }
    this.uploads = new Uploads(shared)
    this.#downloads = new Downloads(shared)
    this.#sweep = new Sweep({ ...rest, files: this.files, uploads: this.uploads })
  }

  /** Files can be taken in and read; fetching begins with the first `wake`. */
  async start(): Promise<void> {
    await this.files.open()
    await this.#quota.load(this.#options.store)
    await this.#sweep.start()
  }

  async stop(): Promise<void> {
    this.#sweep.stop()
    await this.#downloads.stop()
  }

  /** A file is waiting to be fetched, or a channel that has some is open again. */
  wake(): void {
    this.#downloads.wake()
  }

  /** One round of cleaning up; goes by itself every quarter of an hour. */
  sweep(): Promise<void> {
    return this.#sweep.round()
  }

  read(reader: FileReader, id: AttachmentId) {
    return openForReading(this.#options.store, this.files, reader, id)
  }

  /** For sending: where the bytes of a stored attachment are. */
  async place(id: AttachmentId): Promise<FilePlace | null> {
    const stored = await this.#options.store.find(id)
    const size = stored?.attachment.size ?? null
    if (stored === undefined || stored.hash === null || size === null) return null
    const { name } = stored.attachment
    return (await this.files.has(stored.hash)) ? { path: this.files.pathOf(stored.hash), size, name } : null
  }
}
