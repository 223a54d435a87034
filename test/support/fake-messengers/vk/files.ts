import { type FakeReply, json } from '../http'

export interface FakeFile {
  readonly id: number
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
  readonly url: string
}

/** Files of a community: sent by people, and uploaded by its programs. */
export class FakeFiles {
  readonly #base: string
  readonly #files = new Map<number, FakeFile>()
  #next = 456_239_017

  constructor(base: string) {
    this.#base = base
  }

  add(name: string, mediaType: string, bytes: Buffer): FakeFile {
    this.#next += 1
    const url = `${this.#base}/file/${this.#next}/${encodeURIComponent(name)}`
    const file = { id: this.#next, name, mediaType, bytes, url }
    this.#files.set(file.id, file)
    return file
  }

  find(id: number): FakeFile | undefined {
    return this.#files.get(id)
  }

  /** Links live for a while only. */
  expire(id: number): void {
    this.#files.delete(id)
  }

  download(id: number): FakeReply {
    const file = this.#files.get(id)
    if (file === undefined) return json(404, {})
    const headers = { 'content-type': file.mediaType, 'content-length': file.bytes.length }
    return { kind: 'bytes', write: (response) => void response.writeHead(200, headers).end(file.bytes) }
  }
}
