import type { CommandId, OperatorId, Position } from '#protocol/ids'
import type { CommandStore } from '../conversations/ports'
import type { WritableSql } from './sql'

/** Results of accepted commands, so that the same id gets the same answer. */
export class SqlCommandStore implements CommandStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  find(
    operatorId: OperatorId,
    id: CommandId,
  ): Promise<{ hash: string; result: string; position: Position } | undefined> {
    const text = 'select hash, result, position from command where operator_id = $1 and command_id = $2'
    return this.#sql.get<{ hash: string; result: string; position: Position }>(text, [operatorId, id])
  }

  async add(
    operatorId: OperatorId,
    id: CommandId,
    hash: string,
    result: string,
    position: Position,
    at: number,
  ): Promise<void> {
    const text = `insert into command (operator_id, command_id, hash, result, position, at) values ($1, $2, $3, $4, $5, $6)`
    await this.#sql.run(text, [operatorId, id, hash, result, position, at])
  }
}
