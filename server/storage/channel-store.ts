import { z } from 'zod'
import { ChannelHealth, ChannelRules, Messenger } from '#protocol/channel'
import { ConnectionForm } from '#protocol/connection'
import { ChannelId, type ConversationId, Position, type Seq } from '#protocol/ids'
import type { ChannelAct, ChannelRecord, ChannelStore } from '../channels/ports'
import { SecretNotOpened } from '../secrets'
import { SqlCommandStore } from './command-store'
import { signatureOf } from './signature-reads'
import type { ReadableSql, Reader, Transaction, Writer } from './sql'
import { lastHeard } from './stream-store'

interface ChannelRow {
  readonly id: string
  readonly messenger: string
  readonly name: string
  readonly account: string
  readonly account_key: string
  readonly is_connected: number
  readonly version: number
  readonly rules: string
  readonly signature: string | null
  readonly form: string
  readonly secret: Uint8Array | null
  readonly webhook_secret: string
  readonly poll_position: string | null
  readonly health: string
  readonly last_in_at: number | null
  readonly last_out_at: number | null
  readonly created_at: number
}

const columns = `id, messenger, name, account, account_key, is_connected, version, rules, signature, form, secret,
  webhook_secret, poll_position, health, last_in_at, last_out_at, created_at`

/** What of the settings is no secret. */
const Open = z.object({ name: z.string(), link: z.string().nullable() })

/** Seals settings for the disk; bound to the row, so they open nowhere else. */
export interface Seal {
  seal(text: string, row: string): Uint8Array
  open(sealed: Uint8Array, row: string): string
}

const rowOf = (id: string): string => `channel:${id}`

/** Where no account can be taken twice the channel's own id stands for it. */
const keyOf = ({ accountKey, id }: ChannelRecord): string => accountKey ?? id

export interface ChannelStoreOptions {
  readonly reader: Reader
  readonly writer: Writer
  readonly seal: Seal
  /** In the transaction that changes what others see (name, rules, connected or not), at its end. */
  readonly onChanged: (transaction: Transaction) => Promise<void>
}

/** Channels. What the administrator typed is sealed whole. */
export class SqlChannelStore implements ChannelStore {
  readonly #options: ChannelStoreOptions

  constructor(options: ChannelStoreOptions) {
    this.#options = options
  }

