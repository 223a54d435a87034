import { type Attachment, type FileAnnouncement, fileLimits } from '#protocol/attachment'
import { accepted, type Outcome, type RefusalCode, refused } from '#protocol/errors'
import { AttachmentId, UploadId } from '#protocol/ids'
import type { Clock, Random } from '../platform'
import { safeFileName } from './file-name'
import type { FileStore } from './file-store'
import { isProgramName } from './file-type'
import { type FileProblem, inspect } from './inspect'
import type { AttachmentStore, FileOwner, Upload } from './ports'
import type { Quota } from './quota'

/** An upload nobody goes on with is forgotten (reliability.md section 6). */
const uploadForMs = 3600_000
/** Of one owner at a time. */
const openUploads = 30

export interface UploadsOptions {
  readonly store: AttachmentStore
  readonly files: FileStore
  readonly quota: Quota
  readonly clock: Clock
  readonly random: Random
}

export interface Progress {
  readonly offset: number
  /** With the last chunk. */
  readonly attachment?: Attachment
}

const codes: Readonly<Record<FileProblem, readonly [RefusalCode, string]>> = {
  empty: ['FILE_EMPTY', 'the file is empty'],
  program: ['FILE_TYPE', 'programs are not taken'],
  disagrees: ['FILE_CONTENT', 'the content is not what the name says'],
  damaged: ['FILE_CONTENT', 'the picture is damaged'],
  pixels: ['FILE_CONTENT', 'the picture has too many pixels'],
}

const unknown = () => refused('UPLOAD_UNKNOWN', 'there is no such upload')
const channelOf = (owner: FileOwner) => (owner.kind === 'operator' ? null : owner.channelId)
const isSame = (a: FileOwner, b: FileOwner) => a.kind === b.kind && a.id === b.id && channelOf(a) === channelOf(b)

/** Files on their way in from people, in pieces; a broken line goes on where the hub has got to. */
export class Uploads {
  readonly #options: UploadsOptions
  /** When something last came; what this process has not seen counts from its start. */
  readonly #touchedAt = new Map<UploadId, number>()
  readonly #busy = new Set<UploadId>()
  readonly #startedAt: number

  constructor(options: UploadsOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
  }

  /** Everything that can be said before a byte has travelled is said here. */
  async begin(owner: FileOwner, file: FileAnnouncement): Promise<Outcome<{ uploadId: UploadId; offset: number }>> {
    const { store, files, quota, clock, random } = this.#options
    const { size, mediaType } = file
    if (size === 0) return refused('FILE_EMPTY', 'the file is empty')
    if (size > fileLimits.bytes)
      return refused('FILE_TOO_BIG', 'the file is too big', { facts: { limit: fileLimits.bytes, size } })
    const name = safeFileName(file.name)
    if (isProgramName(name)) return refused('FILE_TYPE', 'programs are not taken')
    if (!quota.hasRoom(size, channelOf(owner))) return refused('FILE_QUOTA', 'there is no room for more files')
    if ((await store.openUploads(owner)) >= openUploads)
      return refused('FILE_COUNT', 'too many files at once', { facts: { limit: openUploads } })
    const id = UploadId.parse(random.id())
    await (await files.create(id)).close()
    await store.insertUpload({ id, owner, name, mediaType, size, createdAt: clock.now() })
    this.#touchedAt.set(id, clock.now())
    return accepted({ uploadId: id, offset: 0 })
  }

  async offset(owner: FileOwner, id: UploadId): Promise<Outcome<{ offset: number; size: number }>> {
    const upload = await this.#find(owner, id)
    const offset = upload === undefined ? null : await this.#options.files.received(id)
    return upload === undefined || offset === null ? unknown() : accepted({ offset, size: upload.size })
  }

  /** Takes the bytes that follow `offset`. Two at once, or at another place, is CONFLICT with the place to go on from. */
  async append(owner: FileOwner, id: UploadId, offset: number, bytes: Uint8Array): Promise<Outcome<Progress>> {
    const upload = await this.#find(owner, id)
    if (upload === undefined) return unknown()
    if (this.#busy.has(id)) return refused('RATE_LIMITED', 'one piece at a time', { retryAfterMs: 500 })
    this.#busy.add(id)
    try {
      return await this.#append(upload, offset, bytes)
    } finally {
      this.#busy.delete(id)
    }
  }

  async #append(upload: Upload, offset: number, bytes: Uint8Array): Promise<Outcome<Progress>> {
    const { files, clock } = this.#options
    const received = await files.received(upload.id)
    if (received === null) return unknown()
    if (received !== offset)
      return refused('CONFLICT', 'the hub has got to another place', { facts: { offset: received } })
    if (bytes.byteLength === 0) return refused('BAD_REQUEST', 'nothing was sent')
    const end = offset + bytes.byteLength
    if (end > upload.size)
      return refused('FILE_TOO_BIG', 'more bytes than announced', { facts: { limit: upload.size, size: end } })
    await files.write(upload.id, offset, bytes)
    this.#touchedAt.set(upload.id, clock.now())
    return end < upload.size ? accepted({ offset: end }) : this.#finish(upload, end)
  }

  async #finish(upload: Upload, offset: number): Promise<Outcome<Progress>> {
    const { store, files, quota, random } = this.#options
    const inspected = await inspect(files, upload.id, upload)
    if (inspected.kind === 'problem') {
      await this.drop(upload.id)
      return refused(...codes[inspected.problem])
    }
    const { facts } = inspected
    if (!quota.hasRoom(facts.size, channelOf(upload.owner))) {
      await this.drop(upload.id)
      return refused('FILE_QUOTA', 'there is no room for more files')
    }
    const hash = await files.keep(upload.id)
    const attachment = await store.finishUpload(upload, AttachmentId.parse(random.id()), facts, hash)
    quota.added(facts.size, channelOf(upload.owner))
    this.#touchedAt.delete(upload.id)
    return accepted({ offset, attachment })
  }

  async drop(id: UploadId): Promise<void> {
    await this.#options.store.dropUpload(id)
    await this.#options.files.discard(id)
    this.#touchedAt.delete(id)
  }

  /** Forgets what nobody has gone on with. */
  async sweep(): Promise<void> {
    const until = this.#options.clock.now() - uploadForMs
    for (const { id } of await this.#options.store.uploads())
      if (!this.#busy.has(id) && (this.#touchedAt.get(id) ?? this.#startedAt) < until) await this.drop(id)
  }

  async #find(owner: FileOwner, id: UploadId): Promise<Upload | undefined> {
    const upload = await this.#options.store.upload(id)
    return upload !== undefined && isSame(upload.owner, owner) ? upload : undefined
  }
}
