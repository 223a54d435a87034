import type { Contact } from '#protocol/contact'
import { type ConversationRow, type ReadMark, type Section, sectionOf } from '#protocol/conversation'
import type { ConversationId, Seq } from '#protocol/ids'
import { compareListKeys, compareRows, listKey } from '#protocol/list-order'
import type { Entry } from '#protocol/message'
import type { ListCursor } from '#protocol/queries'
import type {
  Cache,
  CacheChanges,
  CachedCompany,
  CacheTaken,
  Cursor,
  EntryOf,
  Known,
  Reach,
  SearchResult,
} from './cache'
import { hasWords, searchesTexts, wordsOf } from './fold'
import { entryWords, rowWords } from './words'

/** The cache of a browser page, and the refuge of the desktop app when its file cannot be used. */
export class MemoryCache implements Cache {
  #cursor: Cursor | null = null
  #company: CachedCompany | null = null
  readonly #rows = new Map<ConversationId, ConversationRow>()
  readonly #contacts = new Map<string, Contact>()
  readonly #marks = new Map<ConversationId, ReadMark>()
  readonly #entries = new Map<ConversationId, Map<Seq, Entry>>()
  readonly #known = new Map<ConversationId, Known>()
  readonly #reach = new Map<Section, Reach>()
  /** Lists in their order, made when asked for and dropped with the next change of a row. */
  readonly #sorted = new Map<Section, readonly ConversationRow[]>()

  async cursor(): Promise<Cursor | null> {
    return this.#cursor
  }

  async company(): Promise<CachedCompany | null> {
    return this.#company
  }

  async write(changes: CacheChanges): Promise<CacheTaken> {
    if (changes.reset === true) this.#clear()
    for (const id of changes.gone ?? []) this.#erase(id)
    if (changes.company !== undefined) this.#company = changes.company
    const rows = (changes.rows ?? []).filter((row) => this.#takeRow(row))
    const entries = (changes.entries ?? []).filter((entry) => this.#takeEntry(entry))
    for (const contact of changes.contacts ?? []) this.#takeContact(contact)
    for (const mark of changes.marks ?? []) this.#takeMark(mark)
    for (const { conversationId, ...known } of changes.known ?? []) this.#known.set(conversationId, known)
    for (const { section, upTo } of changes.reach ?? []) this.#reach.set(section, { upTo })
    if (changes.cursor !== undefined) this.#cursor = changes.cursor
    if (rows.length > 0 || changes.reset || changes.gone?.length || changes.company) this.#sorted.clear()
    return { rows, entries }
  }

  async row(id: ConversationId): Promise<ConversationRow | null> {
    return this.#rows.get(id) ?? null
  }

  async rows(section: Section, after: ListCursor | null, limit: number): Promise<readonly ConversationRow[]> {
    const list = this.#list(section)
    if (after === null) return list.slice(0, limit)
    const start = list.findIndex((row) => compareListKeys(listKey(row), after) > 0)
    return start === -1 ? [] : list.slice(start, start + limit)
  }

  async reach(section: Section): Promise<Reach | null> {
    return this.#reach.get(section) ?? null
  }

  async versions(limit: number): Promise<readonly { readonly id: ConversationId; readonly version: number }[]> {
    const open = [...this.#rows.values()].filter((row) => row.isOpen)
    return open.slice(0, limit).map(({ id, version }) => ({ id, version }))
  }

  async marks(ids: readonly ConversationId[]): Promise<readonly ReadMark[]> {
    return ids.flatMap((id) => this.#marks.get(id) ?? [])
  }

  async contact(row: ConversationRow): Promise<Contact | null> {
    return this.#contacts.get(row.contactId) ?? null
  }

  async entries(id: ConversationId, before: Seq | null, limit: number): Promise<readonly Entry[]> {
    const from = this.#known.get(id)?.from
    if (from === undefined) return []
    const stream = [...(this.#entries.get(id)?.values() ?? [])]
      .filter((entry) => entry.seq >= from && (before === null || entry.seq < before))
      .sort((a, b) => a.seq - b.seq)
    return stream.slice(-limit)
  }

  async known(id: ConversationId): Promise<Known | null> {
    return this.#known.get(id) ?? null
  }

  async search(text: string, limit: number): Promise<SearchResult> {
    const words = wordsOf(text)
    if (words.length === 0) return { conversations: [], messages: [] }
    const conversations = [...this.#rows.values()]
      .filter((row) => hasWords(rowWords(row), words))
      .sort((a, b) => b.lastActivityAt - a.lastActivityAt || (a.id < b.id ? 1 : -1))
      .slice(0, limit)
    return { conversations, messages: searchesTexts(words) ? this.#searchTexts(words, limit) : [] }
  }

  onLost(): void {
    // Memory does not get damaged.
  }

  async close(): Promise<void> {
    this.#clear()
  }

  #searchTexts(words: readonly string[], limit: number): SearchResult['messages'] {
    const found: { row: ConversationRow; entry: Entry }[] = []
    for (const [id, entries] of this.#entries) {
      const row = this.#rows.get(id)
      if (row === undefined) continue
      for (const entry of entries.values()) if (hasWords(entryWords(entry), words)) found.push({ row, entry })
    }
    return found.sort((a, b) => b.entry.at - a.entry.at || b.entry.seq - a.entry.seq).slice(0, limit)
  }

  #list(section: Section): readonly ConversationRow[] {
    const held = this.#sorted.get(section)
    if (held !== undefined) return held
    const company = this.#company
    const mine = company === null ? [] : [...this.#rows.values()]
    const list = mine.filter((row) => company !== null && sectionOf(row, company.account.id) === section)
    list.sort(compareRows)
    this.#sorted.set(section, list)
    return list
  }

  #takeRow(row: ConversationRow): boolean {
    const held = this.#rows.get(row.id)
    if (held !== undefined && held.version >= row.version) return false
    this.#rows.set(row.id, row)
    return true
  }

  #takeEntry({ conversationId, entry }: EntryOf): boolean {
    const stream = this.#entries.get(conversationId) ?? new Map<Seq, Entry>()
    const held = stream.get(entry.seq)
    if (held !== undefined && held.changedSeq >= entry.changedSeq) return false
    stream.set(entry.seq, entry)
    this.#entries.set(conversationId, stream)
    return true
  }

  #takeContact(contact: Contact): void {
    const held = this.#contacts.get(contact.id)
    if (held === undefined || held.version <= contact.version) this.#contacts.set(contact.id, contact)
  }

  #takeMark(mark: ReadMark): void {
    const held = this.#marks.get(mark.conversationId)
    if (held === undefined || held.seq <= mark.seq) this.#marks.set(mark.conversationId, mark)
  }

  #erase(id: ConversationId): void {
    const contact = this.#rows.get(id)?.contactId
    this.#rows.delete(id)
    this.#entries.delete(id)
    this.#known.delete(id)
    this.#marks.delete(id)
    const isShared = [...this.#rows.values()].some((row) => row.contactId === contact)
    if (contact !== undefined && !isShared) this.#contacts.delete(contact)
  }

  #clear(): void {
    this.#cursor = null
    this.#company = null
    for (const held of [this.#rows, this.#contacts, this.#marks, this.#entries, this.#known]) held.clear()
    this.#reach.clear()
    this.#sorted.clear()
  }
}
