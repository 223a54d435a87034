import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Withdrawn } from '#preload/contract'
import type { AttachmentId, Seq } from '#protocol/ids'
import type { ReplyButtonForm } from '#protocol/reply-button'

/** What one opened conversation shows besides its entries; gone when it is left. */
export interface PaneState {
  /** The message the next reply answers. */
  readonly replyToSeq: Seq | null
  /** Buttons the next reply has under it. */
  readonly buttons: readonly ReplyButtonForm[]
  /** The reply whose text is being changed, and the text as it stands typed: a row that is scrolled away comes back with it. */
  readonly editing: { readonly seq: Seq; readonly text: string } | null
  /** Folds of system entries that were opened, by key. */
  readonly unfolded: ReadonlySet<string>
  /** System entries whose card «Почему я?» is open. */
  readonly explained: ReadonlySet<Seq>
  /** Words searched in the stream; null = the search is closed. */
  readonly search: string | null
  /** The message a search or a quote leads to. */
  readonly spotlight: { readonly seq: Seq; readonly visit: number } | null
  readonly viewing: AttachmentId | null
  /** What came back from the outbox and is to stand in the composer. */
  readonly returned: Withdrawn | null
  /** How many files hang over the pane; 0 = some, not told; null = none. */
  readonly dragged: number | null
  /** Files dropped on the pane, on their way into the composer. */
  readonly dropped: readonly File[]
}

export type Pane = StoreApi<PaneState>

export const createPane = (): Pane =>
  createStore<PaneState>(() => ({
    replyToSeq: null,
    buttons: [],
    editing: null,
    unfolded: new Set(),
    explained: new Set(),
    search: null,
    spotlight: null,
    viewing: null,
    returned: null,
    dragged: null,
    dropped: [],
  }))

export const toggled = <Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> => {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}

export const PaneContext = createContext<Pane | null>(null)

export function usePaneStore(): Pane {
  const pane = useContext(PaneContext)
  if (pane === null) throw new Error('There is no conversation pane above this component.')
  return pane
}

export const usePane = <Part>(select: (state: PaneState) => Part): Part => useStore(usePaneStore(), select)

/** Leads the eye to a message, again when asked again. */
export function spotlight(pane: Pane, seq: Seq): void {
  pane.setState({ spotlight: { seq, visit: (pane.getState().spotlight?.visit ?? 0) + 1 } })
}
