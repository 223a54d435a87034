import type { CommandId, ConversationId } from '#protocol/ids'
import type { OutboxItem, OutboxStore, StoredDraft } from './outbox-store'

/** The outbox of a browser page: lost with the tab, so the page asks before it is closed. */
export class MemoryOutbox implements OutboxStore {
  readonly #items = new Map<CommandId, OutboxItem>()
  readonly #drafts = new Map<ConversationId, StoredDraft>()

  async items(): Promise<readonly OutboxItem[]> {
    return [...this.#items.values()]
  }

  async put(item: OutboxItem): Promise<void> {
    this.#items.set(item.id, item)
  }

  async remove(id: CommandId): Promise<void> {
    this.#items.delete(id)
  }

  async drafts(): Promise<readonly StoredDraft[]> {
    return [...this.#drafts.values()]
  }

  async putDraft(draft: StoredDraft): Promise<void> {
    if (draft.text === '') this.#drafts.delete(draft.conversationId)
    else this.#drafts.set(draft.conversationId, draft)
  }

  async close(): Promise<void> {
    this.#items.clear()
    this.#drafts.clear()
  }
}
