import type { ConversationRow, Section, TotalCounts } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import { compareListKeys, compareRows, listKey } from '#protocol/list-order'
import type { ListCursor } from '#protocol/queries'
import type { Viewer } from '../gateway/ports'
import { type ConversationRecord, conversationColumns, conversationRowOf } from './conversation-record'
import type { ReadableSql, SqlValue } from './sql'

const columns = conversationColumns.map((column) => `conversation.${column}`).join(', ')

export const readConversations = async (
  sql: ReadableSql,
  rest: string,
  values: readonly SqlValue[],
): Promise<readonly ConversationRow[]> =>
  (await sql.all<ConversationRecord>(`select ${columns} from conversation ${rest}`, values)).map(conversationRowOf)

/** Open conversations in which he has a part: what is near to him. */
export async function nearRows(sql: ReadableSql, operatorId: OperatorId): Promise<readonly ConversationRow[]> {
  const own = await readConversations(sql, "where assignee_id = $1 and assignee_kind = 'operator' and is_open = 1", [
    operatorId,
  ])
  const shared = await readConversations(
    sql,
    'join part on part.conversation_id = conversation.id where part.operator_id = $1 and is_open = 1',
    [operatorId],
  )
  const rows = new Map([...own, ...shared].map((row) => [row.id, row]))
  return [...rows.values()].sort(compareRows)
}

const isMine = (row: ConversationRow, operatorId: OperatorId) =>
  (row.assignee?.kind === 'operator' && row.assignee.id === operatorId) || row.coAssignees.includes(operatorId)

/** A page of a section, through the viewer's eyes; the order is that of protocol/list-order.ts. */
export async function sectionPage(
  sql: ReadableSql,
  viewer: Viewer,
  section: Section,
  after: ListCursor | null,
  limit: number,
): Promise<readonly ConversationRow[]> {
  if (section === 'closed') return closedPage(sql, viewer, after, limit)
  if (section === 'mine' || !viewer.seesAll) {
    const near = await nearRows(sql, viewer.operatorId)
    const own = near.filter((row) => sectionFor(row, viewer.operatorId) === section)
    return own.filter((row) => after === null || compareListKeys(listKey(row), after) > 0).slice(0, limit)
  }
  const waiting = after?.part === 'rest' ? [] : await openPart(sql, viewer, section, 'waiting', after, limit)
  if (waiting.length === limit) return waiting
  const from = after?.part === 'rest' ? after : null
  return [...waiting, ...(await openPart(sql, viewer, section, 'rest', from, limit - waiting.length))]
}

function sectionFor(row: ConversationRow, operatorId: OperatorId): Section {
  if (isMine(row, operatorId)) return 'mine'
  return row.assignee === null ? 'unassigned' : 'others'
}

/** One part of an open section, by its index. What is mine stands elsewhere. */
function openPart(
  sql: ReadableSql,
  { operatorId }: Viewer,
  section: 'unassigned' | 'others',
  part: ListCursor['part'],
  after: ListCursor | null,
  limit: number,
): Promise<readonly ConversationRow[]> {
  const [column, direction, beyond] =
    part === 'waiting' ? ['unanswered_since', 'asc', '>'] : ['last_activity_at', 'desc', '<']
  const assigned =
    section === 'unassigned'
      ? 'assignee_id is null'
      : "(assignee_kind = 'bot' or assignee_id <> $1) and assignee_id is not null"
  const rest = `where is_open = 1 and unanswered_since is ${part === 'waiting' ? 'not null' : 'null'} and ${assigned}
    and not exists (select 1 from part where part.operator_id = $1 and part.conversation_id = conversation.id and part.part = 'coAssignee')
    ${after === null ? '' : `and (${column}, id) ${beyond} ($3, $4)`}
    order by ${column} ${direction}, id ${direction} limit $2`
  return readConversations(sql, rest, [operatorId, limit, ...(after === null ? [] : [after.at, after.id])])
}

async function closedPage(
  sql: ReadableSql,
  { operatorId, seesAll }: Viewer,
  after: ListCursor | null,
  limit: number,
): Promise<readonly ConversationRow[]> {
  const place = (first: number) => (after === null ? '' : `and (last_activity_at, id) < ($${first}, $${first + 1})`)
  const cursor = after === null ? [] : [after.at, after.id]
  const order = 'order by last_activity_at desc, id desc'
  if (seesAll) return readConversations(sql, `where is_open = 0 ${place(2)} ${order} limit $1`, [limit, ...cursor])
  const own = await readConversations(
    sql,
    `where is_open = 0 and assignee_kind = 'operator' and assignee_id = $1 ${place(3)} ${order} limit $2`,
    [operatorId, limit, ...cursor],
  )
  const shared = await readConversations(
    sql,
    `join part on part.conversation_id = conversation.id
     where part.operator_id = $1 and is_open = 0 ${place(3)} ${order} limit $2`,
    [operatorId, limit, ...cursor],
  )
  const rows = new Map([...own, ...shared].map((row) => [row.id, row]))
  return [...rows.values()].sort(compareRows).slice(0, limit)
}

/** Counted from the rows: for restricted viewers, whose few conversations are quickly counted. */
export async function totalsFor(sql: ReadableSql, viewer: Viewer): Promise<TotalCounts> {
  const open = viewer.seesAll
    ? await readConversations(sql, 'where is_open = 1', [])
    : await nearRows(sql, viewer.operatorId)
  const oldest = (rows: readonly ConversationRow[]): number | null =>
    rows.reduce<number | null>(
      (least, { unansweredSince: at }) => (at !== null && (least === null || at < least) ? at : least),
      null,
    )
  const unassigned = open.filter((row) => row.assignee === null)
  const assigned = open.filter((row) => row.assignee !== null)
  return {
    unassigned: unassigned.length,
    assigned: assigned.length,
    closed: await countClosed(sql, viewer),
    unassignedWaitingSince: oldest(unassigned),
    assignedWaitingSince: oldest(assigned),
  }
}

async function countClosed(sql: ReadableSql, { operatorId, seesAll }: Viewer): Promise<number> {
  if (seesAll) {
    const all = await sql.get<{ count: number }>('select count(*) as "count" from conversation where is_open = 0')
    return all?.count ?? 0
  }
  const counted = await sql.get<{ count: number }>(
    `select count(*) as "count" from (
       select id from conversation where is_open = 0 and assignee_kind = 'operator' and assignee_id = $1
       union
       select conversation.id from conversation join part on part.conversation_id = conversation.id
       where part.operator_id = $1 and conversation.is_open = 0) as seen`,
    [operatorId],
  )
  return counted?.count ?? 0
}
