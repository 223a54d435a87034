import type { ConversationRow } from '#protocol/conversation'
import type { ConversationEvent, NearItem } from '#protocol/events'
import type { ConversationId, Position, Seq } from '#protocol/ids'
import type { EntryPage, LogLine } from '../gateway/ports'
import { type EntryRecord, entryColumns, entryOf } from './entry-record'
import type { ReadableSql } from './sql'
import { entryAt } from './stream-store'

const isEntry = "kind in ('message', 'note', 'system')"

/** The newest entries below a `seq`, ascending. */
export async function entriesBefore(
  sql: ReadableSql,
  id: ConversationId,
  before: Seq | null,
  limit: number,
): Promise<EntryPage> {
  const records = await sql.all<EntryRecord>(
    `select ${entryColumns} from entry where conversation_id = $1 and seq < $2 and ${isEntry} order by seq desc limit $3`,
    [id, before ?? Number.MAX_SAFE_INTEGER, limit + 1],
  )
  const entries = records.slice(0, limit).map(entryOf).reverse()
  return { entries, hasOlder: records.length > limit }
}

type StreamRecord = Omit<EntryRecord, 'kind'> & {
  readonly kind: EntryRecord['kind'] | 'changed' | 'row'
  readonly target_seq: number | null
}

const isEntryRecord = (record: StreamRecord): record is StreamRecord & EntryRecord =>
  record.kind !== 'changed' && record.kind !== 'row'

/** Events after a `seq`, with the entries as they read now: what a change said in between is of no use to anybody. */
export async function itemsAfter(
  sql: ReadableSql,
  row: ConversationRow,
  after: Seq,
  limit: number,
): Promise<readonly NearItem[]> {
  const records = await sql.all<StreamRecord>(
    `select ${entryColumns}, target_seq from entry where conversation_id = $1 and seq > $2 order by seq limit $3`,
    [row.id, after, limit],
  )
  const items: NearItem[] = []
  for (const record of records) {
    const event = await eventOf(sql, row.id, record)
    items.push({ conversationId: row.id, seq: record.seq, position: row.position, event, row })
  }
  return items
}

async function eventOf(sql: ReadableSql, id: ConversationId, record: StreamRecord): Promise<ConversationEvent> {
  if (isEntryRecord(record)) return { kind: 'entry.added', entry: entryOf(record) }
  const entry = record.target_seq === null ? undefined : await entryAt(sql, id, record.target_seq)
  return entry === undefined ? { kind: 'conversation.changed' } : { kind: 'entry.changed', entry }
}

const logText = 'select position, conversation_id as "conversationId", seq, at from event_log'

export const logAfter = (sql: ReadableSql, after: Position, limit: number): Promise<readonly LogLine[]> =>
  sql.all<LogLine>(`${logText} where position > $1 order by position limit $2`, [after, limit])

export const logLineAt = (sql: ReadableSql, position: Position): Promise<LogLine | undefined> =>
  sql.get<LogLine>(`${logText} where position = $1`, [position])

export const oldestLogLine = (sql: ReadableSql): Promise<LogLine | undefined> =>
  sql.get<LogLine>(`${logText} order by position limit 1`)
