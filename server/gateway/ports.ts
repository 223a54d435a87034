import type { Channel } from '#protocol/channel'
import type { Contact } from '#protocol/contact'
import type { ConversationRow, ReadMark, Section, TotalCounts } from '#protocol/conversation'
import type { NearItem } from '#protocol/events'
import type { Explanation } from '#protocol/explanation'
import type { ConversationId, DecisionId, OperatorId, Position, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { Group, Operator } from '#protocol/operator'
import { type Actor, canSee } from '#protocol/permissions'
import type { LogLine as DecisionLine, ListCursor, LogCursor, LogFilter } from '#protocol/queries'
import type { SharedSettings } from '#protocol/settings'

type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>

/** The log as the gateway needs it: events with ids and codes. */
export interface GatewayLog {
  debug(event: string, facts?: LogFacts): void
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
  error(event: string, facts?: LogFacts, error?: unknown): void
}

/** Through whose eyes: everything, or only what he has a part in. */
export interface Viewer {
  readonly operatorId: OperatorId
  readonly seesAll: boolean
}

export const viewerOf = (actor: Actor): Viewer => ({
  operatorId: actor.id,
  seesAll: actor.isActive && actor.role !== 'restricted',
})

/** `canSee` in the words of a viewer; the rule itself stands in protocol/permissions.ts. */
export function mayView(viewer: Viewer, row: Parameters<typeof canSee>[1]): boolean {
  const actor: Actor = {
    id: viewer.operatorId,
    role: viewer.seesAll ? 'employee' : 'restricted',
    canSupervise: false,
    mayExceedLimit: false,
    isActive: true,
  }
  return canSee(actor, row)
}

/** The newest page of a stream, ascending by `seq`. */
export interface EntryPage {
  readonly entries: readonly Entry[]
  readonly hasOlder: boolean
}

/** An event's place in the log; what it says is read from the stream. */
export interface LogLine {
  readonly position: Position
  readonly conversationId: ConversationId
  readonly seq: Seq
  readonly at: number
}

/** Reads of one committed state. Lists give only what the viewer may see; single conversations are checked by the caller. */
export interface Reads {
  row(id: ConversationId): Promise<ConversationRow | undefined>
  rows(ids: readonly ConversationId[]): Promise<readonly ConversationRow[]>
  section(
    viewer: Viewer,
    section: Section,
    after: ListCursor | null,
    limit: number,
  ): Promise<readonly ConversationRow[]>
  totals(viewer: Viewer): Promise<TotalCounts>
  /** Open conversations in which he has a part. */
  nearRows(operatorId: OperatorId): Promise<readonly ConversationRow[]>
  /** Open conversations as the totals need them, and how many there are in all. */
  open(): Promise<{
    readonly rows: readonly Pick<ConversationRow, 'id' | 'isOpen' | 'assignee' | 'unansweredSince'>[]
    readonly total: number
  }>
  marks(operatorId: OperatorId, ids: readonly ConversationId[]): Promise<readonly ReadMark[]>
  marksSince(operatorId: OperatorId, at: number): Promise<readonly ReadMark[]>
  entries(id: ConversationId, before: Seq | null, limit: number): Promise<EntryPage>
  /** Events after a `seq`, as they read now; at most `limit`. */
  items(row: ConversationRow, after: Seq, limit: number): Promise<readonly NearItem[]>
  /** Identities and figures of conversations hidden from the viewer are left out. */
  contact(viewer: Viewer, row: ConversationRow): Promise<Contact | undefined>
  /** The other conversations of the contact that the viewer may see, newest first. */
  earlier(viewer: Viewer, row: ConversationRow): Promise<readonly ConversationRow[]>
  explanation(conversationId: ConversationId, decisionId: DecisionId): Promise<Explanation | undefined>
  /** Decisions from the newest on. */
  decisions(
    filter: LogFilter,
    before: LogCursor | null,
    limit: number,
  ): Promise<{ readonly lines: DecisionLine[]; readonly next: LogCursor | null }>
  /** The queue in its order, and how many are in it. */
  queue(limit: number): Promise<{ readonly rows: readonly ConversationRow[]; readonly total: number }>
  /** How many conversations the queue has given away since a moment. */
  handedOutSince(at: number): Promise<number>
  /** Log lines above a position, ascending; at most `limit`. */
  log(after: Position, limit: number): Promise<readonly LogLine[]>
  /** Oldest line kept; undefined when the log is empty. */
  oldestLogLine(): Promise<LogLine | undefined>
  logLineAt(position: Position): Promise<LogLine | undefined>
}

export interface SearchHits {
  /** Time or room was up: closed conversations silent since before were not looked through; null = all were. */
  readonly searchedTo: number | null
  readonly conversations: readonly ConversationRow[]
  readonly messages: readonly { readonly row: ConversationRow; readonly entry: Entry }[]
}

export interface ReadStore {
  /** Several reads of one committed state. */
  snapshot<Value>(job: (reads: Reads) => Promise<Value>): Promise<Value>
  /** Position of the newest committed event. */
  position(): Position
  /** Names and texts, newest first, for as long as a person waits. */
  search(viewer: Viewer, text: string, limit: number): Promise<SearchHits>
}

/** What the hub keeps of the company in memory: who works here, how they stand, where customers write. */
export interface Company {
  actor(id: OperatorId): Actor | undefined
  operator(id: OperatorId): Operator | undefined
  operators(): readonly Operator[]
  groups(): readonly Group[]
  channels(): readonly Channel[]
  settings(): SharedSettings
}

/** Presence hears of sockets by their leases, after what happened on the wire. */
export interface Links {
  connected(operatorId: OperatorId, lease: string): void
  /** Everything that was not said before: cut, closed tab, heartbeat missed. */
  lost(operatorId: OperatorId, lease: string): void
  /** Quit or sign-out, or the session was taken away. */
  left(operatorId: OperatorId, lease: string): void
}

export interface GatewayClock {
  now(): number
  monotonic(): number
}

export interface GatewayTimers {
  after(ms: number, work: () => void): () => void
}
