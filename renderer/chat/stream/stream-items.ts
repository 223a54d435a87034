import type { Seq } from '#protocol/ids'
import type { Author, Entry, MessageEntry, NoteEntry, SystemEntry } from '#protocol/message'
import type { OutboxItem } from '../../state/workspace-state'

/** Bubbles of one author closer than this stand as one. */
const joinWithinMs = 3 * 60_000
/** A run of system entries longer than this folds. */
const foldAbove = 3

/** One row of the stream. `key` outlives everything but the row itself: a reply keeps it on its way from queued to sent. */
export type StreamItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unreadLine'; readonly key: string }
  | {
      readonly kind: 'message'
      readonly key: string
      /** More than one: an album whose pictures came as messages of their own. */
      readonly entries: readonly [MessageEntry, ...MessageEntry[]]
      readonly isJoined: boolean
      readonly isLastOfRun: boolean
    }
  | { readonly kind: 'note'; readonly key: string; readonly entry: NoteEntry; readonly isJoined: boolean }
  | { readonly kind: 'system'; readonly key: string; readonly entry: SystemEntry; readonly isJoined: boolean }
  | { readonly kind: 'fold'; readonly key: string; readonly entries: readonly SystemEntry[] }
  | { readonly kind: 'lost'; readonly key: string; readonly at: number }
  | {
      readonly kind: 'outbox'
      readonly key: string
      readonly item: OutboxItem
      readonly isJoined: boolean
      readonly isLast: boolean
    }
  | { readonly kind: 'typing'; readonly key: string }

export interface StreamInput {
  /** Ascending by `seq`. */
  readonly entries: readonly Entry[]
  readonly outbox: readonly OutboxItem[]
  /** First message of the contact that was unread when the conversation was opened. */
  readonly firstUnread: Seq | null
  /** Keys of folds that were opened. */
  readonly unfolded: ReadonlySet<string>
  /** Since when the hub is not connected; null = connected. */
  readonly lostSince: number | null
  /** The contact is typing. */
  readonly isTyping: boolean
  /** Local calendar day of a moment, as a comparable name. */
  readonly dayOf: (at: number) => string
}

/** What the stream shows, top to bottom. */
export function streamItems(input: StreamInput): readonly StreamItem[] {
  const rows = foldRuns(withLines(withAlbums(input.entries), input), input.unfolded)
  const joined = rows.map((row, index) => joinUp(row, rows[index - 1], rows[index + 1]))
  return [...joined, ...tail(input)]
}

const keyOf = (entry: Entry): string =>
  entry.kind === 'system' || entry.clientId === null ? `seq:${entry.seq}` : `id:${entry.clientId}`

const isSameAlbum = (item: StreamItem | undefined, entry: MessageEntry): boolean =>
  item?.kind === 'message' &&
  entry.album !== null &&
  item.entries[0].album === entry.album &&
  isSameAuthor(item.entries[0].author, entry.author)

function withAlbums(entries: readonly Entry[]): readonly StreamItem[] {
  const rows: StreamItem[] = []
  for (const entry of entries) {
    const last = rows.at(-1)
    if (entry.kind === 'message' && last?.kind === 'message' && isSameAlbum(last, entry))
      rows[rows.length - 1] = { ...last, entries: [...last.entries, entry] }
    else rows.push(rowOf(entry))
  }
  return rows
}

function rowOf(entry: Entry): StreamItem {
  const key = keyOf(entry)
  switch (entry.kind) {
    case 'message':
      return { kind: 'message', key, entries: [entry], isJoined: false, isLastOfRun: true }
    case 'note':
      return { kind: 'note', key, entry, isJoined: false }
    case 'system':
      return { kind: 'system', key, entry, isJoined: false }
  }
}

function placeOf(row: StreamItem): { readonly at: number; readonly seq: Seq } | null {
  switch (row.kind) {
    case 'message':
      return row.entries[0]
    case 'note':
    case 'system':
      return row.entry
    case 'day':
    case 'unreadLine':
    case 'fold':
    case 'lost':
    case 'outbox':
    case 'typing':
      return null
  }
}

