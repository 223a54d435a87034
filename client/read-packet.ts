import { ConversationRow, TotalCounts } from '#protocol/conversation'
import { type FarPacket, NearItem, Notice } from '#protocol/events'
import { ConversationId, Position } from '#protocol/ids'
import { Operator } from '#protocol/operator'
import { type Fields, isRecord } from './parse'

/** What could be read of a packet, and the conversations of what could not: those are fetched anew, the rest goes on. */
export interface Readable<Value> {
  readonly value: Value
  readonly broken: readonly (ConversationId | null)[]
}

interface Parser<Value> {
  safeParse(value: unknown): { success: true; data: Value } | { success: false }
}

const idIn = (value: unknown, key: string): ConversationId | null => {
  const id = ConversationId.safeParse(isRecord(value) ? value[key] : undefined)
  return id.success ? id.data : null
}

function readAll<Value>(raw: unknown, parser: Parser<Value>, key: string): Readable<readonly Value[]> {
  const value: Value[] = []
  const broken: (ConversationId | null)[] = []
  for (const one of Array.isArray(raw) ? raw : []) {
    const parsed = parser.safeParse(one)
    if (parsed.success) value.push(parsed.data)
    else broken.push(idIn(one, key))
  }
  return { value, broken }
}

/** Each item is read by itself: one that a newer hub words differently does not take the others with it. */
export function readNear(raw: unknown): Readable<readonly NearItem[]> {
  return readAll(isRecord(raw) ? raw.items : [], NearItem, 'conversationId')
}

function placeOf(raw: Fields): { after: Position; position: Position } | null {
  const after = Position.safeParse(raw.after)
  const position = Position.safeParse(raw.position)
  return after.success && position.success ? { after: after.data, position: position.data } : null
}

/** Null: not even its place in the feed can be read, so nothing after it can be trusted. */
export function readFar(raw: unknown): Readable<FarPacket> | null {
  if (!isRecord(raw)) return null
  const place = placeOf(raw)
  const counts = TotalCounts.nullable().safeParse(raw.counts)
  if (place === null || !counts.success) return null
  const rows = readAll(raw.rows, ConversationRow, 'id')
  const gone = readAll(raw.gone, ConversationId, '')
  const operators = readAll(raw.operators, Operator, '')
  return {
    value: {
      ...place,
      counts: counts.data,
      rows: [...rows.value],
      gone: [...gone.value],
      operators: [...operators.value],
    },
    broken: rows.broken,
  }
}

/** Null: nothing that this version knows. A conversation that became near is fetched anew all the same. */
export function readNotice(raw: unknown): Readable<Notice | null> {
  const notice = Notice.safeParse(raw)
  if (notice.success) return { value: notice.data, broken: [] }
  const row = isRecord(raw) && isRecord(raw.view) ? raw.view.row : undefined
  return { value: null, broken: row === undefined ? [] : [idIn(row, 'id')] }
}
