import type { Attachment } from '#protocol/attachment'
import type { AttachmentId, ChannelId, ConversationId, Seq } from '#protocol/ids'
import { type MessageEntry, SystemEvent } from '#protocol/message'
import type { VisitorGap, VisitorLine, VisitorRating } from '#protocol/visitor'
import type { VisitorReads } from '../channels/ports'
import { rateWithinMs } from '../conversations/rate'
import { type AttachmentRecord, attachmentColumns, attachmentOf } from './attachment-record'
import { type EntryRecord, entryColumns, entryOf } from './entry-record'
import type { ReadableSql, SqlValue } from './sql'

/** Marks look back this far: what is older has been settled or never will be. */
const marksReach = 500

const nothing: VisitorGap = { lines: [], isReset: false, hasOlder: false, readByCompany: 0, readByVisitor: 0 }

interface Chat {
  readonly id: ConversationId
  readonly channelId: ChannelId
  readonly externalChat: string
  readonly seq: Seq
}

interface Face {
  readonly name: string
  readonly picture: AttachmentId | null
}

interface RatingRecord {
  readonly inquiry: number
  readonly score: number | null
  readonly comment: string | null
  readonly name: string | null
}

/** What was edited or taken back is looked for this far back. */
const changesReach = 500

/** Messages a visitor sees: never notes or system entries, nothing of ours that did not leave; of what was taken back only that. */
/** Came after `$2`, or was edited or taken back since. */
const isNews = `seq > $2 - ${changesReach} and (seq > $2 or (changed_seq > $2
  and (extra like '%"editedAt":%' or extra like '%"deleted":%')))`

const isVisible = `kind = 'message' and (status is null or status <> 'failed')`

/** A visitor's conversation as his page shows it. */
export class SqlVisitorReads implements VisitorReads {
  readonly #sql: ReadableSql
  readonly #now: () => number

  constructor(sql: ReadableSql, now: () => number) {
    this.#sql = sql
    this.#now = now
  }

  async gap(channelId: ChannelId, externalChat: string, after: Seq, limit: number): Promise<VisitorGap> {
    const chat = await this.#chat(channelId, externalChat)
    if (chat === undefined) return { ...nothing, isReset: after > 0 }
    // The page holds more than there is: it was filled from another store.
    const isForeign = after > chat.seq
    const newest = await this.#entries(isNews, [chat.id, isForeign ? 0 : after], limit + 1)
    const hasOlder = newest.length > limit
    return {
      lines: await this.#linesOf(chat, newest.slice(-limit)),
      isReset: hasOlder || isForeign,
      hasOlder,
      readByCompany: await this.#readByCompany(chat.id),
      readByVisitor: await this.#readByVisitor(chat.id),
    }
  }

  async history(channelId: ChannelId, externalChat: string, before: Seq, limit: number) {
    const chat = await this.#chat(channelId, externalChat)
    if (chat === undefined) return { lines: [], hasOlder: false }
    const found = await this.#entries('seq < $2', [chat.id, before], limit + 1)
    return { lines: await this.#linesOf(chat, found.slice(-limit)), hasOlder: found.length > limit }
  }

  async ownLine(channelId: ChannelId, externalChat: string, id: string): Promise<VisitorLine | null> {
    const text = `select seq from provider_message where channel_id = $1 and external_chat = $2 and external_id = $3`
    const place = await this.#sql.get<{ seq: Seq }>(text, [channelId, externalChat, id])
    return place === undefined ? null : this.line(channelId, externalChat, place.seq)
  }

  async line(channelId: ChannelId, externalChat: string, seq: Seq): Promise<VisitorLine | null> {
    const chat = await this.#chat(channelId, externalChat)
    if (chat === undefined) return null
    const [line] = await this.#linesOf(chat, await this.#entries('seq = $2', [chat.id, seq], 1))
    return line ?? null
  }

  async unsettled(
    channelId: ChannelId,
    externalChat: string,
    upTo: Seq,
    status: 'delivered' | 'read',
  ): Promise<readonly Seq[]> {
    const chat = await this.#chat(channelId, externalChat)
    if (chat === undefined) return []
    const above = status === 'read' ? `('read')` : `('delivered', 'read')`
    const text = `select seq from entry
      where conversation_id = $1 and seq <= $2 and seq > $3 and ${isVisible}
        and author <> 'contact' and status not in ${above} order by seq`
    const rows = await this.#sql.all<{ seq: Seq }>(text, [chat.id, upTo, upTo - marksReach])
    return rows.map(({ seq }) => seq)
  }

  #chat(channelId: ChannelId, externalChat: string): Promise<Chat | undefined> {
    const text = `select id, channel_id as "channelId", external_chat as "externalChat", seq from conversation
      where channel_id = $1 and external_chat = $2`
    return this.#sql.get<Chat>(text, [channelId, externalChat])
  }

