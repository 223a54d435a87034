import type { Channel } from '#protocol/channel'
import type { Contact } from '#protocol/contact'
import type { ConversationRow, Counts, ReadMark, Section, TotalCounts } from '#protocol/conversation'
import type { ConversationId, Position, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { Account, Group, Operator } from '#protocol/operator'
import type { ListCursor } from '#protocol/queries'
import type { SharedSettings } from '#protocol/settings'

/** What belongs to no conversation, kept as one record. */
export interface CachedCompany {
  readonly account: Account
  readonly operators: readonly Operator[]
  readonly groups: readonly Group[]
  readonly channels: readonly Channel[]
  readonly settings: SharedSettings
  readonly totals: TotalCounts
  /** The totals as this operator sees them: a consequence of `totals` and of his own load. */
  readonly counts: Counts
}

/**
 * What of a conversation's stream is held: every event up to `seq` is in it, and the entries from `from` on are without a hole.
 * Entries below `from` may be held too (found by search, left behind by a gap); they are not part of the stream shown.
 */
export interface Known {
  readonly seq: Seq
  readonly from: Seq
  /** The hub has entries below `from`. */
  readonly hasOlder: boolean
}

/** How far down from the top a section's rows are held without a hole; null = to its end. */
export interface Reach {
  readonly upTo: ListCursor | null
}

/** Where the feed stands, and when (device time) it was last known to stand there. */
export interface Cursor {
  readonly epoch: string
  readonly position: Position
  readonly at: number
}

export interface EntryOf {
  readonly conversationId: ConversationId
  readonly entry: Entry
}

/** Changes of one step. The cursor is written last: it moves with all of them or not at all. */
export interface CacheChanges {
  readonly rows?: readonly ConversationRow[]
  /** Upserts by (conversation, seq); an entry with a lower `changedSeq` than the one held is ignored. */
  readonly entries?: readonly EntryOf[]
  /** One with a lower `version` than the one held is ignored. */
  readonly contacts?: readonly Contact[]
  /** A mark never goes back: one with a lower `seq` than the one held is ignored. */
  readonly marks?: readonly ReadMark[]
  /** Erased with everything of theirs, before the rest of the step is written. */
  readonly gone?: readonly ConversationId[]
  readonly company?: CachedCompany
  readonly known?: readonly (Known & { readonly conversationId: ConversationId })[]
  readonly reach?: readonly (Reach & { readonly section: Section })[]
  readonly cursor?: Cursor
  /** Start over: everything else of the cache goes first (snapshot of another epoch or after a gap too wide). */
  readonly reset?: boolean
}

/** What of the changes was news: rows of a higher version, entries of a higher `changedSeq`. */
export interface CacheTaken {
  readonly rows: readonly ConversationRow[]
  readonly entries: readonly EntryOf[]
}

export interface SearchResult {
  readonly conversations: readonly ConversationRow[]
  readonly messages: readonly { readonly row: ConversationRow; readonly entry: Entry }[]
}

/** What a source has found. `searchedTo`: closed conversations silent since before were not looked through; null = all it has were. */
export interface Found extends SearchResult {
  readonly searchedTo: number | null
}

/** The local copy of what this operator may see. Disposable: the hub has it all. Two implementations pass one contract suite. */
export interface Cache {
  cursor(): Promise<Cursor | null>
  company(): Promise<CachedCompany | null>
  write(changes: CacheChanges): Promise<CacheTaken>
  row(id: ConversationId): Promise<ConversationRow | null>
  /** Rows of a section in the hub's order, by key. */
  rows(section: Section, after: ListCursor | null, limit: number): Promise<readonly ConversationRow[]>
  reach(section: Section): Promise<Reach | null>
  /** Versions of held open rows, for comparing with the hub. */
  versions(limit: number): Promise<readonly { readonly id: ConversationId; readonly version: number }[]>
  marks(ids: readonly ConversationId[]): Promise<readonly ReadMark[]>
  contact(row: ConversationRow): Promise<Contact | null>
  /** Ascending by seq: the newest `limit` before `before` (null = from the end), none below the `from` of what is known. */
  entries(id: ConversationId, before: Seq | null, limit: number): Promise<readonly Entry[]>
  known(id: ConversationId): Promise<Known | null>
  /**
   * Newest first; every word must be found, as it is spelled or inside a longer one (`ё` equals `е`, case is folded). Names and
   * previews answer to any word; texts of messages and notes once a word has three letters.
   */
  search(text: string, limit: number): Promise<SearchResult>
  /** Called when the copy was found damaged and has been started over: what was known is no longer held. */
  onLost(listener: () => void): void
  close(): Promise<void>
}
