import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream, rmSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Null for a file that is not there; every other trouble of the disk is an error. */
async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** A name is durable only when its folder has been synced too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const hashForm = /^[0-9a-f]{64}$/
const incomingForm = /^[\w-]{1,80}$/

/**
 * Bytes on disk, by content: a file's name is its hash, so the same bytes are kept once and a name never holds other bytes. What is
 * on its way in lies in a folder of its own; it is synced and renamed before anybody hears of it (reliability.md promise 16).
 */
export class FileStore {
  readonly #stored: string
  readonly #incoming: string
  /** Kept a moment ago: its row may still be on its way. */
  readonly #fresh = new Set<string>()

  constructor(folder: string) {
    this.#stored = join(folder, 'stored')
    this.#incoming = join(folder, 'incoming')
  }

  async open(): Promise<void> {
    await mkdir(this.#stored, { recursive: true, mode: 0o700 })
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 })
  }

  pathOf(hash: string): string {
    if (!hashForm.test(hash)) throw new Error('not a hash')
    return join(this.#stored, hash.slice(0, 2), hash)
  }

  /** Begins a file, or begins it anew. */
  create(name: string): Promise<FileHandle> {
    return open(this.#place(name), 'w', 0o600)
  }

  /** Bytes there are of a file on its way; null when there is none. */
  async received(name: string): Promise<number | null> {
    return (await unlessMissing(stat(this.#place(name))))?.size ?? null
  }

  /** Writes at `offset`, over what a broken transfer may have left behind it. */
  async write(name: string, offset: number, bytes: Uint8Array): Promise<void> {
    const handle = await open(this.#place(name), 'r+')
    try {
      await handle.truncate(offset)
      let written = 0
      while (written < bytes.byteLength)
        written += (await handle.write(bytes, written, bytes.byteLength - written, offset + written)).bytesWritten
    } finally {
      await handle.close()
    }
  }

  /** The first bytes of a file on its way. */
  async head(name: string, length: number): Promise<Buffer> {
    const handle = await open(this.#place(name), 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  /** The last bytes of a file on its way in. */
  async tail(name: string, length: number): Promise<Buffer> {
    const handle = await open(this.#place(name), 'r')
    try {
      const { size } = await handle.stat()
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, Math.max(0, size - length))
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  /** Makes a whole file durable under its hash, and gives the hash. */
  async keep(name: string): Promise<string> {
    const from = this.#place(name)
    const handle = await open(from, 'r+')
    const hash = createHash('sha256')
    try {
      for await (const piece of handle.createReadStream({ autoClose: false })) hash.update(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    const digest = hash.digest('hex')
    const to = this.pathOf(digest)
    const folder = join(this.#stored, digest.slice(0, 2))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    this.#fresh.add(digest)
    await rename(from, to)
    await syncFolder(folder)
    await syncFolder(this.#stored)
    return digest
  }

  async has(hash: string): Promise<boolean> {
    return (await unlessMissing(stat(this.pathOf(hash)))) !== null
  }

  /** `end` is the last byte, inclusive. */
  read(hash: string, start: number, end: number): ReadStream {
    return createReadStream(this.pathOf(hash), { start, end })
  }

  async discard(name: string): Promise<void> {
    await rm(this.#place(name), { force: true })
  }

  /** Hashes kept until now, whose rows will be there by the next time one looks. */
  fresh(): readonly string[] {
    return [...this.#fresh]
  }

  settled(hashes: readonly string[]): void {
    for (const hash of hashes) this.#fresh.delete(hash)
  }

  /** Removes bytes that no row knows, unless they have just been brought again: looked at and done in one turn. */
  removeUnlessFresh(hash: string): void {
    if (!this.#fresh.has(hash)) rmSync(this.pathOf(hash), { force: true })
  }

  async incoming(): Promise<readonly string[]> {
    return (await readdir(this.#incoming)).filter((name) => incomingForm.test(name))
  }

  /** Hashes of what is kept, a folder at a time. */
  async *stored(): AsyncGenerator<readonly string[]> {
    for (const folder of await readdir(this.#stored)) {
      const names = (await unlessMissing(readdir(join(this.#stored, folder)))) ?? []
      yield names.filter((name) => hashForm.test(name))
    }
  }

  #place(name: string): string {
    if (!incomingForm.test(name)) throw new Error('not a name of ours')
    return join(this.#incoming, name)
  }
}
