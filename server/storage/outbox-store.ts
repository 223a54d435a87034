import { z } from 'zod'
import type { ChannelId, ConversationId, OperatorId, Seq } from '#protocol/ids'
import type { DeliveryStatus } from '#protocol/receipts'
import type { ConversationFacts } from '../conversations/facts'
import type { DeliveryPart, DeliveryStore, MessagePlace } from '../conversations/ports'
import { textAsSent } from './signature-reads'
import type { WritableSql } from './sql'

const ExternalIds = z.array(z.string())

/** The stored outbox as use-cases fill and settle it; taking rows up and sending them is the delivery's. */
export class SqlOutboxStore implements DeliveryStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async enqueue({ row, externalChat }: ConversationFacts, seq: Seq, at: number, idempotencyKey: string): Promise<void> {
    const text = `insert into delivery (conversation_id, seq, channel_id, external_chat, state, next_at, queued_at, idempotency_key)
      values ($1, $2, $3, $4, 'queued', $5, $5, $6)`
    await this.#sql.run(text, [row.id, seq, row.channelId, externalChat, at, idempotencyKey])
  }

  parts(conversationId: ConversationId, seq: Seq): Promise<DeliveryPart[]> {
    const text =
      'select part, state, idempotency_key as "key" from delivery where conversation_id = $1 and seq = $2 order by part'
    return this.#sql.all<DeliveryPart>(text, [conversationId, seq])
  }

  async externalIds(conversationId: ConversationId, seq: Seq): Promise<readonly string[]> {
    const text = `select external_ids as "ids" from delivery
      where conversation_id = $1 and seq = $2 and external_ids is not null order by part`
    const rows = await this.#sql.all<{ ids: string }>(text, [conversationId, seq])
    return rows.flatMap(({ ids }) => ExternalIds.parse(JSON.parse(ids)))
  }

  async asSent(channelId: ChannelId, operatorId: OperatorId, text: string): Promise<string> {
    return (await textAsSent(this.#sql, channelId, operatorId, text)).text
  }

  inDoubt(conversationId: ConversationId): Promise<MessagePlace[]> {
    const text = `select conversation_id as "conversationId", seq, part from delivery
      where conversation_id = $1 and state in ('sending', 'unconfirmed') order by seq, part`
    return this.#sql.all<MessagePlace>(text, [conversationId])
  }

  async readdress(conversationId: ConversationId, externalChat: string): Promise<void> {
    const text = 'update delivery set external_chat = $1 where conversation_id = $2 and is_due = 1'
    await this.#sql.run(text, [externalChat, conversationId])
  }

  async settle(place: MessagePlace, state: DeliveryStatus, externalIds: readonly string[]): Promise<void> {
    const text = `update delivery set state = $1, is_due = $2, lease_until = null, external_ids = coalesce($3, external_ids)
      where conversation_id = $4 and seq = $5 and part = $6`
    const ids = externalIds.length === 0 ? null : JSON.stringify(externalIds)
    const isDue = state === 'queued' || state === 'sending' ? 1 : 0
    await this.#sql.run(text, [state, isDue, ids, place.conversationId, place.seq, place.part])
  }

  async requeue(conversationId: ConversationId, seq: Seq, at: number, newKey: () => string): Promise<void> {
    const text = `update delivery
      set state = 'queued', is_due = 1, attempt = 0, is_in_doubt = 0, next_at = $1, queued_at = $1, lease_until = null, idempotency_key = $2
      where conversation_id = $3 and seq = $4 and part = $5`
    for (const { part, state } of await this.parts(conversationId, seq))
      if (state === 'failed' || state === 'unconfirmed')
        await this.#sql.run(text, [at, newKey(), conversationId, seq, part])
  }
}
