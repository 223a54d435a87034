import type { ServerResponse } from 'node:http'
import { type FakeReply, json } from '../http'

export interface FakeFile {
  readonly fileId: string
  readonly path: string
  readonly bytes: Buffer
}

/** How a file host can go wrong. */
export type FileFault = 'missing' | 'flood' | 'serverError' | 'slow' | 'truncated' | 'endless' | 'wrongLength' | 'moved'

/** Files of one bot: what people sent it and what it sent. Told sizes may lie, as a broken messenger's do. */
export class FakeFiles {
  readonly #files = new Map<string, FakeFile>()
  readonly #faults = new Map<string, FileFault>()
  #count = 0

  add(bytes: Buffer, folder: string, extension: string): FakeFile {
    this.#count += 1
    const file = {
      fileId: `FILE-${this.#count}-${folder}`,
      path: `${folder}/file_${this.#count}.${extension}`,
      bytes,
    }
    this.#files.set(file.fileId, file)
    return file
  }

  find(fileId: string): FakeFile | undefined {
    return this.#files.get(fileId)
  }

  /** Downloads of this file go wrong from now on; null mends it. */
  breaks(fileId: string, fault: FileFault | null): void {
    if (fault === null) this.#faults.delete(fileId)
    else this.#faults.set(fileId, fault)
  }

  download(path: string): FakeReply {
    const file = [...this.#files.values()].find((one) => one.path === path)
    if (file === undefined) return json(404, { ok: false, error_code: 404, description: 'Not Found' })
    return broken(file, this.#faults.get(file.fileId))
  }
}

const type = { 'content-type': 'application/octet-stream' }

function broken({ bytes }: FakeFile, fault: FileFault | undefined): FakeReply {
  switch (fault) {
    case 'missing':
      return json(404, { ok: false, error_code: 404, description: 'Not Found' })
    case 'flood':
      return json(429, { ok: false, error_code: 429, description: 'Too Many Requests: retry after 1' })
    case 'serverError':
      return json(500, { ok: false, error_code: 500, description: 'Internal Server Error' })
    case 'moved':
      return {
        kind: 'bytes',
        write: (response) => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
      }
    case 'slow':
      return { kind: 'bytes', write: (response) => drip(response, bytes) }
    case 'truncated':
      return { kind: 'bytes', write: (response) => cutOff(response, bytes) }
    case 'endless':
      return { kind: 'bytes', write: endless }
    case 'wrongLength':
      return {
        kind: 'bytes',
        write: (response) => void response.writeHead(200, { ...type, 'content-length': bytes.length + 100 }).end(bytes),
      }
    default:
      return {
        kind: 'bytes',
        write: (response) => void response.writeHead(200, { ...type, 'content-length': bytes.length }).end(bytes),
      }
  }
}

/** The first piece comes, and then nothing. */
function drip(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { ...type, 'content-length': bytes.length })
  response.write(bytes.subarray(0, 1))
}

function cutOff(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { ...type, 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy())
}

async function endless(response: ServerResponse): Promise<void> {
  response.writeHead(200, type)
  const piece = Buffer.alloc(256 * 1024, 1)
  const closed = once(response, 'close')
  while (!response.destroyed) if (!response.write(piece)) await Promise.race([once(response, 'drain'), closed])
}

const once = (response: ServerResponse, event: string) =>
  new Promise<void>((resolve) => void response.once(event, () => resolve()))
