import type { ReadMark } from '#protocol/conversation'
import type { ConversationId, OperatorId } from '#protocol/ids'
import type { MarkStore } from '../conversations/ports'
import type { WritableSql } from './sql'

/** How far each operator has read. */
export class SqlMarkStore implements MarkStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  get(operatorId: OperatorId, conversationId: ConversationId): Promise<ReadMark | undefined> {
    const text = `select conversation_id as "conversationId", seq, contact_messages as "contactMessages" from read_mark
      where operator_id = $1 and conversation_id = $2`
    return this.#sql.get<ReadMark>(text, [operatorId, conversationId])
  }

  async set(operatorId: OperatorId, mark: ReadMark, at: number): Promise<void> {
    const text = `insert into read_mark (operator_id, conversation_id, seq, contact_messages, at) values ($1, $2, $3, $4, $5)
      on conflict (operator_id, conversation_id)
      do update set seq = excluded.seq, contact_messages = excluded.contact_messages, at = excluded.at`
    await this.#sql.run(text, [operatorId, mark.conversationId, mark.seq, mark.contactMessages, at])
  }
}
