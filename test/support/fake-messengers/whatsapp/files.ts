import { createHash } from 'node:crypto'
import { type FakeReply, json } from '../http'
import type { SentFile } from '../multipart'
import { Refusal, wrongParameter } from './refusals'

export interface FakeFile {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
}

const MiB = 1024 * 1024
const limits: readonly (readonly [types: RegExp, bytes: number])[] = [
  [/^image\/(?:jpeg|png)$/, 5 * MiB],
  [/^image\/webp$/, 0.5 * MiB],
  [/^audio\/(?:aac|mp4|mpeg|amr|ogg)/, 16 * MiB],
  [/^video\/(?:mp4|3gpp)$/, 16 * MiB],
  [/^./, 100 * MiB],
]

/** Media by its id: what people send and what the company uploads. The address behind an id is good for five minutes only. */
export class FakeFiles {
  readonly #files = new Map<string, FakeFile>()
  readonly #missing = new Set<string>()
  readonly #baseUrl: string
  #count = 0

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl
  }

  add(name: string, mediaType: string, bytes: Buffer): FakeFile {
    this.#count += 1
    const file = { id: String(9_007_199_254_740_993n + BigInt(this.#count)), name, mediaType, bytes }
    this.#files.set(file.id, file)
    return file
  }

  /** What an upload is taken as; throws as the service refuses. */
  upload({ name, mediaType, bytes }: SentFile): FakeFile {
    const [, limit = 0] = limits.find(([types]) => types.test(mediaType)) ?? []
    if (bytes.length === 0) throw wrongParameter('The file is empty')
    if (bytes.length > limit) throw new Refusal(400, 131053, '(#131053) Media upload error', 'Media file size too big.')
    return this.add(name, mediaType, bytes)
  }

  find(id: string): FakeFile | undefined {
    return this.#files.get(id)
  }

  /** From now on it is not there any more. */
  loses(id: string): void {
    this.#missing.add(id)
  }

  describe(id: string): FakeReply | null {
    const file = this.#files.get(id)
    if (file === undefined) return null
    const { mediaType, bytes } = file
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const url = `${this.#baseUrl}/attachments/?mid=${id}&ext=1790000300`
    return json(200, {
      ...{ messaging_product: 'whatsapp', url, mime_type: mediaType, sha256, file_size: bytes.length, id },
    })
  }

  download(id: string | null): FakeReply {
    const file = id === null || this.#missing.has(id) ? undefined : this.#files.get(id)
    if (file === undefined) return json(404, { error: 'not found' })
    const headers = { 'content-type': file.mediaType, 'content-length': file.bytes.length }
    return { kind: 'bytes', write: (response) => void response.writeHead(200, headers).end(file.bytes) }
  }
}
