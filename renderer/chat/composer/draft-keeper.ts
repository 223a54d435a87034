import type { ConversationId } from '#protocol/ids'

interface Draft {
  readonly conversationId: ConversationId
  readonly text: string
  readonly isNote: boolean
}

/** Saves what is being typed a moment after the last key, and at once when the conversation or the window is left. */
export class DraftKeeper {
  readonly #save: (draft: Draft) => void
  readonly #after: (ms: number, work: () => void) => () => void
  #pending: Draft | null = null
  #cancel: (() => void) | null = null

  constructor(save: (draft: Draft) => void, after: (ms: number, work: () => void) => () => void) {
    this.#save = save
    this.#after = after
  }

  typed(draft: Draft): void {
    if (this.#pending !== null && this.#pending.conversationId !== draft.conversationId) this.flush()
    this.#pending = draft
    this.#cancel?.()
    this.#cancel = this.#after(draftPauseMs, () => this.flush())
  }

  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    const draft = this.#pending
    this.#pending = null
    if (draft !== null) this.#save(draft)
  }
}

const draftPauseMs = 400
