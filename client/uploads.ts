import { fileLimits } from '#protocol/attachment'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId, UploadId } from '#protocol/ids'
import type { FileStore, StagedFile } from './files'
import type { HubAddress, HubHttp } from './http'

export interface UploadPorts {
  readonly http: HubHttp
  readonly hub: HubAddress
  readonly files: FileStore
  readonly onProgress: (file: StagedFile, sent: number) => void
}

interface Started {
  readonly uploadId: UploadId
  readonly offset: number
}

/** Brings staged files to the hub in chunks. A broken line goes on where the hub has got to, as long as it remembers the upload. */
export class Uploads {
  readonly #ports: UploadPorts
  readonly #started = new Map<string, UploadId>()

  constructor(ports: UploadPorts) {
    this.#ports = ports
  }

  /** Retryable refusals (no link, too fast) mean: ask again later, nothing is lost. */
  async send(file: StagedFile): Promise<Outcome<AttachmentId>> {
    const begun = await this.#begin(file)
    if (!begun.ok) return begun
    const { http, hub, files, onProgress } = this.#ports
    const { uploadId } = begun.value
    for (let { offset } = begun.value; ; ) {
      onProgress(file, offset)
      const bytes = await files.read(file.key, offset, fileLimits.chunkBytes)
      if (bytes === null || bytes.length === 0) return refused('FILE_NOT_RECEIVED', 'the file is no longer there')
      const sent = await http.uploadChunk(hub, uploadId, offset, bytes)
      if (!sent.ok) return this.#failed(file, sent)
      if (sent.value.attachment !== null) {
        this.#started.delete(file.key)
        onProgress(file, file.size)
        return accepted(sent.value.attachment.id)
      }
      // A hub that does not move on would be asked for ever.
      if (sent.value.offset <= offset) return refused('INTERNAL', 'the upload does not move on')
      offset = sent.value.offset
    }
  }

  async #begin(file: StagedFile): Promise<Outcome<Started>> {
    const { http, hub } = this.#ports
    const uploadId = this.#started.get(file.key)
    if (uploadId !== undefined) {
      const offset = await http.uploadOffset(hub, uploadId)
      // All of it there and no attachment: the answer to the last piece was lost with what made it, so it begins anew.
      if (offset.ok && offset.value < file.size) return accepted({ uploadId, offset: offset.value })
      if (!offset.ok && offset.refusal.code !== 'UPLOAD_UNKNOWN') return offset
    }
    const created = await http.createUpload(hub, file)
    if (created.ok) this.#started.set(file.key, created.value.uploadId)
    return created
  }

  #failed(file: StagedFile, outcome: Outcome<never> & { ok: false }): Outcome<AttachmentId> {
    if (outcome.refusal.code === 'CONFLICT')
      return refused('NOT_CONNECTED', 'the hub has got to another place; asked anew')
    if (outcome.refusal.code !== 'UPLOAD_UNKNOWN') return outcome
    this.#started.delete(file.key)
    return refused('NOT_CONNECTED', 'the hub has forgotten the upload; it begins anew')
  }
}