  /** The newest ones, ascending. */
  async #entries(where: string, values: readonly SqlValue[], limit: number): Promise<readonly MessageEntry[]> {
    const text = `select ${entryColumns} from entry
      where conversation_id = $1 and ${where} and ${isVisible} order by seq desc limit ${limit}`
    const records = await this.#sql.all<EntryRecord>(text, values)
    return records
      .reverse()
      .map(entryOf)
      .filter((entry) => entry.kind === 'message')
  }

  async #linesOf(chat: Chat, entries: readonly MessageEntry[]): Promise<VisitorLine[]> {
    const [first] = entries
    if (first === undefined) return []
    const ids = await this.#ownIds(chat, first.seq)
    const people = await this.#people(entries)
    const pressed = await this.#pressed(chat, entries)
    return entries.map(({ seq, at, author, text, attachments, buttons, editedAt, deleted }) => ({
      seq,
      at,
      from: author.kind === 'contact' ? 'visitor' : 'company',
      id: author.kind === 'contact' ? (ids.get(seq) ?? null) : null,
      name: author.kind === 'operator' ? (people.get(author.operatorId)?.name ?? null) : null,
      picture: author.kind === 'operator' ? (people.get(author.operatorId)?.picture ?? null) : null,
      ...(deleted === null ? { text, attachments, buttons } : { text: '', attachments: [], buttons: [] }),
      pressed: pressed.get(seq) ?? null,
      isEdited: editedAt !== null,
      isGone: deleted !== null,
    }))
  }

  /** Labels of pressed buttons by the message they stand under; the last one pressed counts. */
  async #pressed({ id }: Chat, entries: readonly MessageEntry[]): Promise<ReadonlyMap<Seq, string>> {
    const first = entries.find(({ buttons }) => buttons.length > 0)
    if (first === undefined) return new Map()
    const text = `select extra from entry
      where conversation_id = $1 and seq > $2 and kind = 'system' and extra like '%"buttonPressed"%' order by seq`
    const rows = await this.#sql.all<{ extra: string }>(text, [id, first.seq])
    const events = rows.map(({ extra }) => SystemEvent.parse(JSON.parse(extra)))
    return new Map(
      events.flatMap((event) =>
        event.kind === 'buttonPressed' && event.messageSeq !== null ? [[event.messageSeq, event.label]] : [],
      ),
    )
  }

  async uploads(
    channelId: ChannelId,
    visitorId: string,
    ids: readonly AttachmentId[],
  ): Promise<readonly Attachment[] | null> {
    if (new Set(ids).size < ids.length) return null
    const places = ids.map((_, index) => `$${index + 3}`).join(', ')
    const text = `select ${attachmentColumns} from attachment
      where owner_kind = 'visitor' and channel_id = $1 and owner_id = $2 and state = 'stored'
        and conversation_id is null and id in (${places})`
    const found = await this.#sql.all<AttachmentRecord>(text, [channelId, visitorId, ...ids])
    const byId = new Map(found.map((record) => [record.id, attachmentOf(record)]))
    const attachments = ids.flatMap((id) => byId.get(id) ?? [])
    return attachments.length === ids.length ? attachments : null
  }

  async rating(channelId: ChannelId, externalChat: string): Promise<VisitorRating | null> {
    const text = `select i.number as "inquiry", i.score, i.score_comment as "comment", a.name
      from conversation c
      join inquiry i on i.conversation_id = c.id and i.number = c.inquiry
      left join account a on a.id = coalesce(c.last_human_assignee, (
        select author_detail from entry e
        where e.conversation_id = c.id and e.kind = 'message' and e.author = 'operator' order by e.seq desc limit 1
      ))
      where c.channel_id = $1 and c.external_chat = $2 and i.is_open = 0
        and i.first_response_at is not null and i.closed_at > $3`
    const values = [channelId, externalChat, this.#now() - rateWithinMs]
    const found = await this.#sql.get<RatingRecord>(text, values)
    if (found === undefined) return null
    const { inquiry, score, name, comment } = found
    return { inquiry, score, name, hasComment: comment !== null && comment !== '' }
  }

  async #ownIds({ id }: Chat, from: Seq): Promise<ReadonlyMap<Seq, string>> {
    const text = `select seq, external_id as "externalId" from entry
      where conversation_id = $1 and seq >= $2 and author = 'contact' and external_id is not null`
    const rows = await this.#sql.all<{ seq: Seq; externalId: string }>(text, [id, from])
    return new Map(rows.map(({ seq, externalId }) => [seq, externalId]))
  }

  async #people(entries: readonly MessageEntry[]): Promise<ReadonlyMap<string, Face>> {
    const ids = new Set(entries.flatMap(({ author }) => (author.kind === 'operator' ? [author.operatorId] : [])))
    if (ids.size === 0) return new Map()
    const places = [...ids].map((_, index) => `$${index + 1}`).join(', ')
    const text = `select id, name, picture from account where id in (${places})`
    const rows = await this.#sql.all<Face & { readonly id: string }>(text, [...ids])
    return new Map(rows.map((row) => [row.id, row]))
  }

  /** Whoever of the company has read furthest; who answered has read what was there. */
  async #readByCompany(id: ConversationId): Promise<Seq> {
    const text = `select coalesce(max(seq), 0) as "seq" from read_mark where conversation_id = $1`
    return (await this.#sql.get<{ seq: Seq }>(text, [id]))?.seq ?? 0
  }

  async #readByVisitor(id: ConversationId): Promise<Seq> {
    const text = `select seq from entry
      where conversation_id = $1 and kind = 'message' and author <> 'contact' and status = 'read'
      order by seq desc limit 1`
    return (await this.#sql.get<{ seq: Seq }>(text, [id]))?.seq ?? 0
  }
}
