import type { ConversationRow } from '#protocol/conversation'
import type { SearchHits, Viewer } from '../gateway/ports'
import { mayView } from '../gateway/ports'
import { nearRows, readConversations } from './conversation-lists'
import { type EntryRecord, entryColumns, entryOf } from './entry-record'
import type { Reader } from './sql'

const shortestText = 3
const page = 100
/** Newest messages and notes of a conversation that are looked through. */
const entriesLooked = 500

const fold = (text: string) => text.normalize('NFC').toLowerCase().replaceAll('ё', 'е')

export interface SearchOptions {
  /** What is said to be searched when not even all open conversations were: nothing that is closed. */
  readonly now: () => number
  /** Time is up: what was found so far is the answer. */
  readonly isOver: () => boolean
  /** Lets everything else have its turn. */
  readonly pause: () => Promise<void>
}

/**
 * Looks through open conversations, then closed ones from the newest on: names from one letter, texts from three. Reads in small pages with a pause
 * between, so that nobody waits for it.
 */
export async function searchConversations(
  reader: Reader,
  viewer: Viewer,
  text: string,
  limit: number,
  { isOver, pause, now }: SearchOptions,
): Promise<SearchHits> {
  const wanted = fold(text.trim())
  const conversations: ConversationRow[] = []
  const messages: SearchHits['messages'][number][] = []
  const isFull = () => conversations.length >= limit && (wanted.length < shortestText || messages.length >= limit)
  if (wanted === '') return { conversations, messages, searchedTo: null }
  for await (const row of newestFirst(reader, viewer, pause)) {
    if (isOver() || isFull()) return { conversations, messages, searchedTo: row.isOpen ? now() : row.lastActivityAt }
    if (conversations.length < limit && fold(row.contactName).includes(wanted)) conversations.push(row)
    if (wanted.length < shortestText || messages.length >= limit) continue
    const found = await entriesWith(reader, row, wanted, limit - messages.length)
    messages.push(...found)
  }
  return { conversations, messages, searchedTo: null }
}

async function* newestFirst(
  reader: Reader,
  viewer: Viewer,
  pause: () => Promise<void>,
): AsyncGenerator<ConversationRow> {
  const open = viewer.seesAll
    ? await readConversations(reader, 'where is_open = 1', [])
    : await nearRows(reader, viewer.operatorId)
  for (const [index, row] of [...open].sort((a, b) => b.lastActivityAt - a.lastActivityAt).entries()) {
    if (index % page === page - 1) await pause()
    yield row
  }
  let last: ConversationRow | undefined
  for (;;) {
    await pause()
    const rows: readonly ConversationRow[] = await readConversations(
      reader,
      `where is_open = 0 ${last === undefined ? '' : 'and (last_activity_at, id) < ($2, $3)'}
       order by last_activity_at desc, id desc limit $1`,
      [page, ...(last === undefined ? [] : [last.lastActivityAt, last.id])],
    )
    for (const row of rows) if (mayView(viewer, row)) yield row
    last = rows.at(-1)
    if (rows.length < page) return
  }
}

async function entriesWith(reader: Reader, row: ConversationRow, wanted: string, limit: number) {
  const records = await reader.all<EntryRecord>(
    `select ${entryColumns} from entry where conversation_id = $1 and kind in ('message', 'note') order by seq desc limit $2`,
    [row.id, entriesLooked],
  )
  return records
    .filter((record) => record.text !== null && fold(record.text).includes(wanted))
    .slice(0, limit)
    .map((record) => ({ row, entry: entryOf(record) }))
}
