import { DecisionId } from '#protocol/ids'
import type { DecisionRow, DecisionStore } from '../operators/ports'
import type { ReadableSql, WritableSql } from './sql'

/** What one decision was based on, as the engine wrote it. */
export async function decisionBasis(sql: ReadableSql, id: DecisionId): Promise<string | undefined> {
  const row = await sql.get<{ body: string }>('select body from decision_basis where id = $1', [Number(id)])
  return row?.body
}

/** Why conversations were given to whom: one basis a call of the engine, a small row a conversation. */
export class SqlDecisionStore implements DecisionStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async addBasis(at: number, body: string): Promise<DecisionId> {
    const text = `insert into decision_basis (id, at, body)
      values ((select coalesce(max(id), 0) + 1 from decision_basis), $1, $2) returning id`
    const made = await this.#sql.get<{ id: number }>(text, [at, body])
    if (made === undefined) throw new Error('a decision was not stored')
    return DecisionId.parse(String(made.id))
  }

  async addRows(id: DecisionId, rows: readonly DecisionRow[]): Promise<void> {
    const text = `insert into decision (basis_id, conversation_id, kind, chosen, choice, group_id)
      values ($1, $2, $3, $4, $5, $6)`
    for (const { conversationId, kind, chosen, choice, groupId } of rows)
      await this.#sql.run(text, [Number(id), conversationId, kind, chosen, choice, groupId])
  }
}
