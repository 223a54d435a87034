import { z } from 'zod'
import type { OutboxItem, OutboxStore, StoredDraft } from '#client/outbox-store'
import { commands } from '#protocol/commands'
import { Refusal } from '#protocol/errors'
import { AttachmentId, CommandId, ConversationId } from '#protocol/ids'
import { openSqlite, type SqliteDatabase } from '../sqlite'
import { outboxSchema } from './migrations/0001-outbox'
import { assertWhole, type FileKind, isDamage, openFile, setAside } from './open-file'
import { Sql, type SqlWatch } from './sql'

/** 'PuOu'. FULL: what the screen calls "queued" outlives a power cut. */
const outboxFile: FileKind = { applicationId: 0x50_75_4f_75, schema: outboxSchema, version: 1, synchronous: 'FULL' }

const Item = z.object({
  id: CommandId,
  conversationId: ConversationId,
  command: z.discriminatedUnion('kind', [commands['message.send'].input, commands['note.add'].input]),
  files: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      mediaType: z.string(),
      size: z.number(),
      attachmentId: AttachmentId.nullable(),
    }),
  ),
  createdAt: z.number(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('queued') }),
    z.object({ kind: z.literal('inFlight') }),
    z.object({ kind: z.literal('refused'), refusal: Refusal }),
  ]),
})
const Draft = z.object({ conversationId: ConversationId, text: z.string(), isNote: z.boolean() })

export interface SqliteOutboxOptions extends SqlWatch {
  readonly file: string
  /** The file could not be used; what could be read of it is in the new one. `unread`: what could not. */
  readonly onSetAside: (error: unknown, unread: number) => void
}

interface Found {
  readonly items: readonly OutboxItem[]
  readonly drafts: readonly StoredDraft[]
  readonly unread: number
}

function parseItem(body: unknown): OutboxItem | null {
  try {
    const item = Item.safeParse(JSON.parse(String(body)))
    return item.success ? item.data : null
  } catch {
    return null
  }
}

function parseDraft([conversationId, text, isNote]: readonly unknown[]): StoredDraft | null {
  const draft = Draft.safeParse({ conversationId, text, isNote: isNote === 1 })
  return draft.success ? draft.data : null
}

/** Rows one after another until the damage: what stands before it is whole. */
function* readable(database: SqliteDatabase, text: string): Generator<readonly unknown[]> {
  try {
    for (const row of database.prepare(text).raw().iterate()) if (Array.isArray(row)) yield row
  } catch {
    // The rest cannot be read.
  }
}

/** What can still be had of a file that cannot be used. Opened for reading alone: it is left as it was found. */
function rescue(file: string): Found {
  const items: OutboxItem[] = []
  const drafts: StoredDraft[] = []
  let unread = 0
  const keep = <Value>(value: Value | null, to: Value[]): void => {
    if (value === null) unread++
    else to.push(value)
  }
  try {
    const database = openSqlite(file)
    try {
      for (const [body] of readable(database, 'select body from item order by place')) keep(parseItem(body), items)
      for (const row of readable(database, 'select conversation_id, text, is_note from draft'))
        keep(parseDraft(row), drafts)
    } finally {
      database.close()
    }
  } catch {
    // No database at all.
  }
  return { items, drafts, unread }
}

/** Unsent replies and drafts in a small file of their own, every write fsynced. Not disposable: what can be rescued is. */
export class SqliteOutbox implements OutboxStore {
  readonly #sql: Sql

  constructor(options: SqliteOutboxOptions) {
    const { file } = options
    try {
      this.#sql = new Sql(openWhole(file), options)
    } catch (error) {
      if (!isDamage(error)) throw error
      const found = rescue(file)
      setAside(file)
      this.#sql = new Sql(openFile(file, outboxFile), options)
      for (const item of found.items) this.#put(item)
      for (const draft of found.drafts) this.#putDraft(draft)
      options.onSetAside(error, found.unread)
    }
  }

  async items(): Promise<readonly OutboxItem[]> {
    return this.#sql.column('select body from item order by place').flatMap((body) => parseItem(body) ?? [])
  }

  async put(item: OutboxItem): Promise<void> {
    this.#put(item)
  }

  async remove(id: CommandId): Promise<void> {
    this.#sql.run('delete from item where id = ?', id)
  }

  async drafts(): Promise<readonly StoredDraft[]> {
    const rows = this.#sql.rows('select conversation_id, text, is_note from draft order by conversation_id')
    return rows.flatMap((row) => parseDraft(row) ?? [])
  }

  async putDraft(draft: StoredDraft): Promise<void> {
    this.#putDraft(draft)
  }

  async close(): Promise<void> {
    this.#sql.database.close()
  }

  #put(item: OutboxItem): void {
    this.#sql.run(
      'insert into item (id, body) values (?, ?) on conflict (id) do update set body = excluded.body',
      item.id,
      JSON.stringify(item),
    )
  }

  #putDraft({ conversationId, text, isNote }: StoredDraft): void {
    if (text === '') this.#sql.run('delete from draft where conversation_id = ?', conversationId)
    else
      this.#sql.run(
        `insert into draft (conversation_id, text, is_note) values (?, ?, ?)
         on conflict (conversation_id) do update set text = excluded.text, is_note = excluded.is_note`,
        conversationId,
        text,
        isNote ? 1 : 0,
      )
  }
}

/** The file is small: it is checked at every start. */
function openWhole(file: string): SqliteDatabase {
  const database = openFile(file, outboxFile)
  try {
    assertWhole(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
