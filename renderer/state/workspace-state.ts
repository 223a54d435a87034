import type { BootState, Draft, Preferences, SessionState, WorkspaceChange } from '#preload/contract'
import { type ConversationRow, type ReadMark, type Section, sectionOf, sections } from '#protocol/conversation'
import type { Notice } from '#protocol/events'
import { assertNever, type ConversationId, type OperatorId } from '#protocol/ids'
import type { ListCursor } from '#protocol/queries'
import { keepEqual } from './keep-equal'
import { noOrder, orderOf, type RowChange, reordered, type SectionOrder } from './section-order'

export type Company = NonNullable<BootState['company']>
export type OutboxItem = BootState['outbox'][number]

/** An alarm of this run, numbered so that "seen" is a number. */
export interface HeardAlarm extends Omit<Extract<Notice, { kind: 'alarm' }>, 'kind'> {
  readonly number: number
  readonly at: number
}

/** How much of a section has been read: rows up to `end` are held without gaps; null = to the end of the section. */
export interface ListState {
  readonly status: 'unread' | 'loading' | 'ready' | 'failed'
  readonly end: ListCursor | null
}

export interface Typing {
  readonly who: 'contact' | OperatorId
  readonly until: number
}

/** What a window holds of the workspace. A copy for drawing: the truth is behind the bridge. */
export interface WorkspaceState {
  readonly phase: 'starting' | 'ready' | 'failed'
  readonly session: SessionState
  readonly company: Company | null
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>
  /** The same rows, each section in its order. */
  readonly order: SectionOrder
  readonly marks: ReadonlyMap<ConversationId, ReadMark>
  readonly lists: Readonly<Record<Section, ListState>>
  readonly outbox: readonly OutboxItem[]
  readonly drafts: ReadonlyMap<ConversationId, Draft>
  readonly isWithoutCache: boolean
  readonly typing: ReadonlyMap<ConversationId, readonly Typing[]>
  readonly viewing: ReadonlyMap<ConversationId, readonly OperatorId[]>
  /** Where contacts are on the company's pages. */
  readonly visits: ReadonlyMap<ConversationId, Visit>
  /** Newest first, at most twenty. */
  readonly alarms: readonly HeardAlarm[]
  readonly preferences: Preferences
  /** Hub time minus device time, as last learned. */
  readonly hubOffsetMs: number
  /** The conversation this window was opened for; null = the main window. */
  readonly ownConversation: ConversationId | null
  readonly version: string
  /** Grows when everything loaded may be out of date. */
  readonly generation: number
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  language: 'ru',
  sendBy: 'enter',
  sounds: true,
  notificationsShowText: true,
  panelIsOpen: true,
  listWidth: null,
  panelWidth: null,
  foldedSections: [],
}

const unread: ListState = { status: 'unread', end: null }
const unreadLists: WorkspaceState['lists'] = { mine: unread, unassigned: unread, others: unread, closed: unread }

export const initialState: WorkspaceState = {
  phase: 'starting',
  session: { kind: 'signedOut', hubUrl: null, refusal: null },
  company: null,
  rows: new Map(),
  order: noOrder,
  marks: new Map(),
  lists: unreadLists,
  outbox: [],
  drafts: new Map(),
  isWithoutCache: false,
  typing: new Map(),
  viewing: new Map(),
  visits: new Map(),
  alarms: [],
  preferences: defaultPreferences,
  hubOffsetMs: 0,
  ownConversation: null,
  version: '',
  generation: 0,
}

const offsetOf = (session: SessionState, before: number) => (session.kind === 'live' ? session.hubOffsetMs : before)

export function booted(boot: BootState): WorkspaceState {
  return {
    ...initialState,
    phase: 'ready',
    session: boot.session,
    company: boot.company,
    outbox: boot.outbox,
    drafts: new Map(boot.drafts.map(({ conversationId, text, isNote }) => [conversationId, { text, isNote }])),
    isWithoutCache: boot.isWithoutCache,
    preferences: boot.preferences,
    hubOffsetMs: offsetOf(boot.session, 0),
    ownConversation: boot.conversationId,
    version: boot.version,
  }
}

type Held = Pick<WorkspaceState, 'rows' | 'order'>

/** Rows with a lower version are old news. The map is copied once a batch, and only when something in it changes. */
export function withRows({ rows: held, order, company }: WorkspaceState, rows: readonly ConversationRow[]): Held {
  const next = new Map(held)
  const changes: RowChange[] = []
  for (const is of rows) {
    const was = next.get(is.id)
    if (was === is || is.version < (was?.version ?? -1)) continue
    changes.push({ was, is })
    next.set(is.id, is)
  }
  if (changes.length === 0) return { rows: held, order }
  return { rows: next, order: follow(order, changes, company, next) }
}

function follow(
  order: SectionOrder,
  changes: readonly RowChange[],
  company: Company | null,
  rows: WorkspaceState['rows'],
): SectionOrder {
  return company === null ? order : reordered(order, changes, company.account.id, () => rows.values())
}

function withoutRows({ rows: held, order, company }: WorkspaceState, ids: readonly ConversationId[]): Held {
  const changes = ids.map((id) => ({ was: held.get(id), is: undefined }))
  const rows = without(held, ids)
  return { rows, order: follow(order, changes, company, rows) }
}

