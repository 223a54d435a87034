import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, WorkspaceChange } from '#preload/contract'
import type { Section } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import type { Platform } from '../platform'
import { applyChange, booted, initialState, trimmed, type WorkspaceState, withMarks, withRows } from './workspace-state'

const pageSize = 100

type Listener = (changes: readonly WorkspaceChange[]) => void

/**
 * Feeds one window: changes from the bridge wait for the next frame and become one update of the store.
 * Features that hold more than rows (the stream, the panel) listen to the same batch by `listen`.
 */
export class WorkspaceFeed {
  readonly store: StoreApi<WorkspaceState> = createStore(() => initialState)
  readonly #bridge: Bridge
  readonly #platform: Platform
  readonly #listeners = new Set<Listener>()
  #waiting: WorkspaceChange[] = []
  #shown: Section = 'mine'
  #stop: (() => void) | null = null

  constructor(bridge: Bridge, platform: Platform) {
    this.#bridge = bridge
    this.#platform = platform
  }

  async start(): Promise<void> {
    // Subscribed first: what changes while the boot state travels is applied over it, not lost.
    this.#stop ??= this.#bridge.subscribe((changes) => this.#take(changes))
    try {
      const boot = await this.#bridge.start({})
      this.store.setState(booted(boot), true)
      this.#flush()
    } catch {
      this.store.setState({ phase: 'failed' })
    }
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The section on the screen: its first page is read, and it is spared when memory is tidied. */
  async show(section: Section): Promise<void> {
    this.#shown = section
    if (this.store.getState().lists[section].status === 'unread') await this.#load(section)
  }

  async loadMore(section: Section): Promise<void> {
    const list = this.store.getState().lists[section]
    if (list.status === 'failed' || (list.status === 'ready' && list.end !== null)) await this.#load(section)
  }

  /** Reads what is missing of a section, to its end or `mostPages` further. */
  async readOn(section: Section, mostPages: number): Promise<void> {
    for (let page = 0; page < mostPages; page += 1) {
      const { status, end } = this.store.getState().lists[section]
      if (status === 'ready' && end === null) return
      await this.#load(section)
      if (this.store.getState().lists[section].status === 'failed') return
    }
  }

  /** A draft as typed: shown in the list at once, kept by the workspace. */
  saveDraft(conversationId: ConversationId, text: string, isNote: boolean): void {
    const drafts = new Map(this.store.getState().drafts)
    if (text === '') drafts.delete(conversationId)
    else drafts.set(conversationId, { text, isNote })
    this.store.setState({ drafts })
    void this.#bridge.saveDraft({ conversationId, text, isNote })
  }

  /** Shown at once; the workspace stores it and tells the other windows. */
  prefer(change: Partial<WorkspaceState['preferences']>): void {
    const preferences = { ...this.store.getState().preferences, ...change }
    this.store.setState({ preferences })
    void this.#bridge.setPreferences(preferences)
  }

  #take(changes: readonly WorkspaceChange[]): void {
    if (this.#waiting.length === 0) this.#platform.frame(() => this.#flush())
    this.#waiting.push(...changes)
  }

  #flush(): void {
    if (this.store.getState().phase === 'starting') return
    const changes = this.#waiting
    this.#waiting = []
    if (changes.length === 0) return
    const state = this.store.getState()
    const now = this.#platform.now() + state.hubOffsetMs
    const next = trimmed(
      changes.reduce((before, change) => applyChange(before, change, now), state),
      this.#shown,
    )
    this.store.setState(next, true)
    for (const listener of this.#listeners) listener(changes)
    if (next.lists[this.#shown].status === 'unread' && next.company !== null) void this.#load(this.#shown)
  }

  async #load(section: Section): Promise<void> {
    const { lists, generation } = this.store.getState()
    this.#setList(section, { ...lists[section], status: 'loading' })
    try {
      const after = lists[section].end
      const page = await this.#bridge.list({ section, after, limit: pageSize })
      const state = this.store.getState()
      // Everything was declared out of date meanwhile: this page belongs to the past, a new one is on its way.
      if (state.generation !== generation) return
      this.store.setState({ ...withRows(state, page.rows), marks: withMarks(state.marks, page.marks) })
      this.#setList(section, { status: 'ready', end: page.next })
    } catch {
      this.#setList(section, { ...lists[section], status: 'failed' })
    }
  }

  #setList(section: Section, list: WorkspaceState['lists'][Section]): void {
    this.store.setState({ lists: { ...this.store.getState().lists, [section]: list } })
  }
}
