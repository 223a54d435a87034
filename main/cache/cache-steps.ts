import type { CacheChanges, CachedCompany, EntryOf } from '#client/cache'
import { entryWords, rowWords } from '#client/words'
import type { Contact } from '#protocol/contact'
import { type ConversationRow, type ReadMark, sectionOf } from '#protocol/conversation'
import type { ConversationId, OperatorId } from '#protocol/ids'
import { listKey } from '#protocol/list-order'
import { cacheSchema, cacheTables } from './migrations/0001-cache'
import type { Sql } from './sql'

/** Parts of the company, each a fact of its own: a far packet changes counts and leaves the rest as it is. */
export const companyParts = ['account', 'operators', 'groups', 'channels', 'settings', 'totals'] as const

const erasedAtOnce = 100

/** What of the changes was news; filled as the steps are taken. */
export interface Taken {
  readonly rows: ConversationRow[]
  readonly entries: EntryOf[]
}

const putFact = (sql: Sql, name: string, value: unknown): number =>
  sql.run(
    'insert into fact (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    name,
    JSON.stringify(value),
  )

function takeRow(sql: Sql, row: ConversationRow, me: OperatorId | null): boolean {
  const { part, at } = listKey(row)
  const changed = sql.run(
    `insert into conversation (id, version, section, part, at, last_activity_at, contact_id, words, body)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set version = excluded.version, section = excluded.section, part = excluded.part,
       at = excluded.at, last_activity_at = excluded.last_activity_at, contact_id = excluded.contact_id,
       words = excluded.words, body = excluded.body
     where excluded.version > conversation.version`,
    row.id,
    row.version,
    me === null ? '' : sectionOf(row, me),
    part === 'waiting' ? 0 : 1,
    at,
    row.lastActivityAt,
    row.contactId,
    rowWords(row),
    JSON.stringify(row),
  )
  return changed > 0
}

function takeEntry(sql: Sql, { conversationId, entry }: EntryOf): boolean {
  const changed = sql.run(
    `insert into entry (conversation_id, seq, changed_seq, at, words, body) values (?, ?, ?, ?, ?, ?)
     on conflict (conversation_id, seq) do update set changed_seq = excluded.changed_seq, at = excluded.at,
       words = excluded.words, body = excluded.body
     where excluded.changed_seq > entry.changed_seq`,
    conversationId,
    entry.seq,
    entry.changedSeq,
    entry.at,
    entryWords(entry),
    JSON.stringify(entry),
  )
  return changed > 0
}

const takeContact = (sql: Sql, contact: Contact): number =>
  sql.run(
    `insert into contact (id, version, body) values (?, ?, ?)
     on conflict (id) do update set version = excluded.version, body = excluded.body
     where excluded.version >= contact.version`,
    contact.id,
    contact.version,
    JSON.stringify(contact),
  )

const takeMark = (sql: Sql, mark: ReadMark): number =>
  sql.run(
    `insert into mark (conversation_id, seq, contact_messages) values (?, ?, ?)
     on conflict (conversation_id) do update set seq = excluded.seq, contact_messages = excluded.contact_messages
     where excluded.seq >= mark.seq`,
    mark.conversationId,
    mark.seq,
    mark.contactMessages,
  )

/** A hundred entries at a time, so that a long conversation does not hold up the windows. */
export function* eraseEntries(sql: Sql, id: ConversationId | string): Generator<number> {
  const text = `delete from entry where id in (select id from entry where conversation_id = ? limit ${erasedAtOnce})`
  for (let erased = sql.run(text, id); erased > 0; erased = erased < erasedAtOnce ? 0 : sql.run(text, id)) yield erased
}

function* erase(sql: Sql, id: ConversationId): Generator<number> {
  const contact = sql.value('select contact_id from conversation where id = ?', id)
  sql.run('delete from conversation where id = ?', id)
  sql.run('delete from known where conversation_id = ?', id)
  sql.run('delete from mark where conversation_id = ?', id)
  if (typeof contact === 'string')
    sql.run('delete from contact where id = ? and id not in (select contact_id from conversation)', contact)
  yield 1
  yield* eraseEntries(sql, id)
}

function startOver(sql: Sql): void {
  for (const table of cacheTables) sql.database.exec(`drop table ${table}`)
  for (const statement of cacheSchema) sql.database.exec(statement)
}

/** What the steps remember between writes. */
export interface StepMemory {
  /** Whose copy it is: sections depend on it. */
  me: OperatorId | null
  /** Parts of the company as written last: what is the same object is not written again. */
  readonly written: Map<string, unknown>
}

function* takeCompany(sql: Sql, company: CachedCompany, memory: StepMemory): Generator<number> {
  memory.me = company.account.id
  for (const part of companyParts) {
    if (memory.written.get(part) === company[part]) continue
    putFact(sql, part, company[part])
    memory.written.set(part, company[part])
    yield 1
  }
}

/**
 * The changes as a walk of small steps, each yielding how many rows it wrote: whoever walks commits every hundred or so and lets the
 * windows draw between. What the cursor stands for comes before the cursor, so a walk broken off anywhere is only repeated.
 */
export function* stepsOf(sql: Sql, changes: CacheChanges, memory: StepMemory, taken: Taken): Generator<number> {
  if (changes.reset === true) {
    startOver(sql)
    memory.written.clear()
    yield 1
  }
  for (const id of changes.gone ?? []) yield* erase(sql, id)
  if (changes.company !== undefined) yield* takeCompany(sql, changes.company, memory)
  for (const row of changes.rows ?? []) {
    if (takeRow(sql, row, memory.me)) taken.rows.push(row)
    yield 1
  }
  for (const one of changes.entries ?? []) {
    if (takeEntry(sql, one)) taken.entries.push(one)
    yield 1
  }
  for (const contact of changes.contacts ?? []) yield takeContact(sql, contact)
  for (const mark of changes.marks ?? []) yield takeMark(sql, mark)
  for (const { conversationId, seq, from, hasOlder } of changes.known ?? [])
    yield sql.run(
      `insert into known (conversation_id, seq, since, has_older) values (?, ?, ?, ?)
       on conflict (conversation_id) do update set seq = excluded.seq, since = excluded.since, has_older = excluded.has_older`,
      conversationId,
      seq,
      from,
      hasOlder ? 1 : 0,
    )
  for (const { section, upTo } of changes.reach ?? []) yield putFact(sql, `reach ${section}`, { upTo })
  if (changes.cursor !== undefined) yield putFact(sql, 'cursor', changes.cursor)
}
