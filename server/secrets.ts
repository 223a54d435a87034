import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import type { Random } from './platform'

const version = 1
const keyIdBytes = 8
const ivBytes = 12
const tagBytes = 16
const headBytes = 1 + keyIdBytes + ivBytes + tagBytes

/** A sealed value that does not open: another key, another row, or damage. Tells nothing of the content. */
export class SecretNotOpened extends Error {
  override readonly name = 'SecretNotOpened'
}

/**
 * Secrets at rest (channel tokens): AES-256-GCM under the hub's key. The sealed bytes carry the key's id; the row they belong to
 * (`channel:abc`) is authenticated with them, so a sealed value copied into another row does not open.
 */
export class Secrets {
  readonly #key: Buffer
  readonly #random: Random
  readonly keyId: Buffer

  constructor(key: Buffer, random: Random) {
    if (key.length !== 32) throw new RangeError('the key must have 32 bytes')
    this.#key = key
    this.#random = random
    this.keyId = createHash('sha256').update('pult key id').update(key).digest().subarray(0, keyIdBytes)
  }

  seal(text: string, row: string): Buffer {
    const iv = this.#random.bytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(this.#associated(row))
    const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.of(version), this.keyId, iv, cipher.getAuthTag(), bytes])
  }

  open(sealed: Uint8Array, row: string): string {
    const bytes = Buffer.from(sealed)
    if (bytes.length < headBytes || bytes[0] !== version) throw new SecretNotOpened('not a sealed value')
    if (!bytes.subarray(1, 1 + keyIdBytes).equals(this.keyId)) throw new SecretNotOpened('sealed with another key')
    const iv = bytes.subarray(1 + keyIdBytes, 1 + keyIdBytes + ivBytes)
    const tag = bytes.subarray(headBytes - tagBytes, headBytes)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv).setAAD(this.#associated(row)).setAuthTag(tag)
    try {
      return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]).toString('utf8')
    } catch (error) {
      throw new SecretNotOpened('damaged, or of another row', { cause: error })
    }
  }

  /** A key for one purpose (visitors' tokens, hashes of commands): knowing it tells nothing of the others. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, 'pult', purpose, 32))
  }

  #associated(row: string): Buffer {
    return Buffer.concat([Buffer.of(version), this.keyId, Buffer.from(row, 'utf8')])
  }
}
