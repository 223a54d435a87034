import { fileLimits } from '#protocol/attachment'
import { accepted, type Outcome, refused } from '#protocol/errors'

/** A file on this device that waits to be sent. */
export interface StagedFile {
  /** Key of the bytes in the file store of the device. */
  readonly key: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
}

/** Bytes of dropped, pasted or chosen files until the hub has them: on disk in the desktop app, in memory in a browser. */
export interface FileStore {
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** At most `length` bytes from `offset`; null when the file is no longer there. */
  read(key: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer> | null>
  remove(key: string): Promise<void>
  /** Removes all but these: what a killed program left behind. */
  keepOnly(keys: ReadonlySet<string>): Promise<void>
}

export class MemoryFiles implements FileStore {
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>()

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#files.set(key, bytes)
  }

  async read(key: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#files.get(key)?.slice(offset, offset + length) ?? null
  }

  async remove(key: string): Promise<void> {
    this.#files.delete(key)
  }

  async keepOnly(keys: ReadonlySet<string>): Promise<void> {
    for (const key of this.#files.keys()) if (!keys.has(key)) this.#files.delete(key)
  }
}

/** What can be said of a file before it travels. */
export function checkFile(size: number): Outcome<null> {
  if (size === 0) return refused('FILE_EMPTY', 'the file is empty')
  if (size > fileLimits.bytes)
    return refused('FILE_TOO_BIG', 'the file is too big', { facts: { limit: fileLimits.bytes, size } })
  return accepted(null)
}
