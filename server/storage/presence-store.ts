import type { OperatorId } from '#protocol/ids'
import type { ChosenStatus, Presence, StatusCause } from '#protocol/operator'
import type { PresenceRow, PresenceStore } from '../operators/ports'
import type { Transaction } from './sql'

interface PresenceRecord {
  readonly account_id: OperatorId
  readonly chosen: ChosenStatus
  readonly version: number
  readonly since: number
  readonly cause: StatusCause
  readonly unavailable_since: number | null
  readonly was_live: number
}

/** Chosen statuses and who was linked: what presence goes on from after a restart. */
export class SqlPresenceStore implements PresenceStore {
  readonly #sql: Transaction

  constructor(sql: Transaction) {
    this.#sql = sql
  }

  async all(): Promise<readonly (PresenceRow & { readonly operatorId: OperatorId })[]> {
    const text = 'select account_id, chosen, version, since, cause, unavailable_since, was_live from presence'
    return (await this.#sql.all<PresenceRecord>(text)).map((row) => ({
      operatorId: row.account_id,
      chosen: row.chosen,
      version: row.version,
      since: row.since,
      cause: row.cause,
      unavailableSince: row.unavailable_since,
      wasLinked: row.was_live === 1,
    }))
  }

  async save(operatorId: OperatorId, row: PresenceRow): Promise<void> {
    const text = `insert into presence (account_id, chosen, version, since, cause, unavailable_since, was_live)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (account_id) do update set chosen = excluded.chosen, version = excluded.version, since = excluded.since,
        cause = excluded.cause, unavailable_since = excluded.unavailable_since, was_live = excluded.was_live`
    const { chosen, version, since, cause, unavailableSince, wasLinked } = row
    await this.#sql.run(text, [operatorId, chosen, version, since, cause, unavailableSince, wasLinked ? 1 : 0])
  }

  async note(operatorId: OperatorId, at: number, presence: Presence, by: OperatorId | null): Promise<void> {
    const text = `insert into presence_history
      (account_id, at, position, version, chosen, link, effective, cause, since, unavailable_since, by_account)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
    const { version, chosen, link, effective, cause, since, unavailableSince } = presence
    const state = [version, chosen, link, effective, cause, since, unavailableSince]
    await this.#sql.run(text, [operatorId, at, this.#sql.position(), ...state, by])
  }

  async started(at: number): Promise<void> {
    await this.#sql.run('insert into hub_start (at, position) values ($1, $2)', [at, this.#sql.position()])
  }
}
