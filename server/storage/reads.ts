import type { Contact } from '#protocol/contact'
import type { ConversationRow, ReadMark, Section } from '#protocol/conversation'
import type { Explanation } from '#protocol/explanation'
import type { ConversationId, DecisionId, OperatorId, Position, Seq } from '#protocol/ids'
import type { ListCursor, LogCursor, LogFilter } from '#protocol/queries'
import { explain } from '../distribution/explain'
import { readBasis } from '../distribution/read-basis'
import { mayView, type ReadStore, type Reads, type Viewer } from '../gateway/ports'
import { contactById } from './contact-store'
import { nearRows, readConversations, sectionPage, totalsFor } from './conversation-lists'
import { decisionLog, handedOutSince } from './decision-reads'
import { decisionBasis } from './decision-store'
import { type SearchOptions, searchConversations } from './search-reads'
import type { ReadableSql, Reader, Writer } from './sql'
import { entriesBefore, itemsAfter, logAfter, logLineAt, oldestLogLine } from './stream-reads'

/** Of a contact with more conversations than this the newest are shown. */
const earlierShown = 100
const idsPerRead = 500

const markText = `select conversation_id as "conversationId", seq, contact_messages as "contactMessages" from read_mark`

/** What the gateway reads, over SQL. */
class SqlReads implements Reads {
  readonly #sql: ReadableSql

  constructor(sql: ReadableSql) {
    this.#sql = sql
  }

  async row(id: ConversationId): Promise<ConversationRow | undefined> {
    return (await readConversations(this.#sql, 'where id = $1', [id]))[0]
  }

  async rows(ids: readonly ConversationId[]): Promise<readonly ConversationRow[]> {
    const rows: ConversationRow[] = []
    for (const part of inParts(ids))
      rows.push(...(await readConversations(this.#sql, `where id in ${list(part)}`, part)))
    return rows
  }

  section(viewer: Viewer, section: Section, after: ListCursor | null, limit: number) {
    return sectionPage(this.#sql, viewer, section, after, limit)
  }

  totals(viewer: Viewer) {
    return totalsFor(this.#sql, viewer)
  }

  nearRows(operatorId: OperatorId) {
    return nearRows(this.#sql, operatorId)
  }

  async open() {
    const rows = await readConversations(this.#sql, 'where is_open = 1', [])
    const all = await this.#sql.get<{ count: number }>('select count(*) as "count" from conversation')
    return { rows, total: all?.count ?? 0 }
  }

  async marks(operatorId: OperatorId, ids: readonly ConversationId[]): Promise<readonly ReadMark[]> {
    const marks: ReadMark[] = []
    for (const part of inParts(ids)) {
      const text = `${markText} where operator_id = $${part.length + 1} and conversation_id in ${list(part)}`
      marks.push(...(await this.#sql.all<ReadMark>(text, [...part, operatorId])))
    }
    return marks
  }

  async marksSince(operatorId: OperatorId, at: number): Promise<readonly ReadMark[]> {
    const marks = await this.#sql.all<ReadMark>(`${markText} where operator_id = $1 and at >= $2`, [operatorId, at])
    return marks
  }

  entries(id: ConversationId, before: Seq | null, limit: number) {
    return entriesBefore(this.#sql, id, before, limit)
  }

  items(row: ConversationRow, after: Seq, limit: number) {
    return itemsAfter(this.#sql, row, after, limit)
  }

  /** Of a contact with conversations hidden from the viewer, only the channels and inquiries he can see anyway are told. */
  async contact(viewer: Viewer, row: ConversationRow): Promise<Contact | undefined> {
    const contact = await contactById(this.#sql, row.contactId)
    if (contact === undefined || viewer.seesAll) return contact
    const seen = [row, ...(await this.earlier(viewer, row))]
    const channels = new Set(seen.map((one) => one.channelId))
    const identities = contact.identities.filter((identity) => channels.has(identity.channelId))
    return { ...contact, identities, inquiries: seen.length }
  }

  async earlier(viewer: Viewer, row: ConversationRow): Promise<readonly ConversationRow[]> {
    const rows = await readConversations(
      this.#sql,
      'where contact_id = $1 and id <> $2 order by last_activity_at desc, id desc limit $3',
      [row.contactId, row.id, earlierShown],
    )
    return rows.filter((one) => mayView(viewer, one))
  }

  async explanation(conversationId: ConversationId, decisionId: DecisionId): Promise<Explanation | undefined> {
    const body = await decisionBasis(this.#sql, decisionId)
    const basis = body === undefined ? null : readBasis(JSON.parse(body))
    const explained = basis === null ? null : explain(basis, conversationId)
    return explained === null ? undefined : { ...explained, decisionId }
  }

  decisions(filter: LogFilter, before: LogCursor | null, limit: number) {
    return decisionLog(this.#sql, filter, before, limit)
  }

  handedOutSince(at: number) {
    return handedOutSince(this.#sql, at)
  }

  async queue(limit: number) {
    const where = 'where queue_rank is not null order by queue_rank, queue_at, opened_at, id limit $1'
    const rows = await readConversations(this.#sql, where, [limit])
    const all = 'select count(*) as "count" from conversation where queue_rank is not null'
    return { rows, total: (await this.#sql.get<{ count: number }>(all))?.count ?? 0 }
  }

  log(after: Position, limit: number) {
    return logAfter(this.#sql, after, limit)
  }

  oldestLogLine() {
    return oldestLogLine(this.#sql)
  }

  logLineAt(position: Position) {
    return logLineAt(this.#sql, position)
  }
}

const list = (values: readonly unknown[]) => `(${values.map((_, index) => `$${index + 1}`).join(', ')})`

function* inParts<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  for (let start = 0; start < values.length; start += idsPerRead) yield values.slice(start, start + idsPerRead)
}

/** Committed states for the gateway. */
export const readStore = (
  reader: Reader,
  writer: Pick<Writer, 'position'>,
  search: () => SearchOptions,
): ReadStore => ({
  snapshot: (job) => reader.snapshot((sql) => job(new SqlReads(sql))),
  position: () => writer.position(),
  search: (viewer, text, limit) => searchConversations(reader, viewer, text, limit, search()),
})
