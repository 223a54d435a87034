import type { CommandId, OperatorId, Position } from '#protocol/ids'
import type { CommandStore } from '../conversations/ports'
import type { ReadableSql, WritableSql } from './sql'

/** What a command was answered. */
export interface StoredCommand {
  readonly hash: string
  readonly result: string
  readonly position: Position
}

export function findCommand(
  sql: ReadableSql,
  operatorId: OperatorId,
  id: CommandId,
): Promise<StoredCommand | undefined> {
  const text = 'select hash, result, position from command where operator_id = $1 and command_id = $2'
  return sql.get<StoredCommand>(text, [operatorId, id])
}

/** Results of accepted commands, so that the same id gets the same answer. */
export class SqlCommandStore implements CommandStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  find(operatorId: OperatorId, id: CommandId): Promise<StoredCommand | undefined> {
    return findCommand(this.#sql, operatorId, id)
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
