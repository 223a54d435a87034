import type { Contact } from '#protocol/contact'
import type { ConversationRow, ReadMark } from '#protocol/conversation'
import type { Notice } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import { assertNever } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { CachedCompany } from './cache'
import type { OutboxItem } from './outbox-store'
import type { SessionState } from './session-state'

/** News that are told and forgotten. */
export type PassingNotice = Extract<Notice, { kind: 'typing' | 'viewing' | 'visit' | 'login.changed' | 'alarm' }>

/** What the workspace tells its windows: each names what now holds, not what to do. */
export type Change =
  | { readonly kind: 'session'; readonly session: SessionState }
  | { readonly kind: 'company'; readonly company: CachedCompany }
  | { readonly kind: 'rows'; readonly rows: readonly ConversationRow[] }
  | { readonly kind: 'gone'; readonly ids: readonly ConversationId[] }
  | { readonly kind: 'entries'; readonly conversationId: ConversationId; readonly entries: readonly Entry[] }
  | { readonly kind: 'marks'; readonly marks: readonly ReadMark[] }
  | { readonly kind: 'contact'; readonly contact: Contact; readonly conversations: readonly ConversationId[] }
  /** The whole outbox: it is short. */
  | { readonly kind: 'outbox'; readonly items: readonly OutboxItem[] }
  /** Whether work goes on in memory because the cache of this device cannot be used. */
  | { readonly kind: 'cache'; readonly isWithout: boolean }
  | { readonly kind: 'notice'; readonly notice: PassingNotice }
  /** Everything loaded may be out of date (snapshot taken, account changed): load the visible lists and conversation again. */
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'upload'; readonly key: string; readonly sent: number; readonly size: number }

/** What a change replaces when both wait for the same frame; null = nothing, both are told. */
function subject(change: Change): string | null {
  switch (change.kind) {
    case 'session':
    case 'company':
    case 'outbox':
    case 'cache':
    case 'reloaded':
      return change.kind
    case 'upload':
      return `upload ${change.key}`
    case 'contact':
      return `contact ${change.contact.id}`
    case 'rows':
    case 'gone':
    case 'entries':
    case 'marks':
    case 'notice':
      return null
    default:
      return assertNever(change)
  }
}

class Frame {
  readonly #single = new Map<string, Change>()
  readonly #rows = new Map<ConversationId, ConversationRow>()
  readonly #gone = new Set<ConversationId>()
  readonly #entries = new Map<ConversationId, Map<number, Entry>>()
  readonly #marks = new Map<ConversationId, ReadMark>()
  readonly #notices: Change[] = []

  add(change: Change): void {
    const replaced = subject(change)
    if (replaced !== null) this.#single.set(replaced, change)
    else if (change.kind === 'rows') this.#addRows(change.rows)
    else if (change.kind === 'gone') this.#addGone(change.ids)
    else if (change.kind === 'entries') this.#addEntries(change.conversationId, change.entries)
    else if (change.kind === 'marks') for (const mark of change.marks) this.#marks.set(mark.conversationId, mark)
    else this.#notices.push(change)
  }

  #addRows(rows: readonly ConversationRow[]): void {
    for (const row of rows) {
      this.#rows.set(row.id, row)
      this.#gone.delete(row.id)
    }
  }

  #addGone(ids: readonly ConversationId[]): void {
    for (const id of ids) {
      this.#rows.delete(id)
      this.#entries.delete(id)
      this.#marks.delete(id)
      this.#gone.add(id)
    }
  }

  #addEntries(conversationId: ConversationId, entries: readonly Entry[]): void {
    const held = this.#entries.get(conversationId) ?? new Map<number, Entry>()
    for (const entry of entries) held.set(entry.seq, entry)
    this.#entries.set(conversationId, held)
  }

  /** `gone` first, so that a conversation lost and regained ends as held; `reloaded` last, when all it points at is told. */
  changes(): readonly Change[] {
    const first = [...this.#single.values()].filter((change) => change.kind !== 'reloaded')
    const entries = [...this.#entries].map(
      ([conversationId, held]): Change => ({
        kind: 'entries',
        conversationId,
        entries: [...held.values()].sort((a, b) => a.seq - b.seq),
      }),
    )
    const reloaded = this.#single.get('reloaded')
    return [
      ...first,
      ...(this.#gone.size > 0 ? [{ kind: 'gone', ids: [...this.#gone] } as const] : []),
      ...(this.#rows.size > 0 ? [{ kind: 'rows', rows: [...this.#rows.values()] } as const] : []),
      ...entries,
      ...(this.#marks.size > 0 ? [{ kind: 'marks', marks: [...this.#marks.values()] } as const] : []),
      ...this.#notices,
      ...(reloaded === undefined ? [] : [reloaded]),
    ]
  }
}

/** One frame's worth of changes, each thing once and as it ended up. */
export function mergeChanges(changes: readonly Change[]): readonly Change[] {
  const frame = new Frame()
  for (const change of changes) frame.add(change)
  return frame.changes()
}
