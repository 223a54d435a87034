import { createHmac, timingSafeEqual } from 'node:crypto'
import { AttachmentId } from '#protocol/ids'
import { extensionOf } from './file-name'

/** Messengers fetch at once, some again while their people look at it. */
const lastsMs = 24 * 3600_000

/** `{attachment}.{until, milliseconds in base 36}.{signature}` */
const signedForm = /^([\w-]{1,64})\.([0-9a-z]{1,9})\.([\w-]{43})$/

interface LinkClock {
  now(): number
}

/**
 * Addresses of files for messengers that take no uploads and fetch by themselves: whoever has one gets this one file, for a day. They
 * hold nothing that could be guessed or bent to another file: id, moment and the end of the address are signed together.
 */
export class PublicLinks {
  readonly #key: Buffer
  readonly #base: string
  readonly #clock: LinkClock

  /** `base`: the hub's public address, without a slash at the end. */
  constructor(key: Buffer, base: string, clock: LinkClock) {
    this.#key = key
    this.#base = base
    this.#clock = clock
  }

  /** The extension stays, since messengers judge by it; the name itself is nobody's business on the way. */
  addressOf(id: AttachmentId, name: string): string {
    const extension = extensionOf(name)
    const last = /^[0-9a-z]{1,10}$/.test(extension) ? `file.${extension}` : 'file'
    const until = (this.#clock.now() + lastsMs).toString(36)
    return `${this.#base}/media/${id}.${until}.${this.#signature(id, until, last).toString('base64url')}/${last}`
  }

  /** Whose address it is; null for one that is not ours or has had its time. */
  read(signed: string, last: string): AttachmentId | null {
    const [, name = '', until = '', signature = ''] = signedForm.exec(signed) ?? []
    const id = AttachmentId.safeParse(name)
    if (!id.success) return null
    const given = Buffer.from(signature, 'base64url')
    const wanted = this.#signature(id.data, until, last)
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null
    return Number.parseInt(until, 36) > this.#clock.now() ? id.data : null
  }

  #signature(id: AttachmentId, until: string, last: string): Buffer {
    return createHmac('sha256', this.#key).update(`${id}.${until}/${last}`).digest()
  }
}