  async all(): Promise<readonly ChannelRecord[]> {
    const rows = await this.#options.reader.all<ChannelRow>(`select ${columns} from channel order by created_at, id`)
    return rows.map((row) => this.#recordOf(row))
  }

  async get(id: ChannelId): Promise<ChannelRecord | undefined> {
    const row = await this.#options.reader.get<ChannelRow>(`select ${columns} from channel where id = $1`, [id])
    return row && this.#recordOf(row)
  }

  insert(record: ChannelRecord, act: ChannelAct): Promise<'stored' | 'taken'> {
    return this.#options.writer.write(async (transaction) => {
      if (await isTaken(transaction, record)) return 'taken'
      const text = `insert into channel (id, messenger, name, account, account_key, is_connected, version, rules,
          form, secret, signature, webhook_secret, health, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
      await transaction.run(text, [
        record.id,
        record.messenger,
        ...this.#changing(record),
        record.webhookSecret,
        JSON.stringify(record.health),
        record.createdAt,
      ])
      await this.#told(transaction, record, act)
      return 'stored'
    })
  }

  update(record: ChannelRecord, act: ChannelAct): Promise<'stored' | 'taken' | 'stale'> {
    return this.#options.writer.write(async (transaction) => {
      if (await isTaken(transaction, record)) return 'taken'
      const text = `update channel set name = $2, account = $3, account_key = $4, is_connected = $5, version = $6,
          rules = $7, form = $8, secret = coalesce($9, secret), signature = $10
        where id = $1 and version = $6 - 1`
      if ((await transaction.run(text, [record.id, ...this.#changing(record)])) === 0) return 'stale'
      await this.#told(transaction, record, act)
      return 'stored'
    })
  }

  async savePosition(id: ChannelId, position: string): Promise<void> {
    await this.#set('poll_position = $2', [id, position])
  }

  async saveHealth(id: ChannelId, health: ChannelHealth): Promise<void> {
    await this.#set('health = $2', [id, JSON.stringify(health)])
  }

  async saveTimes(id: ChannelId, lastInAt: number | null, lastOutAt: number | null): Promise<void> {
    await this.#set('last_in_at = $2, last_out_at = $3', [id, lastInAt, lastOutAt])
  }

  async deadLetters(): Promise<ReadonlyMap<ChannelId, number>> {
    const text = `select channel_id as "channelId", count(*) as "count" from inbound_event
      where state = 'dead' group by channel_id`
    const rows = await this.#options.reader.all<{ channelId: ChannelId; count: number }>(text)
    return new Map(rows.map(({ channelId, count }) => [channelId, count]))
  }

  chatOf(id: ConversationId): Promise<{ channelId: ChannelId; externalChat: string } | undefined> {
    const text = 'select channel_id as "channelId", external_chat as "externalChat" from conversation where id = $1'
    return this.#options.reader.get(text, [id])
  }

  async conversationOf(channelId: ChannelId, externalChat: string): Promise<ConversationId | undefined> {
    const text = 'select id from conversation where channel_id = $1 and external_chat = $2'
    return (await this.#options.reader.get<{ id: ConversationId }>(text, [channelId, externalChat]))?.id
  }

  lastHeard(id: ConversationId, upTo: Seq): Promise<string | null> {
    return lastHeard(this.#options.reader, id, upTo)
  }

  /** Name, account, key, connected, version, rules, form, secret, signature: what insert and update have in common, in this order. */
  #changing(record: ChannelRecord) {
    return [
      record.name,
      record.account.account,
      keyOf(record),
      record.isConnected ? 1 : 0,
      record.version,
      JSON.stringify(record.rules),
      JSON.stringify({ name: record.account.name, link: record.account.link }),
      record.form === null ? null : this.#options.seal.seal(JSON.stringify(record.form), rowOf(record.id)),
      JSON.stringify(record.signature),
    ]
  }

  /** What follows from a change, in its transaction. */
  async #told(transaction: Transaction, { id, version, messenger }: ChannelRecord, act: ChannelAct): Promise<void> {
    const { by, action, at, answer } = act
    const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
    await transaction.run(text, [at, by?.operatorId ?? null, action, id, JSON.stringify({ version, messenger })])
    await this.#options.onChanged(transaction)
    if (by === null) return
    const position = Position.parse(transaction.position())
    const commands = new SqlCommandStore(transaction)
    await commands.add(by.operatorId, by.commandId, by.hash, JSON.stringify(answer), position, at)
  }

  #set(what: string, values: readonly [ChannelId, ...(string | number | null)[]]): Promise<number> {
    return this.#options.writer.write((transaction) =>
      transaction.run(`update channel set ${what} where id = $1`, values),
    )
  }

  /** A secret that does not open is this channel's trouble, not that of the whole hub. */
  #formOf({ id, secret }: ChannelRow): ConnectionForm | null {
    if (secret === null) return null
    try {
      return ConnectionForm.parse(JSON.parse(this.#options.seal.open(secret, rowOf(id))))
    } catch (error) {
      if (error instanceof SecretNotOpened) return null
      throw error
    }
  }

  #recordOf(row: ChannelRow): ChannelRecord {
    return {
      id: ChannelId.parse(row.id),
      messenger: Messenger.parse(row.messenger),
      name: row.name,
      account: { account: row.account, ...Open.parse(JSON.parse(row.form)) },
      accountKey: row.account_key === row.id ? null : row.account_key,
      isConnected: row.is_connected === 1,
      version: row.version,
      rules: ChannelRules.parse(JSON.parse(row.rules)),
      signature: signatureOf(row.signature),
      form: this.#formOf(row),
      webhookSecret: row.webhook_secret,
      pollPosition: row.poll_position,
      health: ChannelHealth.parse(JSON.parse(row.health)),
      lastInAt: row.last_in_at,
      lastOutAt: row.last_out_at,
      createdAt: row.created_at,
    }
  }
}

async function isTaken(sql: ReadableSql, record: ChannelRecord): Promise<boolean> {
  if (!record.isConnected) return false
  const text = 'select id from channel where messenger = $1 and account_key = $2 and is_connected = 1 and id <> $3'
  return (await sql.get(text, [record.messenger, keyOf(record), record.id])) !== undefined
}
