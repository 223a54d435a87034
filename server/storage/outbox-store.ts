import { z } from 'zod'
import type { ConversationId, Seq } from '#protocol/ids'
import type { DeliveryStatus } from '#protocol/receipts'
import type { ConversationFacts } from '../conversations/facts'
import type { DeliveryPart, DeliveryStore, LeftMessage, MessagePlace } from '../conversations/ports'
import { signatureLineOf } from './signature-reads'
import type { WritableSql } from './sql'

const ExternalIds = z.array(z.string())

const idsOf = (stored: string | null): readonly string[] =>
  stored === null ? [] : ExternalIds.parse(JSON.parse(stored))

interface LeftPart {
  readonly part: number
  readonly ids: string | null
  readonly chat: string
  readonly signature: string | null
}

/** The stored outbox as use-cases fill and settle it; taking rows up and sending them is the delivery's. */
export class SqlOutboxStore implements DeliveryStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async enqueue(
    { row, externalChat }: ConversationFacts,
    seq: Seq,
    { at, key, signer }: Parameters<DeliveryStore['enqueue']>[2],
  ): Promise<void> {
    const text = `insert into delivery
      (conversation_id, seq, channel_id, external_chat, state, next_at, queued_at, idempotency_key, signature)
      values ($1, $2, $3, $4, 'queued', $5, $5, $6, $7)`
    const signature = signer === null ? null : await signatureLineOf(this.#sql, row.channelId, signer)
    await this.#sql.run(text, [row.id, seq, row.channelId, externalChat, at, key, signature])
  }

  parts(conversationId: ConversationId, seq: Seq): Promise<DeliveryPart[]> {
    const text =
      'select part, state, idempotency_key as "key" from delivery where conversation_id = $1 and seq = $2 order by part'
    return this.#sql.all<DeliveryPart>(text, [conversationId, seq])
  }

  async left(conversationId: ConversationId, seq: Seq): Promise<LeftMessage> {
    const rows = await this.#left(conversationId, seq)
    return {
      externalMessageIds: rows.flatMap(({ ids }) => idsOf(ids)),
      chats: rows.map(({ chat }) => chat),
      signature: rows[0]?.signature ?? null,
    }
  }

  async forget(conversationId: ConversationId, seq: Seq, externalMessageIds: readonly string[]): Promise<void> {
    const text = 'update delivery set external_ids = $1 where conversation_id = $2 and seq = $3 and part = $4'
    for (const { part, ids } of await this.#left(conversationId, seq)) {
      const kept = idsOf(ids).filter((id) => !externalMessageIds.includes(id))
      if (ids !== null && kept.length < idsOf(ids).length)
        await this.#sql.run(text, [JSON.stringify(kept), conversationId, seq, part])
    }
  }

  #left(conversationId: ConversationId, seq: Seq): Promise<LeftPart[]> {
    const text = `select part, external_ids as "ids", external_chat as "chat", signature from delivery
      where conversation_id = $1 and seq = $2 order by part`
    return this.#sql.all<LeftPart>(text, [conversationId, seq])
  }

  inDoubt(conversationId: ConversationId): Promise<(MessagePlace & Pick<DeliveryPart, 'key'>)[]> {
    const text = `select conversation_id as "conversationId", seq, part, idempotency_key as "key" from delivery
      where conversation_id = $1 and (state in ('sending', 'unconfirmed') or (state = 'queued' and is_in_doubt = 1))
      order by seq, part`
    return this.#sql.all<MessagePlace & Pick<DeliveryPart, 'key'>>(text, [conversationId])
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
      set state = 'queued', is_due = 1, attempt = 0, is_in_doubt = 0, next_at = $1, queued_at = $1, lease_until = null, idempotency_key = $2,
        external_chat = (select external_chat from conversation where id = $3)
      where conversation_id = $3 and seq = $4 and part = $5`
    for (const { part, state } of await this.parts(conversationId, seq))
      if (state === 'failed' || state === 'unconfirmed')
        await this.#sql.run(text, [at, newKey(), conversationId, seq, part])
  }
}
