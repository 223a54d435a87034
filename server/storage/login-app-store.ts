import { z } from 'zod'
import type { Messenger } from '#protocol/channel'
import type { OperatorId } from '#protocol/ids'
import type { LoginApp, LoginAppStore } from '../channels/ports'
import type { Seal } from './channel-store'
import { readMeta, writeMeta } from './meta-store'
import type { Reader, Writer } from './sql'

const Stored = z.object({ appId: z.string(), baseUrl: z.string().nullable(), secret: z.base64() })

const nameOf = (messenger: Messenger) => `login-app:${messenger}`

/** One small row for the whole company, read when somebody logs in. */
export class SqlLoginAppStore implements LoginAppStore {
  readonly #reader: Reader
  readonly #writer: Writer
  readonly #seal: Seal
  readonly #now: () => number

  constructor(reader: Reader, writer: Writer, seal: Seal, now: () => number) {
    this.#reader = reader
    this.#writer = writer
    this.#seal = seal
    this.#now = now
  }

  /** Null too when the hub's key is another one by now: the app has to be entered again. */
  async get(messenger: Messenger): Promise<LoginApp | null> {
    const text = await readMeta(this.#reader, nameOf(messenger))
    if (text === undefined) return null
    const { appId, baseUrl, secret } = Stored.parse(JSON.parse(text))
    const opened = this.#opened(Buffer.from(secret, 'base64'), nameOf(messenger))
    return opened === null ? null : { appId, baseUrl, secret: opened }
  }

  async set(messenger: Messenger, { appId, baseUrl, secret }: LoginApp, by: OperatorId): Promise<void> {
    const name = nameOf(messenger)
    const sealed = Buffer.from(this.#seal.seal(secret, name)).toString('base64')
    await this.#writer.write(async (transaction) => {
      await writeMeta(transaction, name, JSON.stringify({ appId, baseUrl, secret: sealed }))
      const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
      await transaction.run(text, [this.#now(), by, 'loginApp.saved', messenger, JSON.stringify({ appId, baseUrl })])
    })
  }

  #opened(sealed: Buffer, row: string): string | null {
    try {
      return this.#seal.open(sealed, row)
    } catch {
      return null
    }
  }
}
