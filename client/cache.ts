import type { Channel } from '#protocol/channel'
import type { Contact } from '#protocol/contact'
import type { ConversationRow, Counts, ReadMark, Section } from '#protocol/conversation'
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
  readonly counts: Counts
}

/** Changes of one step, written in one transaction; the cursor moves with them or not at all. */
export interface CacheChanges {
  readonly rows?: readonly ConversationRow[]
  /** Upserts by (conversation, seq); an entry with a lower `changedSeq` than the one held is ignored. */
  readonly entries?: readonly { readonly conversationId: ConversationId; readonly entry: Entry }[]
  readonly contacts?: readonly Contact[]
  readonly marks?: readonly ReadMark[]
  readonly gone?: readonly ConversationId[]
  readonly company?: CachedCompany
  /** Highest event `seq` up to which a conversation's entries are complete from its oldest cached one. */
  readonly known?: readonly { readonly conversationId: ConversationId; readonly seq: Seq; readonly hasOlder: boolean }[]
  readonly cursor?: { readonly epoch: string; readonly position: Position }
  /** Start over: everything else of the cache goes first, in the same transaction (snapshot of another epoch or after a gap too wide). */
  readonly reset?: boolean
}

/** The local copy of what this operator may see. Disposable: the hub has it all. Two implementations pass one contract suite. */
export interface Cache {
  cursor(): Promise<{ readonly epoch: string; readonly position: Position } | null>
  company(): Promise<CachedCompany | null>
  write(changes: CacheChanges): Promise<void>
  row(id: ConversationId): Promise<ConversationRow | null>
  /** Rows of a section in the hub's order, by key. */
  rows(section: Section, after: ListCursor | null, limit: number): Promise<readonly ConversationRow[]>
  /** Versions of held open rows, for comparing with the hub. */
  versions(limit: number): Promise<readonly { readonly id: ConversationId; readonly version: number }[]>
  marks(ids: readonly ConversationId[]): Promise<readonly ReadMark[]>
  contact(row: ConversationRow): Promise<Contact | null>
  /** Ascending by seq: the newest `limit` before `before` (null = from the end). */
  entries(id: ConversationId, before: Seq | null, limit: number): Promise<readonly Entry[]>
  known(id: ConversationId): Promise<{ readonly seq: Seq; readonly hasOlder: boolean } | null>
  /** Newest first. Names and previews from one letter, texts of messages and notes from three; `ё` equals `е`, case is folded. */
  search(
    text: string,
    limit: number,
  ): Promise<{
    readonly conversations: readonly ConversationRow[]
    readonly messages: readonly { readonly row: ConversationRow; readonly entry: Entry }[]
  }>
  close(): Promise<void>
}
