import { createStore, type StoreApi } from 'zustand/vanilla'

export type ActionGroup = 'conversation' | 'go' | 'view' | 'you'

/**
 * Something one can do now: it has a name in the palette and, nearly always, a key. Features announce their actions
 * while they are on the screen; palette, list of keys and the keyboard read them from here.
 */
export interface Action {
  /** Stable: `conversation.take`. */
  readonly id: string
  readonly title: string
  readonly group: ActionGroup
  /** In the words of react-hotkeys-hook: `mod+shift+t`. `mod` is ⌘ on a Mac, Ctrl elsewhere. */
  readonly keys?: string
  /** Works while one types as well. On unless the key is a plain letter or arrow. */
  readonly whileTyping?: boolean
  /** More words to find it by. */
  readonly words?: string
  /** Why it cannot be done now; shown in its place. */
  readonly reason?: string | null
  readonly run: () => void
}

export type Actions = StoreApi<ReadonlyMap<string, Action>>

export const createActions = (): Actions => createStore<ReadonlyMap<string, Action>>(() => new Map())

export function announce(actions: Actions, action: Action): () => void {
  actions.setState(new Map(actions.getState()).set(action.id, action), true)
  return () => {
    // A later announcement under the same id is somebody else's by now.
    if (actions.getState().get(action.id) !== action) return
    const next = new Map(actions.getState())
    next.delete(action.id)
    actions.setState(next, true)
  }
}
