import type { ConversationId, Position, Seq } from '#protocol/ids'
import type { Entry, MessageEntry } from '#protocol/message'
import type { DeliveryStatus } from '#protocol/receipts'
import type { StreamLine } from '../conversations/facts'
import type { StreamStore } from '../conversations/ports'
import { authorDetail } from './conversation-record'
import { type EntryRecord, entryColumns, entryOf, entryValues, messageExtra } from './entry-record'
import type { ReadableSql, Transaction } from './sql'

const addText = `insert into entry (${entryColumns}, external_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

/** Receipts for all up to a message look back this far: what is older has been settled or never will be. */
const receiptsReach = 500

type Added = Extract<StreamLine, { kind: 'entry.added' }>

/** What an ordinary message of a contact consists of; binding the other columns takes a third of its time. */
const plainColumns = [
  'conversation_id',
  'seq',
  'kind',
  'at',
  'changed_seq',
  'author',
  'text',
  'provider_at',
  'external_id',
]
const addPlainText = `insert into entry (${plainColumns.join(', ')})
  values (${plainColumns.map((_, index) => `$${index + 1}`).join(', ')})`

/** Has nothing in the other columns. */
const isPlain = (message: MessageEntry): boolean =>
  authorDetail(message.author) === null &&
  message.clientId === null &&
  message.delivery === null &&
  messageExtra(message) === null

const changeText = `update entry set changed_seq = $1, text = $2, status = $3, reason = $4, detail = $5, extra = $6
  where conversation_id = $7 and seq = $8`

const newsText = `insert into entry (conversation_id, seq, kind, at, changed_seq, target_seq) values ($1, $2, $3, $4, $2, $5)`

export async function entryAt(sql: ReadableSql, conversationId: ConversationId, seq: Seq): Promise<Entry | undefined> {
  const text = `select ${entryColumns} from entry
    where conversation_id = $1 and seq = $2 and kind in ('message', 'note', 'system')`
  const record = await sql.get<EntryRecord>(text, [conversationId, seq])
  return record && entryOf(record)
}

/** Streams of conversations, and the hub-wide log that gives every event its position. */
export class SqlStreamStore implements StreamStore {
  readonly #sql: Transaction

  constructor(sql: Transaction) {
    this.#sql = sql
  }

  async append(conversationId: ConversationId, at: number, lines: readonly StreamLine[]): Promise<Position> {
    let first: Position | null = null
    for (const line of lines) {
      await this.#write(conversationId, at, line)
      const position = this.#sql.logEvent(conversationId, line.seq, at)
      first ??= position
    }
    if (first === null) throw new Error('an append without events')
    return first
  }

  async #write(conversationId: ConversationId, at: number, line: StreamLine): Promise<void> {
    switch (line.kind) {
      case 'entry.added':
        await this.#add(conversationId, line)
        return
      case 'entry.changed': {
        const [, seq, , , changedSeq, , , text, , status, reason, detail, extra] = entryValues(
          conversationId,
          line.entry,
        )
        const values = [changedSeq, text, status, reason, detail, extra].map((value) => value ?? null)
        await this.#sql.run(changeText, [...values, conversationId, seq ?? null])
        await this.#sql.run(newsText, [conversationId, line.seq, 'changed', at, line.entry.seq])
        return
      }
      case 'conversation.changed':
        await this.#sql.run(newsText, [conversationId, line.seq, 'row', at, null])
    }
  }

  async #add(conversationId: ConversationId, { entry, externalId }: Added): Promise<void> {
    if (entry.kind === 'message' && isPlain(entry)) {
      const { seq, kind, at, changedSeq, author, text, providerAt } = entry
      const values = [conversationId, seq, kind, at, changedSeq, author.kind, text, providerAt, externalId]
      await this.#sql.run(addPlainText, values)
    } else {
      const values = entryValues(conversationId, entry)
      values.push(externalId)
      await this.#sql.run(addText, values)
    }
  }

  entry(conversationId: ConversationId, seq: Seq): Promise<Entry | undefined> {
    return entryAt(this.#sql, conversationId, seq)
  }

  async name(conversationId: ConversationId, seq: Seq, externalId: string): Promise<void> {
    const text = 'update entry set external_id = $1 where conversation_id = $2 and seq = $3 and external_id is null'
    await this.#sql.run(text, [externalId, conversationId, seq])
  }

  async arrivedUpTo(
    conversationId: ConversationId,
    upTo: Seq,
    status: Extract<DeliveryStatus, 'delivered' | 'read'>,
  ): Promise<readonly Seq[]> {
    const below = status === 'read' ? `('sent', 'delivered')` : `('sent')`
    const text = `select seq from entry
      where conversation_id = $1 and seq <= $2 and seq > $3 and kind = 'message' and status in ${below} order by seq`
    const rows = await this.#sql.all<{ seq: Seq }>(text, [conversationId, upTo, upTo - receiptsReach])
    return rows.map(({ seq }) => seq)
  }

  async contactMessagesAfter(conversationId: ConversationId, seq: Seq): Promise<number> {
    const text = `select count(*) as "count" from entry
      where conversation_id = $1 and seq > $2 and kind = 'message' and author = 'contact'`
    return (await this.#sql.get<{ count: number }>(text, [conversationId, seq]))?.count ?? 0
  }
}

/** The messenger's id of the contact's last message up to this place. */
export async function lastHeard(sql: ReadableSql, id: ConversationId, upTo: Seq): Promise<string | null> {
  const text = `select external_id as "externalId" from entry
    where conversation_id = $1 and seq <= $2 and kind = 'message' and author = 'contact' and external_id is not null
    order by seq desc limit 1`
  return (await sql.get<{ externalId: string }>(text, [id, upTo]))?.externalId ?? null
}
