import type { ChannelId, ConversationId, OperatorId, Seq } from '#protocol/ids'
import { signed } from '#protocol/signature'
import type { OutboundMessage } from '../channels/channel'
import type { DuePart, Outbox } from '../channels/ports'
import type { MessagePlace } from '../conversations/ports'
import type { Reader, SqlValue, Writer } from './sql'
import { entryAt, lastHeard } from './stream-store'

const partColumns = `d.conversation_id as "conversationId", d.seq, d.part, d.external_chat as "externalChat", d.attempt,
  d.is_in_doubt as "isInDoubt", d.queued_at as "queuedAt", d.idempotency_key as "idempotencyKey"`

const placeIs = 'conversation_id = $1 and seq = $2 and part = $3'

/** Nothing of the conversation that was queued before is still on its way or waiting. */
const isFirst = `not exists (select 1 from delivery e
  where e.conversation_id = d.conversation_id and e.is_due = 1 and (e.seq, e.part) < (d.seq, d.part))`

/** The outbox as the delivery takes it up; what use-cases put in and what became of it is `outbox-store.ts`. */
export class SqlOutbox implements Outbox {
  readonly #reader: Reader
  readonly #writer: Writer

  constructor(reader: Reader, writer: Writer) {
    this.#reader = reader
    this.#writer = writer
  }

  due(channelId: ChannelId, now: number, limit: number): Promise<readonly DuePart[]> {
    const text = `select ${partColumns} from delivery d
      where d.channel_id = $1 and d.is_due = 1 and d.next_at <= $2 and d.state = 'queued' and ${isFirst}
      order by d.next_at, d.conversation_id limit $3`
    return this.#parts(text, [channelId, now, limit])
  }

  async #parts(text: string, values: readonly SqlValue[]): Promise<readonly DuePart[]> {
    const rows = await this.#reader.all<Omit<DuePart, 'isInDoubt'> & { readonly isInDoubt: number }>(text, values)
    return rows.map((row) => ({ ...row, isInDoubt: row.isInDoubt === 1 }))
  }

  async nextAt(channelId: ChannelId, now: number): Promise<number | null> {
    const text = `select min(next_at) as "nextAt" from delivery
      where channel_id = $1 and is_due = 1 and next_at > $2 and state = 'queued'`
    return (await this.#reader.get<{ nextAt: number | null }>(text, [channelId, now]))?.nextAt ?? null
  }

  async message(conversationId: ConversationId, seq: Seq): Promise<OutboundMessage | null> {
    const entry = await entryAt(this.#reader, conversationId, seq)
    const text = `select c.channel_id as "channelId", c.external_chat as "externalChat", d.signature
      from conversation c join delivery d on d.conversation_id = c.id and d.seq = $2 and d.part = 0 where c.id = $1`
    const chat = await this.#reader.get<Chat>(text, [conversationId, seq])
    if (entry?.kind !== 'message' || chat === undefined) return null
    const { externalChat, signature } = chat
    const quoted = entry.replyToSeq === null ? null : await this.#quoted(conversationId, entry.replyToSeq, chat)
    return {
      externalChat,
      seq,
      text: signed(entry.text, signature),
      attachments: entry.attachments,
      buttons: entry.buttons,
      replyToExternalId: quoted?.externalId ?? null,
      replyToChat: quoted?.externalChat === externalChat ? null : (quoted?.externalChat ?? null),
      operatorName: entry.author.kind === 'operator' ? await this.#nameOf(entry.author.operatorId) : null,
      ...(entry.template !== undefined && { template: entry.template }),
      heardExternalId: await lastHeard(this.#reader, conversationId, seq),
    }
  }

  /** A message that left in parts has an id for each; an answer to it points at the first. It stands in the chat of its time. */
  async #quoted(conversationId: ConversationId, seq: Seq, { channelId, externalChat }: Chat): Promise<Quoted> {
    const text = `select e.external_id as "externalId", (
        select p.external_chat from provider_message p
        where p.channel_id = $3 and p.external_id = e.external_id and p.seq = e.seq
        order by p.external_chat <> $4 limit 1
      ) as "externalChat"
      from entry e where e.conversation_id = $1 and e.seq = $2`
    const values = [conversationId, seq, channelId, externalChat]
    return (await this.#reader.get<Quoted>(text, values)) ?? { externalId: null, externalChat: null }
  }

  async #nameOf(id: OperatorId): Promise<string | null> {
    const found = await this.#reader.get<{ name: string }>('select name from account where id = $1', [id])
    return found?.name ?? null
  }

  claim(parts: readonly { readonly part: DuePart; readonly count: number }[]): Promise<readonly DuePart[]> {
    const take = `update delivery set state = 'sending' where ${placeIs} and state = 'queued'`
    const add = `insert into delivery (conversation_id, seq, part, channel_id, external_chat, state, next_at, queued_at, idempotency_key)
      select conversation_id, seq, $4, channel_id, external_chat, 'queued', queued_at, queued_at, idempotency_key || $5
      from delivery where ${placeIs} on conflict (conversation_id, seq, part) do nothing`
    return this.#writer.write(async (transaction) => {
      const claimed: DuePart[] = []
      for (const { part, count } of parts) {
        const place: SqlValue[] = [part.conversationId, part.seq, part.part]
        if ((await transaction.run(take, place)) === 0) continue
        claimed.push(part)
        if (part.part > 0) continue
        for (let index = 1; index < count; index++) await transaction.run(add, [...place, index, `:${index}`])
      }
      return claimed
    })
  }

  async postpone({ conversationId, seq, part }: MessagePlace, next: Parameters<Outbox['postpone']>[1]): Promise<void> {
    const text = `update delivery set state = 'queued', attempt = $4, is_in_doubt = $5, next_at = $6
      where ${placeIs} and is_due = 1`
    const values = [conversationId, seq, part, next.attempt, next.isInDoubt ? 1 : 0, next.nextAt]
    await this.#writer.write((transaction) => transaction.run(text, values))
  }

  interrupted(channelId: ChannelId): Promise<readonly DuePart[]> {
    const text = `select ${partColumns} from delivery d
      where d.channel_id = $1 and d.is_due = 1 and d.state = 'sending' order by d.conversation_id, d.seq, d.part`
    return this.#parts(text, [channelId])
  }

  queuedBefore(channelId: ChannelId, moment: number, limit: number): Promise<readonly DuePart[]> {
    const text = `select ${partColumns} from delivery d
      where d.channel_id = $1 and d.is_due = 1 and d.state = 'queued' and d.queued_at < $2
      order by d.conversation_id, d.seq, d.part limit $3`
    return this.#parts(text, [channelId, moment, limit])
  }
}

interface Chat {
  readonly channelId: ChannelId
  readonly externalChat: string
  readonly signature: string | null
}

interface Quoted {
  readonly externalId: string | null
  readonly externalChat: string | null
}
