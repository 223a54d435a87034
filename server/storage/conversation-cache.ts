import type { ChannelId, ConversationId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'

const mostKept = 10_000

/**
 * Rows of conversations in which something happens now, as the open transaction sees them: reading a row costs more than the
 * message that joins it. Everything that writes the table goes through ConversationStore, so what is kept here is what is stored.
 */
export class ConversationCache {
  readonly #byId = new Map<ConversationId, ConversationFacts>()
  readonly #byChat = new Map<ChannelId, Map<string, ConversationId>>()

  byId(id: ConversationId): ConversationFacts | undefined {
    return this.#byId.get(id)
  }

  byChat(channelId: ChannelId, externalChat: string): ConversationFacts | undefined {
    const id = this.#byChat.get(channelId)?.get(externalChat)
    return id === undefined ? undefined : this.#byId.get(id)
  }

  /** The latest news is the last to be forgotten. */
  keep(facts: ConversationFacts): void {
    const { row, externalChat } = facts
    const known = this.#byId.get(row.id)
    if (known !== undefined && known.externalChat !== externalChat) this.forget(known)
    if (this.#byId.delete(row.id)) {
      this.#byId.set(row.id, facts)
      return
    }
    this.#byId.set(row.id, facts)
    this.#chats(row.channelId).set(externalChat, row.id)
    if (this.#byId.size <= mostKept) return
    for (const oldest of this.#byId.values()) {
      this.forget(oldest)
      return
    }
  }

  forget({ row, externalChat }: ConversationFacts): void {
    this.#byId.delete(row.id)
    this.#byChat.get(row.channelId)?.delete(externalChat)
  }

  #chats(channelId: ChannelId): Map<string, ConversationId> {
    const known = this.#byChat.get(channelId)
    if (known !== undefined) return known
    const made = new Map<string, ConversationId>()
    this.#byChat.set(channelId, made)
    return made
  }
}
