import type { Contact } from '#protocol/contact'
import type { ConversationRow, ReadMark, Section } from '#protocol/conversation'
import type { ConversationId, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { ListCursor } from '#protocol/queries'
import type { Cache, CacheChanges, CachedCompany, CacheTaken, Cursor, Known, Reach, SearchResult } from './cache'
import { MemoryCache } from './memory-cache'

/** What still holds by itself once everything before it is lost: rows and entries, but no word of where one stands. */
function loose({ cursor: _cursor, known: _known, reach: _reach, ...rest }: CacheChanges): CacheChanges {
  return rest
}

/**
 * A cache one can go on with: when the given one fails (disk full, file gone), memory takes its place, whoever relied on what was
 * held is told, and the hub fills it again. Working without a cache is slower, not broken.
 */
export class ResilientCache implements Cache {
  #cache: Cache
  #isRefuge = false
  readonly #listeners: (() => void)[] = []
  readonly #onFailed: (error: unknown) => void

  constructor(cache: Cache, onFailed: (error: unknown) => void) {
    this.#cache = cache
    this.#onFailed = onFailed
    cache.onLost(() => this.#tell())
  }

  onLost(listener: () => void): void {
    this.#listeners.push(listener)
  }

  cursor(): Promise<Cursor | null> {
    return this.#try((cache) => cache.cursor())
  }
  company(): Promise<CachedCompany | null> {
    return this.#try((cache) => cache.company())
  }
  write(changes: CacheChanges): Promise<CacheTaken> {
    const cache = this.#cache
    return this.#try((present) => present.write(present === cache || changes.reset === true ? changes : loose(changes)))
  }
  row(id: ConversationId): Promise<ConversationRow | null> {
    return this.#try((cache) => cache.row(id))
  }
  rows(section: Section, after: ListCursor | null, limit: number): Promise<readonly ConversationRow[]> {
    return this.#try((cache) => cache.rows(section, after, limit))
  }
  reach(section: Section): Promise<Reach | null> {
    return this.#try((cache) => cache.reach(section))
  }
  versions(limit: number): ReturnType<Cache['versions']> {
    return this.#try((cache) => cache.versions(limit))
  }
  marks(ids: readonly ConversationId[]): Promise<readonly ReadMark[]> {
    return this.#try((cache) => cache.marks(ids))
  }
  contact(row: ConversationRow): Promise<Contact | null> {
    return this.#try((cache) => cache.contact(row))
  }
  entries(id: ConversationId, before: Seq | null, limit: number): Promise<readonly Entry[]> {
    return this.#try((cache) => cache.entries(id, before, limit))
  }
  known(id: ConversationId): Promise<Known | null> {
    return this.#try((cache) => cache.known(id))
  }
  search(text: string, limit: number): Promise<SearchResult> {
    return this.#try((cache) => cache.search(text, limit))
  }
  close(): Promise<void> {
    return this.#cache.close()
  }

  async #try<Value>(act: (cache: Cache) => Promise<Value>): Promise<Value> {
    const cache = this.#cache
    try {
      return await act(cache)
    } catch (error) {
      if (this.#isRefuge && cache === this.#cache) throw error
      if (cache === this.#cache) await this.#flee(error)
      return act(this.#cache)
    }
  }

  async #flee(error: unknown): Promise<void> {
    const broken = this.#cache
    this.#isRefuge = true
    this.#cache = new MemoryCache()
    this.#onFailed(error)
    await broken.close().catch(() => undefined)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
