import type { ConversationRow, ReadMark, Section } from '#protocol/conversation'
import { accepted, type Outcome } from '#protocol/errors'
import type { ConversationView } from '#protocol/events'
import type { ConversationId, Seq } from '#protocol/ids'
import { compareListKeys, listKey } from '#protocol/list-order'
import type { Entry } from '#protocol/message'
import type { ListCursor } from '#protocol/queries'
import type { Cache, Found, Reach } from './cache'
import type { Outbox } from './outbox'
import type { Draft, OutboxItem } from './outbox-store'
import type { Session } from './session'
import type { Sync } from './sync'

/** As many as the hub shows of a conversation at first. */
const firstEntries = 50
const searchLimit = 50

export interface ListPage {
  readonly rows: readonly ConversationRow[]
  readonly marks: readonly ReadMark[]
  readonly next: ListCursor | null
}

/** A conversation opened in a window: the hub's view (or the cache's), and what of ours has not left yet. */
export interface OpenedConversation {
  readonly view: ConversationView
  readonly outbox: readonly OutboxItem[]
  readonly draft: Draft | null
  /** False: from the cache, as of the last connection. */
  readonly isLive: boolean
}

export interface HistoryPage {
  readonly entries: readonly Entry[]
  readonly hasOlder: boolean
}

export interface ReadingPorts {
  readonly cache: Cache
  readonly session: Session
  readonly sync: Sync
  readonly outbox: Outbox
  readonly draftOf: (id: ConversationId) => Draft | null
}

interface HeldView {
  readonly view: ConversationView
  readonly isCurrent: boolean
}

/** The rows of a page that are held without a hole. */
function within(rows: readonly ConversationRow[], reach: Reach | null): readonly ConversationRow[] {
  if (reach === null) return []
  const { upTo } = reach
  return upTo === null ? rows : rows.filter((row) => compareListKeys(listKey(row), upTo) <= 0)
}

/** What windows read: from the cache wherever it is as good as the hub, from the hub where it is better and there. */
export class Reading {
  readonly #ports: ReadingPorts
  /** How many windows show a conversation. */
  readonly #opened = new Map<ConversationId, number>()

  constructor(ports: ReadingPorts) {
    this.#ports = ports
  }

  get opened(): readonly ConversationId[] {
    return [...this.#opened.keys()]
  }

  async list(input: { section: Section; after: ListCursor | null; limit: number }): Promise<ListPage> {
    const { cache, session } = this.#ports
    const { section, after, limit } = input
    const reach = await cache.reach(section)
    const held = await cache.rows(section, after, limit)
    if (!session.isLinked) return this.#page(held, held.length === limit ? held.at(-1) : undefined)
    const safe = within(held, reach)
    const isEnd = reach?.upTo === null && held.length < limit
    if (safe.length > 0 || isEnd) return this.#page(safe, isEnd ? undefined : safe.at(-1))
    return this.#listFromHub(input, reach, held)
  }

  async open(id: ConversationId): Promise<Outcome<OpenedConversation>> {
    this.#opened.set(id, (this.#opened.get(id) ?? 0) + 1)
    const held = await this.#heldView(id)
    const { session } = this.#ports
    if (held !== null && !session.isLinked) return accepted(this.#openedAs(held.view, false))
    if (held?.isCurrent && session.isLive) {
      void this.#openAtHub(id)
      return accepted(this.#openedAs(held.view, true))
    }
    const view = await this.#openAtHub(id)
    if (view.ok) return accepted(this.#openedAs(view.value, true))
    if (held !== null && view.refusal.retryable) return accepted(this.#openedAs(held.view, false))
    this.#close(id)
    return view
  }

  async leave(id: ConversationId): Promise<void> {
    if (this.#close(id)) await this.#ports.session.query({ kind: 'conversation.leave', conversationId: id })
  }

  /** Entries before `before`: held ones first, the hub's when those run out. */
  async history(id: ConversationId, before: Seq, limit: number): Promise<Outcome<HistoryPage>> {
    const { cache, session, sync } = this.#ports
    const known = await cache.known(id)
    const held = await cache.entries(id, before, limit)
    const first = held[0]
    const isAllHeld = known !== null && !known.hasOlder && before >= known.from
    if (isAllHeld && held.length < limit) return accepted({ entries: held, hasOlder: false })
    if (first !== undefined) {
      const isMore = !isAllHeld || (await cache.entries(id, first.seq, 1)).length > 0
      return accepted({ entries: held, hasOlder: isMore })
    }
    const reply = await session.query({ kind: 'conversation.history', conversationId: id, before, limit })
    if (!reply.ok) return reply
    void sync.takeHistory(id, { before, ...reply.value })
    return reply
  }

  async search(text: string, where: 'cache' | 'hub'): Promise<Outcome<Found>> {
    if (where === 'cache') return accepted({ ...(await this.#ports.cache.search(text, searchLimit)), searchedTo: null })
    return this.#ports.session.query({ kind: 'search', text, limit: searchLimit })
  }

  async #page(rows: readonly ConversationRow[], last: ConversationRow | undefined): Promise<ListPage> {
    const marks = await this.#ports.cache.marks(rows.map((row) => row.id))
    return { rows, marks, next: last === undefined ? null : listKey(last) }
  }

  async #listFromHub(
    input: { section: Section; after: ListCursor | null; limit: number },
    reach: Reach | null,
    held: readonly ConversationRow[],
  ): Promise<ListPage> {
    const { section, after } = input
    const reply = await this.#ports.session.query({ kind: 'conversations.list', ...input })
    if (!reply.ok) return this.#page(held, held.length === input.limit ? held.at(-1) : undefined)
    const isWithin =
      reach !== null && after !== null && (reach.upTo === null || compareListKeys(after, reach.upTo) <= 0)
    void this.#ports.sync.takeList(section, reply.value, after === null || isWithin)
    return reply.value
  }

  /** Null unless the stream, the contact and the row are all held. */
  async #heldView(id: ConversationId): Promise<HeldView | null> {
    const { cache } = this.#ports
    const [row, known] = [await cache.row(id), await cache.known(id)]
    const contact = row === null ? null : await cache.contact(row)
    if (row === null || known === null || contact === null) return null
    const entries = [...(await cache.entries(id, null, firstEntries))]
    const first = entries[0]
    const hasOlder = known.hasOlder || (first !== undefined && (await cache.entries(id, first.seq, 1)).length > 0)
    const mark = (await cache.marks([id]))[0] ?? null
    return { view: { row, contact, entries, hasOlder, mark }, isCurrent: known.seq >= row.seq }
  }

  async #openAtHub(id: ConversationId): Promise<Outcome<ConversationView>> {
    const reply = await this.#ports.session.query({ kind: 'conversation.open', conversationId: id })
    if (reply.ok) void this.#ports.sync.takeOpened(reply.value)
    return reply
  }

  #openedAs(view: ConversationView, isLive: boolean): OpenedConversation {
    const id = view.row.id
    return { view, outbox: this.#ports.outbox.of(id), draft: this.#ports.draftOf(id), isLive }
  }

  /** True when no window shows it any longer. */
  #close(id: ConversationId): boolean {
    const windows = this.#opened.get(id) ?? 0
    if (windows > 1) this.#opened.set(id, windows - 1)
    else this.#opened.delete(id)
    return windows === 1
  }
}
