import type { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import { SystemEvent } from '#protocol/message'
import type { Decision } from '../distribution/decision'
import { readBasis } from '../distribution/read-basis'
import { replay } from '../distribution/replay'
import { pointerKey } from '../distribution/snapshot'
import type { CompanyRows, Turn } from '../operators/ports'
import type { Happening, OfConversation, Opening } from '../rehearsal/history'
import { firstBasisAt } from './decision-reads'
import { presencesAt } from './rehearsal-presences'
import { StreamReader, type StreamRecord } from './rehearsal-streams'
import type { ReadableSql } from './sql'

export interface OpeningRequest {
  readonly from: number
  /** Position of the first event of the days. */
  readonly first: number
  readonly company: CompanyRows
  readonly happenings: readonly Happening[]
}

/** So far back turns and last assignments are looked for. */
const bases = 1_000
const assignmentsMs = 2 * 86_400_000

/** How things stood when the days of a rehearsal began, from what the store remembers of before. */
export async function openingOf(sql: ReadableSql, request: OpeningRequest): Promise<Opening> {
  const open = await openAt(sql, request.from)
  const before = await untilThen(sql, open, request.from)
  return {
    before,
    decided: await decided(sql, before),
    presences: await presencesAt(sql, request.from),
    turns: await turnsAt(sql, request),
    lastAssigned: await lastAssigned(sql, request),
    lastAssignees: await lastAssignees(sql, request, open),
  }
}

interface OpenThen {
  readonly id: ConversationId
  readonly openedAt: number
}

async function openAt(sql: ReadableSql, at: number): Promise<readonly OpenThen[]> {
  const text = `select conversation_id as "id", max(opened_at) as "openedAt" from inquiry
    where opened_at < $1 and (closed_at is null or closed_at >= $1) group by conversation_id`
  return await sql.all<OpenThen>(text, [at])
}

const entryText = `select entry.conversation_id, conversation.channel_id, entry.kind, entry.at, entry.author,
  entry.author_detail, entry.extra
  from entry join conversation on conversation.id = entry.conversation_id
  where entry.conversation_id = $1 and entry.at >= $2 and entry.at < $3 and entry.kind in ('message', 'system')
  order by entry.seq`

/** What happened in the inquiries that were running, up to the moment. */
async function untilThen(
  sql: ReadableSql,
  open: readonly OpenThen[],
  from: number,
): Promise<readonly OfConversation[]> {
  const all: OfConversation[] = []
  for (const { id, openedAt } of open) {
    const reader = new StreamReader()
    const lines = await sql.all<StreamRecord>(entryText, [id, openedAt, from])
    for (const line of lines) all.push(...reader.read(line))
  }
  return all.sort((one, other) => one.at - other.at)
}

async function decided(
  sql: ReadableSql,
  before: readonly OfConversation[],
): Promise<ReadonlyMap<string, readonly Decision[]>> {
  const found = new Map<string, readonly Decision[]>()
  for (const happening of before) {
    const id = happening.kind === 'assigned' ? happening.event.decisionId : null
    if (id === null || found.has(id)) continue
    const row = await sql.get<{ body: string }>('select body from decision_basis where id = $1', [Number(id)])
    const basis = row === undefined ? null : readBasis(JSON.parse(row.body))
    if (basis !== null) found.set(id, replay(basis))
  }
  return found
}

/** Whose turn it was, from the last decisions that moved it or looked at it. */
async function turnsAt(sql: ReadableSql, { from, company }: OpeningRequest): Promise<readonly Turn[]> {
  const wanted = new Set(company.turns.map(({ groupId, channelId }) => pointerKey(groupId, channelId)))
  const turns = new Map<string, Turn>()
  const first = await firstBasisAt(sql, from)
  for (let id = first - 1; id >= Math.max(1, first - bases) && turns.size < wanted.size; id--) {
    const row = await sql.get<{ body: string }>('select body from decision_basis where id = $1', [id])
    const basis = row === undefined ? null : readBasis(JSON.parse(row.body))
    if (basis === null) continue
    const found: Turn[] = []
    for (const decision of replay(basis))
      if (decision.kind === 'movePointer')
        found.push({ groupId: decision.groupId, channelId: decision.channelId, operatorId: decision.to })
    for (const [group, channel, operator] of basis.pointers) {
      const [groupId, channelId] = [basis.groups[group]?.id, basis.channels[channel]?.id]
      const operatorId = basis.operators[operator]
      if (groupId && channelId && operatorId) found.push({ groupId, channelId, operatorId })
    }
    for (const turn of found) {
      const key = pointerKey(turn.groupId, turn.channelId)
      if (!turns.has(key)) turns.set(key, turn)
    }
  }
  return [...turns.values()]
}

/** Since the hub was started last: what came before is known to it no more. */
async function lastAssigned(
  sql: ReadableSql,
  { from, first }: OpeningRequest,
): Promise<ReadonlyMap<OperatorId, number>> {
  const started = await sql.get<{ at: number | null }>('select max(at) as "at" from hub_start where at < $1', [from])
  const since = Math.max(started?.at ?? 0, from - assignmentsMs)
  const text = `select entry.at, entry.extra from event_log
    join entry on entry.conversation_id = event_log.conversation_id and entry.seq = event_log.seq
    where event_log.position < $1 and event_log.at >= $2 and entry.kind = 'system'
      and entry.extra like '{"kind":"assigned"%'
    order by event_log.position desc limit 20000`
  const moments = new Map<OperatorId, number>()
  for (const { at, extra } of await sql.all<{ at: number; extra: string }>(text, [first, since])) {
    const operatorId = assigneeOf(extra)
    if (operatorId !== null && !moments.has(operatorId)) moments.set(operatorId, at)
  }
  return moments
}

/** Of those that come back within the days, and of those that were open, who had them last before. */
async function lastAssignees(
  sql: ReadableSql,
  { happenings }: OpeningRequest,
  open: readonly OpenThen[],
): Promise<Opening['lastAssignees']> {
  const opened = new Map<ConversationId, number>(open.map(({ id, openedAt }) => [id, openedAt]))
  for (const one of happenings)
    if ('conversationId' in one && !opened.has(one.conversationId)) opened.set(one.conversationId, one.at)
  const text = `select entry.extra, conversation.channel_id as "channelId" from entry
    join conversation on conversation.id = entry.conversation_id
    where entry.conversation_id = $1 and entry.at < $2 and entry.kind = 'system'
      and entry.extra like '{"kind":"assigned"%'
    order by entry.seq desc limit 20`
  const found = new Map<ConversationId, { channelId: ChannelId; operatorId: OperatorId }>()
  for (const [id, at] of opened) {
    const lines = await sql.all<{ extra: string; channelId: ChannelId }>(text, [id, at])
    for (const { extra, channelId } of lines) {
      const operatorId = assigneeOf(extra)
      if (operatorId === null) continue
      found.set(id, { channelId, operatorId })
      break
    }
  }
  return found
}

function assigneeOf(extra: string): OperatorId | null {
  const event = SystemEvent.parse(JSON.parse(extra))
  return event.kind === 'assigned' && event.to?.kind === 'operator' ? event.to.id : null
}
