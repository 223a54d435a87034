import type { GroupId, OperatorId } from '#protocol/ids'
import type { OrderOfChoosing } from '#protocol/operator'
import { Schedule } from '#protocol/schedules'
import type { GroupFacts, StoredGroup } from '../operators/ports'
import type { ReadableSql, WritableSql } from './sql'

interface GroupRow {
  readonly id: GroupId
  readonly name: string
  readonly is_everybody: number
  readonly version: number
  readonly choosing: OrderOfChoosing
  readonly answer_time: number | null
  readonly conversation_limit: number | null
  readonly schedule: string | null
}

const columns = 'id, name, is_everybody, version, choosing, answer_time, conversation_limit, schedule'

export async function readGroups(sql: ReadableSql): Promise<readonly GroupFacts[]> {
  const groups = await sql.all<GroupRow>(`select ${columns} from operator_group order by place, id`)
  const members = await sql.all<{ group_id: GroupId; account_id: OperatorId }>(
    'select group_id, account_id from group_member order by place, account_id',
  )
  return groups.map((group) => ({
    id: group.id,
    name: group.name,
    isEverybody: group.is_everybody === 1,
    version: group.version,
    order: group.choosing,
    answerTimeMs: group.answer_time,
    limit: group.conversation_limit,
    schedule: group.schedule === null ? null : Schedule.parse(JSON.parse(group.schedule)),
    members: members.filter((one) => one.group_id === group.id).map((one) => one.account_id),
  }))
}

/** False when the stored version is another one. */
export async function writeGroup(sql: WritableSql, group: StoredGroup, isNew: boolean): Promise<boolean> {
  const { id, name, order, answerTimeMs, limit, schedule, members, version } = group
  const values = [id, name, order, answerTimeMs, limit, schedule === null ? null : JSON.stringify(schedule)]
  const text = isNew
    ? `insert into operator_group (id, name, choosing, answer_time, conversation_limit, schedule, version, place)
      select $1, $2, $3, $4, $5, $6, $7 + 1, coalesce(max(place), 0) + 1 from operator_group`
    : `update operator_group set name = $2, choosing = $3, answer_time = $4, conversation_limit = $5, schedule = $6,
      version = version + 1 where id = $1 and version = $7`
  if ((await sql.run(text, [...values, version])) !== 1) return false
  await sql.run('delete from group_member where group_id = $1', [id])
  for (const [place, operatorId] of members.entries())
    await sql.run('insert into group_member (group_id, account_id, place) values ($1, $2, $3)', [id, operatorId, place])
  return true
}

/** With its members and turns; conversations that were transferred to it belong to their channel's receiver again. */
export async function removeGroup(sql: WritableSql, id: GroupId): Promise<void> {
  await sql.run('delete from group_member where group_id = $1', [id])
  await sql.run('delete from turn_pointer where group_id = $1', [id])
  await sql.run('delete from operator_group where id = $1', [id])
}
