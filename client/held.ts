import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { companyOf } from './apply-event'
import type { Cache, CacheChanges, CachedCompany, CacheTaken, Known } from './cache'
import type { Change } from './changes'

/** What is held of the hub's state: written first, told afterwards, so that no window is ahead of what a crash would leave. */
export class Held {
  readonly #cache: Cache
  readonly #emit: (change: Change) => void
  #company: CachedCompany | null = null

  constructor(cache: Cache, emit: (change: Change) => void) {
    this.#cache = cache
    this.#emit = emit
  }

  get company(): CachedCompany | null {
    return this.#company
  }

  /** Reads what the last run left. */
  async open(): Promise<void> {
    this.#company = await this.#cache.company()
  }

  known(id: ConversationId): Promise<Known | null> {
    return this.#cache.known(id)
  }

  async knownOf(ids: readonly ConversationId[]): Promise<(id: ConversationId) => Known | null> {
    const known = new Map<ConversationId, Known | null>()
    for (const id of new Set(ids)) known.set(id, await this.#cache.known(id))
    return (id) => known.get(id) ?? null
  }

  async write(changes: CacheChanges): Promise<void> {
    const taken = await this.#cache.write(changes)
    if (changes.company !== undefined) {
      this.#company = changes.company
      this.#emit({ kind: 'company', company: changes.company })
    }
    if (changes.gone !== undefined && changes.gone.length > 0) this.#emit({ kind: 'gone', ids: changes.gone })
    this.#tell(changes, taken)
  }

  async writeCompany(part: Partial<CachedCompany>): Promise<void> {
    if (this.#company !== null) await this.write({ company: companyOf({ ...this.#company, ...part }) })
  }

  #tell(changes: CacheChanges, { rows, entries }: CacheTaken): void {
    if (rows.length > 0) this.#emit({ kind: 'rows', rows })
    const streams = new Map<ConversationId, Entry[]>()
    for (const { conversationId, entry } of entries) {
      const stream = streams.get(conversationId)
      if (stream === undefined) streams.set(conversationId, [entry])
      else stream.push(entry)
    }
    for (const [conversationId, stream] of streams) this.#emit({ kind: 'entries', conversationId, entries: stream })
    if (changes.marks !== undefined && changes.marks.length > 0) this.#emit({ kind: 'marks', marks: changes.marks })
    for (const contact of changes.contacts ?? []) {
      const conversations = (changes.rows ?? []).filter((row) => row.contactId === contact.id).map((row) => row.id)
      if (conversations.length > 0) this.#emit({ kind: 'contact', contact, conversations })
    }
  }
}
