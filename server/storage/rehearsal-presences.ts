import type { OperatorId } from '#protocol/ids'
import type { Link, Presence } from '#protocol/operator'
import type { ReadableSql } from './sql'

interface PresenceLine {
  readonly account_id: OperatorId
  readonly at: number
  readonly position: number
  readonly version: number
  readonly chosen: Presence['chosen']
  readonly link: Link
  readonly effective: Presence['effective']
  readonly cause: Presence['cause']
  readonly since: number
  readonly unavailable_since: number | null
}

const presenceColumns = 'account_id, at, position, version, chosen, link, effective, cause, since, unavailable_since'

const presenceOf = (line: PresenceLine): Presence => ({
  chosen: line.chosen,
  link: line.link,
  effective: line.effective,
  version: line.version,
  since: line.since,
  unavailableSince: line.unavailable_since,
  cause: line.cause,
})

export interface NotedPresence {
  readonly operatorId: OperatorId
  readonly at: number
  readonly position: number
  readonly presence: Presence
}

/** What was noted of presences, in order. */
export async function presencesBetween(sql: ReadableSql, from: number, to: number): Promise<readonly NotedPresence[]> {
  const text = `select ${presenceColumns} from presence_history where at >= $1 and at < $2 order by id`
  return (await sql.all<PresenceLine>(text, [from, to])).map((line) => ({
    ...{ operatorId: line.account_id, at: line.at, position: line.position, presence: presenceOf(line) },
  }))
}

/** How everybody was at a moment. */
export async function presencesAt(sql: ReadableSql, at: number): Promise<ReadonlyMap<OperatorId, Presence>> {
  const text = `select ${presenceColumns} from presence_history
    where id in (select max(id) from presence_history where at < $1 group by account_id)`
  return new Map((await sql.all<PresenceLine>(text, [at])).map((line) => [line.account_id, presenceOf(line)]))
}
