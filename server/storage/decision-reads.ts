import { Choice } from '#protocol/explanation'
import { type ChannelId, type ConversationId, DecisionId, type GroupId, type OperatorId } from '#protocol/ids'
import type { LogCursor, LogFilter, LogLine } from '#protocol/queries'
import type { Basis } from '../distribution/basis'
import { readBasis } from '../distribution/read-basis'
import type { ReadableSql, SqlValue } from './sql'

interface LogRecord {
  readonly basis_id: number
  readonly conversation_id: ConversationId
  readonly chosen: OperatorId | null
  readonly choice: string
  readonly group_id: GroupId | null
  readonly contact_name: string
  readonly channel_id: ChannelId
}

const logText = `select decision.basis_id, decision.conversation_id, decision.chosen, decision.choice, decision.group_id,
  conversation.contact_name, conversation.channel_id
  from decision join conversation on conversation.id = decision.conversation_id`

/** The first basis made at a moment or later. Ids rise with time, so it is found by halving, without an index of its own. */
export async function firstBasisAt(sql: ReadableSql, at: number): Promise<number> {
  const newest = (await sql.get<{ id: number | null }>('select max(id) as "id" from decision_basis'))?.id ?? 0
  let low = 1
  let high = newest + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await sql.get<{ id: number; at: number }>(
      'select id, at from decision_basis where id >= $1 order by id limit 1',
      [middle],
    )
    if (row === undefined || row.at >= at) high = middle
    else low = row.id + 1
  }
  return low
}

/** Decisions from the newest on, with what was known when they were made. */
export async function decisionLog(
  sql: ReadableSql,
  filter: LogFilter,
  before: LogCursor | null,
  limit: number,
): Promise<{ readonly lines: LogLine[]; readonly next: LogCursor | null }> {
  const values: SqlValue[] = []
  const bound = (value: SqlValue) => `$${values.push(value)}`
  const conditions: string[] = []
  if (before !== null)
    conditions.push(
      `(decision.basis_id, decision.conversation_id) < (${bound(Number(before.decisionId))}, ${bound(before.conversationId)})`,
    )
  if (filter.from !== null) conditions.push(`decision.basis_id >= ${bound(await firstBasisAt(sql, filter.from))}`)
  if (filter.to !== null) conditions.push(`decision.basis_id < ${bound(await firstBasisAt(sql, filter.to))}`)
  if (filter.channelId !== null) conditions.push(`conversation.channel_id = ${bound(filter.channelId)}`)
  if (filter.groupId !== null) conditions.push(`decision.group_id = ${bound(filter.groupId)}`)
  if (filter.operatorId !== null) conditions.push(`decision.chosen = ${bound(filter.operatorId)}`)
  if (filter.onlyUnassigned) conditions.push('decision.chosen is null')
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  const order = ' order by decision.basis_id desc, decision.conversation_id desc'
  const records = await sql.all<LogRecord>(`${logText}${where}${order} limit ${limit}`, values)
  const bases = await basesOf(sql, records)
  const last = records.length < limit ? undefined : records.at(-1)
  return {
    lines: records.flatMap((record) => lineOf(record, bases.get(record.basis_id)) ?? []),
    next:
      last === undefined
        ? null
        : { decisionId: DecisionId.parse(String(last.basis_id)), conversationId: last.conversation_id },
  }
}

async function basesOf(sql: ReadableSql, records: readonly LogRecord[]): Promise<ReadonlyMap<number, Basis>> {
  const bases = new Map<number, Basis>()
  for (const id of new Set(records.map((record) => record.basis_id))) {
    const row = await sql.get<{ body: string }>('select body from decision_basis where id = $1', [id])
    const basis = row === undefined ? null : readBasis(JSON.parse(row.body))
    if (basis !== null) bases.set(id, basis)
  }
  return bases
}

function lineOf(record: LogRecord, basis: Basis | undefined): LogLine | undefined {
  const kept = basis?.conversations.find(({ id }) => id === record.conversation_id)
  if (basis === undefined || kept === undefined) return undefined
  return {
    decisionId: DecisionId.parse(String(record.basis_id)),
    conversationId: record.conversation_id,
    at: basis.at,
    trigger: basis.trigger.kind,
    contactName: record.contact_name,
    channelId: record.channel_id,
    groupId: record.group_id,
    from: basis.operators[kept.a ?? -1] ?? null,
    chosen: record.chosen,
    choice: Choice.parse(record.choice),
    waitedMs: kept.u === undefined ? null : Math.max(0, kept.u),
  }
}

/** How many conversations the queue has given away since a moment. */
export async function handedOutSince(sql: ReadableSql, at: number): Promise<number> {
  const text = `select count(*) as "count" from decision where basis_id >= $1 and kind = 'queue'`
  return (await sql.get<{ count: number }>(text, [await firstBasisAt(sql, at)]))?.count ?? 0
}
