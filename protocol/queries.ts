import { z } from 'zod'
import { ChannelDetails, ChannelRules, Messenger, PeopleReceiver, Priority } from './channel'
import { Contact } from './contact'
import { ConversationRow, ReadMark, Section } from './conversation'
import { DeadLetter, LetterCursor } from './dead-letter'
import type { Refusal } from './errors'
import { ConversationView, NearItem, Resumed, Snapshot } from './events'
import { Choice, Explanation, ReceivingRoad, TriggerKind } from './explanation'
import { GroupDetails } from './group'
import { At, ChannelId, ConversationId, DecisionId, GroupId, OperatorId, Position, Seq } from './ids'
import { ChannelLinks } from './links'
import { Entry } from './message'
import { LoginId, LoginPlace, LoginState } from './messenger-login'
import { AccountDetails, SessionInfo } from './operator'
import { RehearsalDays, RehearsalDraft, RehearsalId, RehearsalState, RehearsalZone } from './rehearsal'
import { Schedule } from './schedules'
import { DistributionSettings } from './settings'
import { Template } from './templates'

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

export const DistributionRules = z.object({
  version: z.number().int(),
  settings: DistributionSettings,
  schedule: z.object({ version: z.number().int(), value: Schedule.nullable() }),
  groups: z.array(GroupDetails),
  channels: z.array(
    z.object({
      id: ChannelId,
      name: z.string(),
      messenger: Messenger,
      isConnected: z.boolean(),
      version: z.number().int(),
      rules: ChannelRules,
    }),
  ),
})
export type DistributionRules = z.infer<typeof DistributionRules>

/** `until`: when this changes next, null when nothing is known to. `receives`: null when they wait for opening. */
export const ChannelHours = z.object({
  channelId: ChannelId,
  isOpen: z.boolean(),
  until: At.nullable(),
  road: ReceivingRoad.nullable(),
  receives: PeopleReceiver.nullable(),
  /** Of those who receive, who is Online at this moment. */
  online: z.array(OperatorId),
})
export type ChannelHours = z.infer<typeof ChannelHours>

/** Null leaves a side open. */
export const LogFilter = z.strictObject({
  from: At.nullable(),
  to: At.nullable(),
  channelId: ChannelId.nullable(),
  groupId: GroupId.nullable(),
  operatorId: OperatorId.nullable(),
  /** Only those that found nobody. */
  onlyUnassigned: z.boolean(),
})
export type LogFilter = z.infer<typeof LogFilter>

export const LogLine = z.object({
  decisionId: DecisionId,
  conversationId: ConversationId,
  at: At,
  trigger: TriggerKind,
  contactName: z.string(),
  channelId: ChannelId,
  groupId: GroupId.nullable(),
  from: OperatorId.nullable(),
  chosen: OperatorId.nullable(),
  choice: Choice,
  /** How long the contact had waited for an answer when it was decided; null when he did not wait. */
  waitedMs: z.number().int().nonnegative().nullable(),
})
export type LogLine = z.infer<typeof LogLine>

/** Where a page of the log ended. */
export const LogCursor = z.strictObject({ decisionId: DecisionId, conversationId: ConversationId })
export type LogCursor = z.infer<typeof LogCursor>

export const QueueView = z.object({
  total: z.number().int().nonnegative(),
  places: z.array(
    z.object({
      conversationId: ConversationId,
      contactName: z.string(),
      channelId: ChannelId,
      priority: Priority,
      assignVersion: z.number().int().nonnegative(),
      /** From 1. */
      place: z.number().int().positive(),
      /** First contact message nobody has answered. */
      since: At.nullable(),
      /** From now on; null when nothing is known to expect. */
      expectedWaitMs: z.number().int().nonnegative().nullable(),
      /** Its assignee is away and it waits for somebody else. */
      assignee: OperatorId.nullable(),
      /** Nobody receives it before this moment: working hours begin. */
      opensAt: At.nullable(),
    }),
  ),
})
export type QueueView = z.infer<typeof QueueView>

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
  /** By which address messengers reach the hub; null = they cannot, and some of them cannot be connected. */
  'channels.place': query('channels.place', {}, z.object({ publicUrl: z.string().nullable() })),
  'login.place': query('login.place', { messenger: Messenger }, LoginPlace),
  /** Of one's own login, on the device that began it. */
  'login.state': query('login.state', { loginId: LoginId }, LoginState),
  /** Of one channel, archived ones last; who does not manage them sees what can be sent. */
  'templates.list': query('templates.list', { channelId: ChannelId }, z.array(Template)),
  /** Of one channel, with what came by each. */
  'links.list': query('links.list', { channelId: ChannelId }, ChannelLinks),
  /** What of a channel could not be processed, the newest first. */
  'channel.deadLetters': query(
    'channel.deadLetters',
    { channelId: ChannelId, before: LetterCursor.nullable(), limit: Page },
    z.object({ letters: z.array(DeadLetter), next: LetterCursor.nullable() }),
  ),
  'accounts.details': query('accounts.details', {}, z.array(AccountDetails)),
  'sessions.list': query('sessions.list', {}, z.array(SessionInfo)),
  /** All that decides who gets what, each part with the version it is saved against. */
  'distribution.rules': query('distribution.rules', {}, DistributionRules),
  /** Who answers at a moment: for each channel, by the rules as saved and presence as it is now. */
  'hours.preview': query('hours.preview', { at: At.nullable() }, z.object({ at: At, channels: z.array(ChannelHours) })),
  /** Decisions, the newest first. */
  'distribution.log': query(
    'distribution.log',
    { filter: LogFilter, before: LogCursor.nullable(), limit: Page },
    z.object({ lines: z.array(LogLine), next: LogCursor.nullable() }),
  ),
  /** The queue in its order, with the wait that is to be expected. */
  'queue.list': query('queue.list', { limit: Page }, QueueView),
  /** Lives the last days again under a draft of rules; nothing is saved. One at a time; ended when nobody asks for its state. */
  'rehearsal.start': query(
    'rehearsal.start',
    { draft: RehearsalDraft, days: RehearsalDays, zone: RehearsalZone },
    z.object({ id: RehearsalId }),
  ),
  'rehearsal.state': query('rehearsal.state', { id: RehearsalId }, RehearsalState),
  'rehearsal.cancel': query('rehearsal.cancel', { id: RehearsalId }, z.object({})),
} as const

export type QueryKind = keyof typeof queries
export type Query<Kind extends QueryKind = QueryKind> = Kind extends QueryKind
  ? z.infer<(typeof queries)[Kind]['input']>
  : never
export type QueryAnswer<Kind extends QueryKind> = z.infer<(typeof queries)[Kind]['answer']>
export type QueryReply<Kind extends QueryKind = QueryKind> =
  | { ok: true; value: QueryAnswer<Kind> }
  | { ok: false; refusal: Refusal }
