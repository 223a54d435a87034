import { z } from 'zod'
import type { CachedCompany, Found } from '#client/cache'
import type { Change } from '#client/changes'
import type { StagedFile } from '#client/files'
import type { OutboxItem, StoredDraft, Withdrawn } from '#client/outbox-store'
import type { HistoryPage, ListPage, OpenedConversation } from '#client/reading'
import type { SessionState } from '#client/session-state'
import type { Command, CommandKind, CommandReply } from '#protocol/commands'
import { Section } from '#protocol/conversation'
import type { Outcome } from '#protocol/errors'
import { AttachmentId, CommandId, ConversationId, OperatorId, Seq } from '#protocol/ids'
import { longestText } from '#protocol/message'
import { ListCursor, Page, type Query, type QueryKind, type QueryReply } from '#protocol/queries'
import { ReplyButtonForms } from '#protocol/reply-button'

export type { Found, SearchResult } from '#client/cache'
export type { Draft, Withdrawn } from '#client/outbox-store'
export type { HistoryPage, ListPage, OpenedConversation } from '#client/reading'
export type { SessionState } from '#client/session-state'

export const Preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  language: z.enum(['ru', 'en']),
  /** What sends: Enter (line break by Shift+Enter) or Ctrl+Enter (line break by Enter). */
  sendBy: z.enum(['enter', 'ctrlEnter']),
  sounds: z.boolean(),
  /** Notifications name the contact and his words, or only say that there is a message. */
  notificationsShowText: z.boolean(),
  panelIsOpen: z.boolean(),
  listWidth: z.number().int().min(280).max(480).nullable(),
  panelWidth: z.number().int().min(280).max(480).nullable(),
  foldedSections: z.array(z.string().max(40)).max(40),
})
export type Preferences = z.infer<typeof Preferences>

export interface BootState {
  readonly session: SessionState
  readonly company: CachedCompany | null
  readonly preferences: Preferences
  readonly outbox: readonly OutboxItem[]
  readonly drafts: readonly StoredDraft[]
  /** The cache of this device cannot be used: what is shown will not be here without the hub. */
  readonly isWithoutCache: boolean
  /** The conversation this window was opened for; null = the main window. */
  readonly conversationId: ConversationId | null
  readonly version: string
}

/** The change feed from workspace to windows. Applied at most once a frame; each names what now holds, not what to do. */
export type WorkspaceChange =
  | Change
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  /** From the system: show this conversation (notification clicked, deep link); null for a link that leads nowhere. */
  | { readonly kind: 'show'; readonly conversationId: ConversationId | null }
  /** From the tray or on quitting, while conversations are open with him: offer to hand them over. */
  | { readonly kind: 'leaving'; readonly how: 'busy' | 'offline' | 'quit' }

/** What windows may ask besides the hub's commands and queries. Parsed in main, unknown keys refused. */
export const requests = {
  start: z.strictObject({}),
  signIn: z.strictObject({
    hubUrl: z.string().min(1).max(300),
    login: z.string().min(1).max(64),
    password: z.string().min(1).max(128),
    goOnDuty: z.boolean(),
  }),
  /** A one-time link of the hub: signs in, or (with `password`) accepts an invitation or reset. */
  signInByLink: z.strictObject({
    link: z.string().min(1).max(600),
    password: z.string().max(128).nullable(),
    goOnDuty: z.boolean(),
  }),
  signOut: z.strictObject({ discardsOutbox: z.boolean() }),
  connectNow: z.strictObject({}),
  list: z.strictObject({ section: Section, after: ListCursor.nullable(), limit: Page }),
  openConversation: z.strictObject({ conversationId: ConversationId }),
  leaveConversation: z.strictObject({ conversationId: ConversationId }),
  history: z.strictObject({ conversationId: ConversationId, before: Seq, limit: Page }),
  search: z.strictObject({ text: z.string().min(1).max(200), where: z.enum(['cache', 'hub']) }),
  command: z.strictObject({ command: z.looseObject({ kind: z.string().max(60) }) }),
  query: z.strictObject({ query: z.looseObject({ kind: z.string().max(60) }) }),
  /** Through the outbox: shown at once as queued, leaves exactly once. */
  send: z.strictObject({
    conversationId: ConversationId,
    text: z.string().max(longestText * 2),
    isNote: z.boolean(),
    mentions: z.array(OperatorId).max(20),
    files: z.array(z.string().max(100)).max(10),
    replyToSeq: Seq.nullable(),
    buttons: ReplyButtonForms.exactOptional(),
  }),
  withdraw: z.strictObject({ id: CommandId }),
  sendAgain: z.strictObject({ id: CommandId }),
  /** Bytes of a dropped, pasted or chosen file, kept by the workspace until sent or dropped. */
  stageFile: z.strictObject({
    name: z.string().min(1).max(255),
    mediaType: z.string().max(127),
    bytes: z.instanceof(ArrayBuffer),
  }),
  dropFile: z.strictObject({ key: z.string().max(100) }),
  saveDraft: z.strictObject({
    conversationId: ConversationId,
    text: z.string().max(longestText * 2),
    isNote: z.boolean(),
  }),
  typing: z.strictObject({ conversationId: ConversationId }),
  /** The open conversation, and whether its newest entries are on the screen: notifications, badges and read positions follow. */
  visible: z.strictObject({
    conversationId: ConversationId.nullable(),
    isFocused: z.boolean(),
    isAtEnd: z.boolean(),
  }),
  setPreferences: Preferences,
  openWindow: z.strictObject({ conversationId: ConversationId }),
  openExternal: z.strictObject({ url: z.string().max(2000) }),
  saveAttachment: z.strictObject({ attachmentId: AttachmentId, name: z.string().min(1).max(255) }),
  windowControl: z.strictObject({ act: z.enum(['minimize', 'maximize', 'close']) }),
  /** The answer to `leaving` by `quit`: the app closes now, or stays. */
  answerQuit: z.strictObject({ isQuitting: z.boolean() }),
} as const
export type RequestName = keyof typeof requests
export type RequestInput<Name extends RequestName> = z.infer<(typeof requests)[Name]>

