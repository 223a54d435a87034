import { z } from 'zod'
import { eraseEntries } from './cache-steps'
import { Unusable } from './open-file'
import type { Sql } from './sql'

/** Older history is read and searched at the hub. */
const keptMs = 90 * 24 * 60 * 60 * 1000
const keptEntries = 200_000
const atOnce = 50

const Ids = z.array(z.string())

function idsOf(values: readonly unknown[]): readonly string[] {
  const ids = Ids.safeParse(values)
  if (!ids.success) throw new Unusable('an id cannot be read', { cause: ids.error })
  return ids.data
}

/** Conversations with a stream held, the longest silent first. */
const silent = (sql: Sql, before: number): readonly string[] =>
  idsOf(
    sql.column(
      `select conversation.id from conversation indexed by conversation_words
       join known on known.conversation_id = conversation.id
       where last_activity_at < ? order by last_activity_at limit ${atOnce}`,
      before,
    ),
  )

function* forget(sql: Sql, id: string): Generator<number> {
  yield sql.run('delete from known where conversation_id = ?', id)
  yield* eraseEntries(sql, id)
}

/** A whole stream goes at a time: half of one would have a hole. Rows of lists stay; closed ones long silent go. */
export function* tidySteps(sql: Sql, now: number): Generator<number> {
  const since = now - keptMs
  for (let ids = silent(sql, since); ids.length > 0; ids = silent(sql, since))
    for (const id of ids) yield* forget(sql, id)
  while (Number(sql.value('select count(*) from entry')) > keptEntries) {
    const [oldest] = silent(sql, Number.MAX_SAFE_INTEGER)
    if (oldest === undefined) break
    yield* forget(sql, oldest)
  }
  yield* forgetClosed(sql, since)
}

function* forgetClosed(sql: Sql, since: number): Generator<number> {
  const text = `delete from conversation where id in (
    select id from conversation where section = 'closed' and part = 1 and at < ? limit ${atOnce})`
  const first = sql.run(text, since)
  if (first === 0) return
  // The section is no longer held to its end: what was forgotten is asked of the hub again.
  sql.run(`delete from fact where name = 'reach closed'`)
  for (let gone = first; gone > 0; gone = sql.run(text, since)) yield gone
}
