import { z } from 'zod'
import { ChannelDetails } from './channel'
import { Contact } from './contact'
import { ConversationRow, ReadMark, Section } from './conversation'
import type { Refusal } from './errors'
import { ConversationView, NearItem, Resumed, Snapshot } from './events'
import { Explanation } from './explanation'
import { At, ConversationId, DecisionId, Position, Seq } from './ids'
import { Entry } from './message'
import { AccountDetails, SessionInfo } from './operator'
import { DistributionSettings } from './settings'

/** Rows of a list come in pages by key, never by offset. `part` cuts open sections in two: who waits for us, and the rest. */
export const ListCursor = z.object({ part: z.enum(['waiting', 'rest']), at: At, id: ConversationId })
export type ListCursor = z.infer<typeof ListCursor>

export const pageLimit = 100

export const Page = z.number().int().min(1).max(pageLimit)

const query = <Kind extends string, Input extends z.ZodRawShape, Answer extends z.ZodType>(
  kind: Kind,
  input: Input,
  answer: Answer,
) => ({
  input: z.strictObject({ kind: z.literal(kind), ...input }),
  answer,
})

/** What one may look up. No command ids: asking twice changes nothing. */
export const queries = {
  'feed.snapshot': query('feed.snapshot', {}, Snapshot),
  'feed.resume': query(
    'feed.resume',
    { epoch: z.string().max(100), cursor: Position, open: z.array(ConversationId).max(50) },
    Resumed,
  ),
  /** Hashes of what is held, against the hub's; `isEqual: false` makes the client take a snapshot and count a desync. */
  'feed.compare': query(
    'feed.compare',
    { position: Position, rows: z.array(z.object({ id: ConversationId, version: z.number().int() })).max(500) },
    z.object({ isEqual: z.boolean() }),
  ),
  'conversations.list': query(
    'conversations.list',
    { section: Section, after: ListCursor.nullable(), limit: Page },
    z.object({ rows: z.array(ConversationRow), marks: z.array(ReadMark), next: ListCursor.nullable() }),
  ),
  /** Also makes the conversation near for this device until `conversation.leave`. */
  'conversation.open': query('conversation.open', { conversationId: ConversationId }, ConversationView),
  'conversation.leave': query('conversation.leave', { conversationId: ConversationId }, z.object({})),
  'conversation.history': query(
    'conversation.history',
    { conversationId: ConversationId, before: Seq, limit: Page },
    z.object({ entries: z.array(Entry), hasOlder: z.boolean() }),
  ),
  'conversation.catchUp': query(
    'conversation.catchUp',
    { conversationId: ConversationId, after: Seq },
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('items'), items: z.array(NearItem) }),
      z.object({ kind: z.literal('view'), view: ConversationView }),
    ]),
  ),
  'conversation.explain': query(
    'conversation.explain',
    { conversationId: ConversationId, decisionId: DecisionId },
    Explanation,
  ),
  'contact.get': query(
    'contact.get',
    { conversationId: ConversationId },
    z.object({ contact: Contact, earlier: z.array(ConversationRow) }),
  ),
  /**
   * Names from one letter, texts from three; newest first, for a bounded time. `searchedTo`: closed conversations silent since before
   * this moment were not looked through; null = all were.
   */
  search: query(
    'search',
    { text: z.string().min(1).max(200), limit: Page },
    z.object({
      conversations: z.array(ConversationRow),
      messages: z.array(z.object({ row: ConversationRow, entry: Entry })),
      searchedTo: At.nullable(),
    }),
  ),
  'channels.details': query('channels.details', {}, z.array(ChannelDetails)),
  'accounts.details': query('accounts.details', {}, z.array(AccountDetails)),
  'sessions.list': query('sessions.list', {}, z.array(SessionInfo)),
  'distribution.settings': query(
    'distribution.settings',
    {},
    z.object({ version: z.number().int(), settings: DistributionSettings }),
  ),
} as const

export type QueryKind = keyof typeof queries
export type Query<Kind extends QueryKind = QueryKind> = Kind extends QueryKind
  ? z.infer<(typeof queries)[Kind]['input']>
  : never
export type QueryAnswer<Kind extends QueryKind> = z.infer<(typeof queries)[Kind]['answer']>
export type QueryReply<Kind extends QueryKind = QueryKind> =
  | { ok: true; value: QueryAnswer<Kind> }
  | { ok: false; refusal: Refusal }
