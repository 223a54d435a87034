import { z } from 'zod'
import { companyOf } from '#client/apply-event'
import type { CachedCompany, Cursor, Known, Reach, SearchResult } from '#client/cache'
import { lengthOf, searchesTexts, shortestTextWord, wordsOf } from '#client/fold'
import { Channel } from '#protocol/channel'
import { Contact } from '#protocol/contact'
import { ConversationRow, type ReadMark, type Section, TotalCounts } from '#protocol/conversation'
import { ConversationId, Position, Seq } from '#protocol/ids'
import { Entry } from '#protocol/message'
import { Account, Group, Operator } from '#protocol/operator'
import { ListCursor } from '#protocol/queries'
import { SharedSettings } from '#protocol/settings'
import { companyParts } from './cache-steps'
import { Unusable } from './open-file'
import type { Sql } from './sql'

/** Matches looked at, newest first: a few more than asked for; where most of those fall through, as many as fit into a frame. */
const spareMatches = 50
const mostMatches = 1000
const mostWords = 12

const CursorFact = z.object({ epoch: z.string(), position: Position, at: z.number() })
const ReachFact = z.object({ upTo: ListCursor.nullable() })
const CompanyFacts = z.object({
  account: Account,
  operators: z.array(Operator),
  groups: z.array(Group),
  channels: z.array(Channel),
  settings: SharedSettings,
  totals: TotalCounts,
})
const KnownColumns = z.tuple([Seq, Seq, z.number()])
const MarkColumns = z.tuple([ConversationId, Seq, z.number()])
const VersionColumns = z.tuple([ConversationId, z.number()])

/** The disk is a wall like the socket: what cannot be read as the protocol says makes the file unusable, and it is made anew. */
function parsed<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value)
  if (!result.success) throw new Unusable('a row cannot be read', { cause: result.error })
  return result.data
}

function fromJson<Value>(schema: z.ZodType<Value>, text: unknown): Value {
  try {
    return parsed(schema, JSON.parse(String(text)))
  } catch (error) {
    throw error instanceof Unusable ? error : new Unusable('a row is not JSON', { cause: error })
  }
}

const fact = (sql: Sql, name: string): unknown => sql.value('select value from fact where name = ?', name)

export function readCursor(sql: Sql): Cursor | null {
  const value = fact(sql, 'cursor')
  return value === undefined ? null : fromJson(CursorFact, value)
}

export function readReach(sql: Sql, section: Section): Reach | null {
  const value = fact(sql, `reach ${section}`)
  return value === undefined ? null : fromJson(ReachFact, value)
}

export function readCompany(sql: Sql): CachedCompany | null {
  const parts = companyParts.map((part): [string, unknown] => [part, fact(sql, part)])
  if (parts.some(([, value]) => value === undefined)) return null
  const values = parts.map(([part, value]) => [part, fromJson(z.unknown(), value)])
  return companyOf(parsed(CompanyFacts, Object.fromEntries(values)))
}

export function readRow(sql: Sql, id: ConversationId): ConversationRow | null {
  const body = sql.value('select body from conversation where id = ?', id)
  return body === undefined ? null : fromJson(ConversationRow, body)
}

/** Those who wait first, oldest wait on top; then the rest, latest activity on top. */
export function readRows(
  sql: Sql,
  section: Section,
  after: ListCursor | null,
  limit: number,
): readonly ConversationRow[] {
  const isInRest = after?.part === 'rest'
  const waiting = isInRest
    ? []
    : sql.column(
        `select body from conversation where section = ? and part = 0 and (at, id) > (?, ?) order by at, id limit ?`,
        section,
        after?.at ?? -1,
        after?.id ?? '',
        limit,
      )
  const left = limit - waiting.length
  const rest =
    left === 0
      ? []
      : sql.column(
          `select body from conversation where section = ? and part = 1 and (at, id) < (?, ?)
           order by at desc, id desc limit ?`,
          section,
          isInRest ? after.at : Number.MAX_SAFE_INTEGER,
          isInRest ? after.id : '',
          left,
        )
  return [...waiting, ...rest].map((body) => fromJson(ConversationRow, body))
}

