import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, WorkspaceChange } from '#preload/contract'
import type { Contact } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import type { Refusal } from '#protocol/errors'
import type { ConversationId, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { firstUnreadOf, mergedEntries, rereadEntries } from './opened-entries'

const olderPage = 50

/** A conversation on the screen. */
export type Opened =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly refusal: Refusal }
  /** It left one's sight: transferred away from a restricted operator. */
  | { readonly kind: 'gone' }
  | OpenedReady

export interface OpenedReady {
  readonly kind: 'ready'
  readonly row: ConversationRow
  readonly contact: Contact
  readonly entries: readonly Entry[]
  readonly hasOlder: boolean
  readonly older: 'idle' | 'loading' | 'failed'
  /** First message unread when it was opened; it stays until the conversation is left. */
  readonly firstUnread: Seq | null
  /** False: from the cache, as of the last connection. */
  readonly isLive: boolean
}

/** Where changes come from: the feed of the window. */
export interface ChangeSource {
  listen(listener: (changes: readonly WorkspaceChange[]) => void): () => void
}

/** Entries, contact and row of one conversation, kept up to date while it is on the screen. Stream and panel read it. */
export class OpenedFeed {
  readonly store: StoreApi<Opened> = createStore<Opened>(() => ({ kind: 'opening' }))
  readonly id: ConversationId
  readonly #bridge: Bridge
  readonly #source: ChangeSource
  /** Changes that came while the conversation was being opened. */
  #early: WorkspaceChange[] = []
  #stop: (() => void) | null = null
  #isReading = false

  constructor(id: ConversationId, bridge: Bridge, source: ChangeSource) {
    this.id = id
    this.#bridge = bridge
    this.#source = source
  }

  start(): () => void {
    this.#stop = this.#source.listen((changes) => this.#take(changes))
    void this.read()
    return () => {
      this.#stop?.()
      this.#stop = null
      void this.#bridge.leaveConversation({ conversationId: this.id })
    }
  }

  /** Reads the conversation anew: at first, after a failure, when everything may be out of date. */
  async read(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    this.#early = []
    if (this.store.getState().kind !== 'ready') this.store.setState({ kind: 'opening' }, true)
    const outcome = await this.#bridge.openConversation({ conversationId: this.id })
    this.#isReading = false
    if (this.#stop === null) return
    const before = this.store.getState()
    if (!outcome.ok) {
      if (before.kind !== 'ready') this.store.setState({ kind: 'failed', refusal: outcome.refusal }, true)
      return
    }
    const { view, isLive } = outcome.value
    const held = before.kind === 'ready' ? before : null
    this.store.setState(
      {
        kind: 'ready',
        row: view.row,
        contact: view.contact,
        entries: held === null ? view.entries : rereadEntries(held.entries, view.entries, view.hasOlder),
        hasOlder: held?.entries[0] !== undefined && !held.hasOlder ? false : view.hasOlder,
        older: 'idle',
        firstUnread: held === null ? firstUnreadOf(view) : held.firstUnread,
        isLive,
      },
      true,
    )
    this.#apply(this.#early)
  }

  async loadOlder(): Promise<void> {
    const state = this.store.getState()
    const first = state.kind === 'ready' ? state.entries[0] : undefined
    if (state.kind !== 'ready' || first === undefined || !state.hasOlder || state.older === 'loading') return
    this.#update({ older: 'loading' })
    const outcome = await this.#bridge.history({ conversationId: this.id, before: first.seq, limit: olderPage })
    const now = this.store.getState()
    if (now.kind !== 'ready') return
    if (!outcome.ok) this.#update({ older: 'failed' })
    else {
      const { entries, hasOlder } = outcome.value
      this.#update({ entries: mergedEntries(now.entries, entries), hasOlder, older: 'idle' })
    }
  }

  #take(changes: readonly WorkspaceChange[]): void {
    if (this.#isReading) this.#early.push(...changes)
    else this.#apply(changes)
    const { kind } = this.store.getState()
    const isLiveAgain = changes.some((change) => change.kind === 'session' && change.session.kind === 'live')
    if (changes.some((change) => change.kind === 'reloaded') || (isLiveAgain && kind === 'failed')) void this.read()
  }

  #apply(changes: readonly WorkspaceChange[]): void {
    const state = this.store.getState()
    if (state.kind !== 'ready') return
    const next = changes.reduce((now, change) => applied(now, change, this.id), state)
    if (next !== state) this.store.setState(next, true)
    if (changes.some((change) => change.kind === 'gone' && change.ids.includes(this.id)))
      this.store.setState({ kind: 'gone' }, true)
  }

  #update(change: Partial<OpenedReady>): void {
    const state = this.store.getState()
    if (state.kind === 'ready') this.store.setState({ ...state, ...change }, true)
  }
}

function applied(state: OpenedReady, change: WorkspaceChange, id: ConversationId): OpenedReady {
  switch (change.kind) {
    case 'entries':
      if (change.conversationId !== id) return state
      return { ...state, entries: mergedEntries(state.entries, change.entries) }
    case 'rows': {
      const row = change.rows.findLast((one) => one.id === id)
      return row === undefined || row.version < state.row.version ? state : { ...state, row }
    }
    case 'contact': {
      const isNews = change.contact.id === state.row.contactId && change.contact.version >= state.contact.version
      return isNews ? { ...state, contact: change.contact } : state
    }
    case 'session':
      return state.isLive === (change.session.kind === 'live')
        ? state
        : { ...state, isLive: change.session.kind === 'live' }
    default:
      return state
  }
}
