import type { ConversationRow } from '#protocol/conversation'
import type { ConversationId, OperatorId } from '#protocol/ids'
import type { InquiryStore, Rating } from '../conversations/ports'
import type { WritableSql } from './sql'

/** Inquiries, numbered hub-wide from 1: the one writer makes the highest number plus one safe. */
export class SqlInquiryStore implements InquiryStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async open(
    conversationId: ConversationId,
    at: number,
    openedBy: ConversationRow['openedBy'],
    source: string | null,
  ): Promise<number> {
    const text = `insert into inquiry (number, conversation_id, opened_at, opened_by, source)
      values ((select coalesce(max(number), 0) + 1 from inquiry), $1, $2, $3, $4) returning number`
    const made = await this.#sql.get<{ number: number }>(text, [conversationId, at, openedBy, source])
    if (made === undefined) throw new Error('an inquiry was not made')
    return made.number
  }

  async answered(number: number, at: number): Promise<void> {
    const text = 'update inquiry set first_response_at = $1 where number = $2 and first_response_at is null'
    await this.#sql.run(text, [at, number])
  }

  async close(number: number, at: number, by: OperatorId | null): Promise<void> {
    const text = 'update inquiry set is_open = 0, closed_at = $1, closed_by = $2 where number = $3'
    await this.#sql.run(text, [at, by, number])
  }

  async rate(number: number, { score, comment, operatorId, at }: Rating, closedAfter: number): Promise<boolean> {
    const text = `update inquiry set score = $1, score_comment = $2, scored_operator = $3, scored_at = $4
      where number = $5 and closed_at > $6`
    return (await this.#sql.run(text, [score, comment, operatorId, at, number, closedAfter])) > 0
  }
}