export function readVersions(sql: Sql, limit: number): readonly { id: ConversationId; version: number }[] {
  return sql
    .rows(`select id, version from conversation where section <> 'closed' limit ?`, limit)
    .map((columns) => parsed(VersionColumns, columns))
    .map(([id, version]) => ({ id, version }))
}

export function readMarks(sql: Sql, ids: readonly ConversationId[]): readonly ReadMark[] {
  return ids.flatMap((id) =>
    sql
      .rows('select conversation_id, seq, contact_messages from mark where conversation_id = ?', id)
      .map((columns) => parsed(MarkColumns, columns))
      .map(([conversationId, seq, contactMessages]) => ({ conversationId, seq, contactMessages })),
  )
}

export function readContact(sql: Sql, row: ConversationRow): Contact | null {
  const body = sql.value('select body from contact where id = ?', row.contactId)
  return body === undefined ? null : fromJson(Contact, body)
}

export function readKnown(sql: Sql, id: ConversationId): Known | null {
  const columns = sql.rows('select seq, since, has_older from known where conversation_id = ?', id)[0]
  if (columns === undefined) return null
  const [seq, from, hasOlder] = parsed(KnownColumns, columns)
  return { seq, from, hasOlder: hasOlder === 1 }
}

export function readEntries(sql: Sql, id: ConversationId, before: Seq | null, limit: number): readonly Entry[] {
  return sql
    .column(
      `select body from entry where conversation_id = ? and seq < ?
         and seq >= (select since from known where known.conversation_id = entry.conversation_id)
       order by seq desc limit ?`,
      id,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    )
    .map((body) => fromJson(Entry, body))
    .reverse()
}

const containsAll = (column: string, words: readonly string[]): string =>
  words.map(() => `instr(${column}, ?) > 0`).join(' and ')

/** A word of the question as FTS5 takes it: a phrase in quotation marks, the operator's own doubled. */
const phrase = (word: string): string => `"${word.replaceAll('"', '""')}"`

/**
 * Names and previews by a walk over their index, texts by trigrams of the words long enough. Each match is looked at once more
 * letter by letter, so short words beside long ones count too and the tokenizer's own folding cannot add anything.
 */
export function search(sql: Sql, text: string, limit: number): SearchResult {
  const words = wordsOf(text).slice(0, mostWords)
  if (words.length === 0) return { conversations: [], messages: [] }
  const conversations = sql
    .column(
      `select body from conversation where rowid in (
         select rowid from conversation indexed by conversation_words where ${containsAll('words', words)}
         order by last_activity_at desc, id desc limit ?)
       order by last_activity_at desc, id desc`,
      ...words,
      limit,
    )
    .map((body) => fromJson(ConversationRow, body))
  return { conversations, messages: searchesTexts(words) ? searchTexts(sql, words, limit) : [] }
}

function searchTexts(sql: Sql, words: readonly string[], limit: number): SearchResult['messages'] {
  const few = matches(sql, words, limit, limit + spareMatches)
  return few.length === limit ? few : matches(sql, words, limit, mostMatches)
}

function matches(sql: Sql, words: readonly string[], limit: number, among: number): SearchResult['messages'] {
  const phrases = words.filter((word) => lengthOf(word) >= shortestTextWord).map(phrase)
  return sql
    .rows(
      `select conversation.body, entry.body
       from (select rowid as id from entry_words where entry_words match ? order by rowid desc limit ?) as found
       join entry on entry.id = found.id
       join conversation on conversation.id = entry.conversation_id
       where ${containsAll('entry.words', words)}
       order by entry.at desc, entry.seq desc limit ?`,
      phrases.join(' AND '),
      among,
      ...words,
      limit,
    )
    .map(([row, entry]) => ({ row: fromJson(ConversationRow, row), entry: fromJson(Entry, entry) }))
}