/** Day lines where the day changes, and the line above the first unread message. */
function withLines(rows: readonly StreamItem[], input: StreamInput): readonly StreamItem[] {
  const lined: StreamItem[] = []
  let day = ''
  let isUnreadDrawn = input.firstUnread === null
  for (const row of rows) {
    const place = placeOf(row)
    if (place !== null) {
      const here = input.dayOf(place.at)
      if (here !== day) lined.push({ kind: 'day', key: `day:${row.key}`, at: place.at })
      day = here
      if (!isUnreadDrawn && row.kind === 'message' && place.seq >= (input.firstUnread ?? 0)) {
        lined.push({ kind: 'unreadLine', key: 'unread' })
        isUnreadDrawn = true
      }
    }
    lined.push(row)
  }
  return lined
}

/** What went wrong is never folded away. */
const isFoldable = (row: StreamItem): row is Extract<StreamItem, { kind: 'system' }> =>
  row.kind === 'system' && row.entry.event.kind !== 'deliveryFailed' && row.entry.event.kind !== 'contactBlocked'

/** A long run of system entries keeps its first and last line; what is between folds into one. */
function foldRuns(rows: readonly StreamItem[], unfolded: ReadonlySet<string>): readonly StreamItem[] {
  const result: StreamItem[] = []
  let run: Extract<StreamItem, { kind: 'system' }>[] = []
  const flush = () => {
    const inner = run.slice(1, -1)
    const head = run[0]
    const last = run.at(-1)
    const key = `fold:${head?.key ?? ''}`
    if (run.length <= foldAbove || head === undefined || last === undefined || unfolded.has(key)) result.push(...run)
    else result.push(head, { kind: 'fold', key, entries: inner.map((row) => row.entry) }, last)
    run = []
  }
  for (const row of rows) {
    if (isFoldable(row)) {
      run.push(row)
      continue
    }
    flush()
    result.push(row)
  }
  flush()
  return result
}

function isSameAuthor(one: Author, other: Author): boolean {
  if (one.kind === 'contact') return other.kind === 'contact' && one.name === other.name
  if (one.kind === 'operator') return other.kind === 'operator' && one.operatorId === other.operatorId
  if (one.kind === 'bot') return other.kind === 'bot' && one.botId === other.botId
  if (one.kind === 'elsewhere') return other.kind === 'elsewhere' && one.name === other.name
  return other.kind === 'automatic' && one.rule === other.rule
}

function isOneRun(above: StreamItem | undefined, below: StreamItem | undefined): boolean {
  if (above?.kind !== 'message' || below?.kind !== 'message') return false
  const first = above.entries[above.entries.length - 1] ?? above.entries[0]
  const second = below.entries[0]
  return isSameAuthor(first.author, second.author) && second.at - first.at <= joinWithinMs
}

const isSystemLine = (row: StreamItem | undefined): boolean => row?.kind === 'system' || row?.kind === 'fold'

function joinUp(row: StreamItem, above: StreamItem | undefined, below: StreamItem | undefined): StreamItem {
  switch (row.kind) {
    case 'message':
      return { ...row, isJoined: isOneRun(above, row), isLastOfRun: !isOneRun(row, below) }
    case 'note':
      return {
        ...row,
        isJoined:
          above?.kind === 'note' &&
          above.entry.operatorId === row.entry.operatorId &&
          row.entry.at - above.entry.at <= joinWithinMs,
      }
    case 'system':
      return { ...row, isJoined: isSystemLine(above) }
    case 'day':
    case 'unreadLine':
    case 'fold':
    case 'lost':
    case 'outbox':
    case 'typing':
      return row
  }
}

/** What has not left yet stands last; an item whose message is already in the stream is only late in leaving the outbox. */
function tail(input: StreamInput): readonly StreamItem[] {
  const sent = new Set(input.entries.map((entry) => (entry.kind === 'system' ? null : entry.clientId)))
  const waiting = input.outbox.filter((item) => !sent.has(item.id))
  const lost: StreamItem[] = input.lostSince === null ? [] : [{ kind: 'lost', key: 'lost', at: input.lostSince }]
  return [
    ...lost,
    ...waiting.map(
      (item, index): StreamItem => ({
        kind: 'outbox',
        key: `id:${item.id}`,
        item,
        isJoined: index > 0 && waiting[index - 1]?.command.kind === item.command.kind,
        isLast: index === waiting.length - 1,
      }),
    ),
    ...(input.isTyping ? [{ kind: 'typing' as const, key: 'typing' }] : []),
  ]
}