/**
 * All a window can do. In the desktop app every call crosses to main and is checked there; in a browser the page itself answers.
 * Expected refusals come back as values; a rejected promise is a bug.
 */
export interface Bridge {
  readonly host: 'desktop' | 'web'
  readonly platform: 'mac' | 'windows' | 'linux' | 'browser'
  start(input: RequestInput<'start'>): Promise<BootState>
  subscribe(listener: (changes: readonly WorkspaceChange[]) => void): () => void
  signIn(input: RequestInput<'signIn'>): Promise<Outcome<null>>
  signInByLink(input: RequestInput<'signInByLink'>): Promise<Outcome<null>>
  /** Refused with CONFLICT when replies wait in the outbox and `discardsOutbox` is not said. */
  signOut(input: RequestInput<'signOut'>): Promise<Outcome<null>>
  connectNow(input: RequestInput<'connectNow'>): Promise<void>
  list(input: RequestInput<'list'>): Promise<ListPage>
  openConversation(input: RequestInput<'openConversation'>): Promise<Outcome<OpenedConversation>>
  leaveConversation(input: RequestInput<'leaveConversation'>): Promise<void>
  history(input: RequestInput<'history'>): Promise<Outcome<HistoryPage>>
  search(input: RequestInput<'search'>): Promise<Outcome<Found>>
  command<Kind extends CommandKind>(command: Command<Kind> & { readonly kind: Kind }): Promise<CommandReply<Kind>>
  query<Kind extends QueryKind>(query: Query<Kind> & { readonly kind: Kind }): Promise<QueryReply<Kind>>
  send(input: RequestInput<'send'>): Promise<Outcome<OutboxItem>>
  /** Takes an unsent reply back into the composer: text and files. Refused with CONFLICT once it may have left. */
  withdraw(input: RequestInput<'withdraw'>): Promise<Outcome<Withdrawn>>
  sendAgain(input: RequestInput<'sendAgain'>): Promise<Outcome<null>>
  stageFile(input: RequestInput<'stageFile'>): Promise<Outcome<StagedFile>>
  dropFile(input: RequestInput<'dropFile'>): Promise<void>
  saveDraft(input: RequestInput<'saveDraft'>): Promise<void>
  typing(input: RequestInput<'typing'>): Promise<void>
  visible(input: RequestInput<'visible'>): Promise<void>
  setPreferences(input: RequestInput<'setPreferences'>): Promise<void>
  openWindow(input: RequestInput<'openWindow'>): Promise<void>
  openExternal(input: RequestInput<'openExternal'>): Promise<void>
  saveAttachment(input: RequestInput<'saveAttachment'>): Promise<Outcome<null>>
  windowControl(input: RequestInput<'windowControl'>): Promise<void>
  answerQuit(input: RequestInput<'answerQuit'>): Promise<void>
  /** Address of a stored attachment for `img`, `audio`, `video`; same origin, never a foreign host. */
  mediaUrl(attachmentId: AttachmentId): string
}