/** Which section a row is in depends on who looks. */
function withCompany(state: WorkspaceState, told: Company | null): WorkspaceState {
  const company = keepEqual(state.company, told)
  if (company === null || company.account.id === state.company?.account.id) return { ...state, company }
  return { ...state, company, order: orderOf(state.rows.values(), company.account.id) }
}

export function withMarks(
  held: ReadonlyMap<ConversationId, ReadMark>,
  marks: readonly ReadMark[],
): ReadonlyMap<ConversationId, ReadMark> {
  if (marks.length === 0) return held
  const next = new Map(held)
  for (const mark of marks) next.set(mark.conversationId, mark)
  return next
}

function without<Value>(held: ReadonlyMap<ConversationId, Value>, ids: readonly ConversationId[]) {
  const next = new Map(held)
  for (const id of ids) next.delete(id)
  return next
}

const mostAlarms = 20

type HeardNotice = Extract<WorkspaceChange, { kind: 'notice' }>['notice']
export type Visit = Extract<HeardNotice, { kind: 'visit' }>

function noticed(state: WorkspaceState, notice: HeardNotice, now: number): WorkspaceState {
  switch (notice.kind) {
    case 'typing': {
      const others = (state.typing.get(notice.conversationId) ?? []).filter((one) => one.who !== notice.who)
      const typing = new Map(state.typing)
      typing.set(notice.conversationId, [...others, { who: notice.who, until: notice.until }])
      return { ...state, typing }
    }
    case 'viewing': {
      const viewing = new Map(state.viewing)
      viewing.set(notice.conversationId, notice.operators)
      return { ...state, viewing }
    }
    case 'visit':
      return { ...state, visits: new Map(state.visits).set(notice.conversationId, notice) }
    // The screen that has begun it asks how it went.
    case 'login.changed':
      return state
    case 'alarm': {
      const { alarm, conversationId, channel } = notice
      const heard = { alarm, conversationId, channel, number: (state.alarms[0]?.number ?? 0) + 1, at: now }
      return { ...state, alarms: [heard, ...state.alarms].slice(0, mostAlarms) }
    }
    default:
      return assertNever(notice)
  }
}

/** A message of the contact ends his typing, and so does the closing of the conversation: the bubble must not outlive them. */
function endTyping(state: WorkspaceState, rows: readonly ConversationRow[]): WorkspaceState['typing'] {
  const ends = (row: ConversationRow) => {
    const held = state.rows.get(row.id)
    if (held?.isOpen === true && !row.isOpen) return true
    const isNews = (held?.lastMessage?.seq ?? 0) < (row.lastMessage?.seq ?? 0)
    return isNews && row.lastMessage?.author.kind === 'contact'
  }
  const ids = rows.filter((row) => state.typing.has(row.id) && ends(row)).map((row) => row.id)
  return ids.length === 0 ? state.typing : without(state.typing, ids)
}

export function applyChange(state: WorkspaceState, change: WorkspaceChange, now: number): WorkspaceState {
  switch (change.kind) {
    case 'session':
      return {
        ...state,
        session: change.session,
        hubOffsetMs: offsetOf(change.session, state.hubOffsetMs),
        // Who types or looks is known only as long as the hub tells it.
        ...(change.session.kind === 'live' ? {} : { typing: new Map(), viewing: new Map(), visits: new Map() }),
      }
    case 'company':
      return withCompany(state, change.company)
    case 'rows':
      return { ...state, ...withRows(state, change.rows), typing: endTyping(state, change.rows) }
    case 'gone':
      return { ...state, ...withoutRows(state, change.ids), marks: without(state.marks, change.ids) }
    case 'marks':
      return { ...state, marks: withMarks(state.marks, change.marks) }
    case 'outbox':
      return { ...state, outbox: change.items }
    case 'cache':
      return { ...state, isWithoutCache: change.isWithout }
    case 'preferences':
      return { ...state, preferences: change.preferences }
    case 'notice':
      return noticed(state, change.notice, now)
    case 'reloaded':
      return { ...state, generation: state.generation + 1, lists: unreadLists }
    // Those who show them listen themselves: the stream, the panel, the composer.
    case 'entries':
    case 'contact':
    case 'upload':
    case 'show':
    case 'leaving':
      return state
    default:
      return assertNever(change)
  }
}

/** Above this, sections not on the screen forget what lies beyond their first rows. */
const mostRows = 12_000

/** Drops rows of sections that are not shown, so that a day of scrolling through «Закрытые» does not fill the memory. */
export function trimmed(state: WorkspaceState, shown: Section): WorkspaceState {
  if (state.rows.size <= mostRows || state.company === null) return state
  const me = state.company.account.id
  const rows = new Map(
    [...state.rows].filter(([, row]) => sectionOf(row, me) === shown || sectionOf(row, me) === 'mine'),
  )
  const lists = { ...state.lists }
  for (const section of sections) if (section !== shown && section !== 'mine') lists[section] = unread
  return { ...state, rows, lists, order: orderOf(rows.values(), me) }
}
