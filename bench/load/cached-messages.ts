import Database from 'better-sqlite3'
import { z } from 'zod'
import { entryWords } from '#client/words'
import { ConversationRow } from '#protocol/conversation'
import { Entry } from '#protocol/message'

const conversations = 10_000
const words =
  'здравствуйте подскажите пожалуйста когда привезут заказ доставка возврат размер цвет оплата карта адрес курьер упаковка наличие скидка магазин менеджер спасибо хорошо понятно диван кресло подушка одеяло комплект белый серый синий зелёный большой маленький договор счёт номер телефон почта сегодня завтра вчера утром вечером после обеда очень срочно снова ещё раз'.split(
    ' ',
  )

const wordAt = (at: number): string => words[at % words.length] ?? ''

/** About 100 letters, by the number alone: usual words, and an order's number that few share. */
const textAt = (at: number): string => {
  const said = Array.from({ length: 6 + (at % 11) }, (_, place) => wordAt((at * 31 + place * (7 + (at % 13))) >>> 0))
  return `${said.join(' ')} ${100_000 + (at % 900_000)}`
}

/** Words as an operator types them: common, rare, two at once, and one that nobody said. */
export const typed: readonly string[] = [
  'доставка',
  'зелёный диван',
  'возврат оплата',
  '123456',
  'курьер завтра',
  'тестовая',
  'спасибо',
  'номер 7654',
]

/** Fills the app's own cache, which no program has open: one conversation of it as often as it takes, with texts of their own. */
export function fillCache(file: string, messages: number): void {
  const database = new Database(file)
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -400000')
  const triggers = z
    .array(z.string())
    .parse(
      database.prepare(`SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entry'`).pluck().all(),
    )
  const body = (table: string, where = 'true') =>
    JSON.parse(String(database.prepare(`SELECT body FROM ${table} WHERE ${where} LIMIT 1`).pluck().get()))
  const row = ConversationRow.parse(body('conversation'))
  const entry = Entry.parse(body('entry', `json_extract(body, '$.kind') = 'message'`))
  database.exec('DROP TRIGGER entry_added')
  database.transaction(() => {
    copyRows(database, row)
    copyEntries(database, entry, messages)
  })()
  database.exec(`INSERT INTO entry_words (entry_words) VALUES ('rebuild')`)
  for (const trigger of triggers) if (trigger.includes('entry_added')) database.exec(trigger)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

const conversationAt = (at: number): string => `copy-${at}`

function copyRows(database: Database.Database, row: ConversationRow): void {
  const insert = database.prepare(
    `INSERT INTO conversation (id, version, section, part, at, last_activity_at, contact_id, words, body)
     SELECT ?, version, section, part, at - ?, last_activity_at - ?, contact_id, ? , ? FROM conversation WHERE id = ?`,
  )
  for (let at = 0; at < conversations; at++) {
    const name = `${wordAt(at)} ${at}`
    const copy = { ...row, id: conversationAt(at), contactName: name, lastActivityAt: row.lastActivityAt - at }
    insert.run(copy.id, at, at, `${name}\n${textAt(at)}`, JSON.stringify(copy), row.id)
  }
}

function copyEntries(database: Database.Database, entry: Entry, messages: number): void {
  const insert = database.prepare(
    'INSERT INTO entry (conversation_id, seq, changed_seq, at, words, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  if (entry.kind !== 'message') throw new Error('the template is no message')
  for (let at = 0; at < messages; at++) {
    const seq = 1 + Math.floor(at / conversations)
    const copy = { ...entry, seq, changedSeq: seq, at: entry.at + at, text: textAt(at) }
    insert.run(conversationAt(at % conversations), seq, seq, copy.at, entryWords(copy), JSON.stringify(copy))
  }
}

/** The bare limit of P15: the newest fifty that FTS5 finds, and nothing made of them. */
export function bareSearch(file: string): { search(text: string): unknown; close(): void } {
  const database = new Database(file, { readonly: true })
  const find = database.prepare('SELECT rowid FROM entry_words WHERE entry_words MATCH ? ORDER BY rowid DESC LIMIT 50')
  return {
    search: (text) => {
      const phrases = text.split(' ').filter((word) => word.length >= 3)
      return phrases.length === 0 ? [] : find.all(phrases.map((word) => `"${word}"`).join(' AND '))
    },
    close: () => void database.close(),
  }
}
