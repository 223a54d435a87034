import type { ConversationId, OperatorId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'
import type { QueuePlace, QueueStore } from '../operators/ports'
import { type ConversationRecord, conversationColumns, conversationFactsOf, queuePlace } from './conversation-record'
import type { WritableSql } from './sql'

const readText = `select ${conversationColumns.join(', ')} from conversation`

/** The queue in the order of the engine, by its own index. */
export class SqlQueueStore implements QueueStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async page(
    after: QueuePlace | null,
    limit: number,
  ): Promise<{ readonly conversations: readonly ConversationFacts[]; readonly next: QueuePlace | null }> {
    const from = after === null ? '' : ' and (queue_rank, queue_at, opened_at, id) > ($1, $2, $3, $4)'
    const values = after === null ? [] : [after.rank, after.at, after.openedAt, after.id]
    const text = `${readText} where queue_rank is not null${from} order by queue_rank, queue_at, opened_at, id limit ${limit}`
    const conversations = (await this.#sql.all<ConversationRecord>(text, values)).map(conversationFactsOf)
    const last = conversations.at(-1)
    const place = last === undefined ? null : queuePlace(last)
    return {
      conversations,
      next:
        conversations.length < limit || last === undefined || place === null
          ? null
          : { ...place, openedAt: last.row.openedAt, id: last.row.id },
    }
  }

  async assignedTo(operators: readonly OperatorId[]): Promise<readonly ConversationFacts[]> {
    const places = operators.map((_, index) => `$${index + 1}`).join(', ')
    const text = `${readText} where assignee_id in (${places}) and is_open = 1`
    return (await this.#sql.all<ConversationRecord>(text, operators)).map(conversationFactsOf)
  }

  async awaited(): Promise<readonly ConversationFacts[]> {
    const queued = await this.#sql.all<ConversationRecord>(
      `${readText} where queue_rank is not null and unanswered_since is not null`,
    )
    const answerable = await this.#sql.all<ConversationRecord>(
      `${readText} where is_open = 1 and unanswered_since is not null and queue_rank is null and answer_by is not null`,
    )
    return [...queued, ...answerable].map(conversationFactsOf)
  }

  async timed(): Promise<readonly ConversationFacts[]> {
    const answerable = await this.#sql.all<ConversationRecord>(
      `${readText} where is_open = 1 and unanswered_since is not null and answer_by is not null`,
    )
    const resting = await this.#sql.all<ConversationRecord>(
      `${readText} where queue_rank is not null and rests_until is not null and answer_by is null`,
    )
    const moved = await this.#sql.all<ConversationRecord>(`${readText} where is_open = 1 and moves <> ''`)
    const all = new Map([...answerable, ...resting, ...moved].map((record) => [record.id, record]))
    return [...all.values()].map(conversationFactsOf)
  }

  async resting(): Promise<readonly { readonly id: ConversationId; readonly until: number }[]> {
    const text = `select id, rests_until as "until" from conversation
      where queue_rank is not null and rests_until is not null`
    return await this.#sql.all(text)
  }
}
