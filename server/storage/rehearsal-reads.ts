import type { ConversationId } from '#protocol/ids'
import { pauseMs } from '../operators/distributor'
import type { Happening, History } from '../rehearsal/history'
import { readCompany } from './company-store'
import { openingOf } from './rehearsal-opening'
import { presencesBetween } from './rehearsal-presences'
import { StreamReader, type StreamRecord } from './rehearsal-streams'
import type { ReadableSql } from './sql'

/** More than a worker should hold in memory: the days asked for have to be fewer. */
const mostLines = 600_000
const pageLines = 20_000

/** The days hold more than can be rehearsed at once. */
export class TooMuchHistory extends Error {
  override readonly name = 'TooMuchHistory'
}

interface Line extends StreamRecord {
  readonly position: number
}

const lineText = `select event_log.position, entry.conversation_id, conversation.channel_id, entry.kind, entry.at,
  entry.author, entry.author_detail, entry.extra
  from event_log
  join entry on entry.conversation_id = event_log.conversation_id and entry.seq = event_log.seq
  join conversation on conversation.id = entry.conversation_id
  where event_log.position >= $1 and event_log.position < $2 and entry.kind in ('message', 'system')
  order by event_log.position`

/** Where something stands among what happened: by the clock, within a millisecond by the log. */
interface Placed {
  readonly at: number
  readonly position: number
  readonly rank: number
  readonly happening: Happening
}

const compare = (one: Placed, other: Placed): number =>
  one.at - other.at || one.position - other.position || one.rank - other.rank

/** Everything that happened from a moment to another, and how things stood when it began. */
export async function readHistory(sql: ReadableSql, wanted: number, to: number): Promise<History> {
  const oldest = await sql.get<{ at: number }>('select at from event_log order by position limit 1')
  const from = await uncut(sql, Math.max(wanted, oldest?.at ?? wanted))
  const company = await readCompany(sql)
  const first = await firstPositionAt(sql, from)
  const lines = await linesBetween(sql, first, to)
  const placed = [...lines, ...(await hereBetween(sql, from, to)), ...(await startsBetween(sql, from, to))]
  placed.sort(compare)
  const happenings = placed.map(({ happening }) => happening)
  const opening = await openingOf(sql, { from, first, company, happenings })
  return { from, to, company, opening, happenings, ruleChanges: await ruleChanges(sql, from, to) }
}

/** A start of the hub and the pause after it are not cut apart: what nobody was given then is part of the days. */
async function uncut(sql: ReadableSql, from: number): Promise<number> {
  const text = 'select max(at) as "at" from hub_start where at <= $1 and at > $2'
  return (await sql.get<{ at: number | null }>(text, [from, from - pauseMs]))?.at ?? from
}

/** The first event at a moment or later. Positions rise with time, so it is found by halving. */
async function firstPositionAt(sql: ReadableSql, at: number): Promise<number> {
  const ends = await sql.get<{ first: number | null; last: number | null }>(
    'select min(position) as "first", max(position) as "last" from event_log',
  )
  let low = ends?.first ?? 1
  let high = (ends?.last ?? 0) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await sql.get<{ position: number; at: number }>(
      'select position, at from event_log where position >= $1 order by position limit 1',
      [middle],
    )
    if (row === undefined || row.at >= at) high = middle
    else low = row.position + 1
  }
  return low
}

async function linesBetween(sql: ReadableSql, first: number, to: number): Promise<readonly Placed[]> {
  const placed: Placed[] = []
  const reader = new StreamReader()
  const last = (await sql.get<{ last: number | null }>('select max(position) as "last" from event_log'))?.last ?? 0
  for (let position = first; position <= last; position += pageLines) {
    const lines = await sql.all<Line>(lineText, [position, position + pageLines])
    for (const line of lines) {
      if (line.at >= to) return placed
      for (const happening of reader.read(line))
        placed.push({ at: line.at, position: line.position, rank: 0, happening })
    }
    if (placed.length > mostLines) throw new TooMuchHistory()
  }
  return placed
}

async function hereBetween(sql: ReadableSql, from: number, to: number): Promise<readonly Placed[]> {
  return (await presencesBetween(sql, from, to)).map(({ at, position, operatorId, presence }) => ({
    ...{ at, position, rank: 2 },
    happening: { kind: 'presence', at, operatorId, presence },
  }))
}

async function startsBetween(sql: ReadableSql, from: number, to: number): Promise<readonly Placed[]> {
  const text = 'select at, position from hub_start where at >= $1 and at < $2 order by at'
  return (await sql.all<{ at: number; position: number }>(text, [from, to])).map(({ at, position }) => ({
    ...{ at, position, rank: 1 },
    happening: { kind: 'hubStarted', at },
  }))
}

async function ruleChanges(sql: ReadableSql, from: number, to: number): Promise<number> {
  const text = `select count(*) as "count" from audit where at >= $1 and at < $2
    and action in ('setting.saved', 'channel.distributed', 'group.made', 'group.saved', 'group.deleted')`
  return (await sql.get<{ count: number }>(text, [from, to]))?.count ?? 0
}

/** Names of the contacts of these conversations, for people to know them by. */
export async function contactNames(
  sql: ReadableSql,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, string>> {
  const names = new Map<ConversationId, string>()
  for (const id of ids) {
    const row = await sql.get<{ name: string }>('select contact_name as "name" from conversation where id = $1', [id])
    if (row !== undefined) names.set(id, row.name)
  }
  return names
}
