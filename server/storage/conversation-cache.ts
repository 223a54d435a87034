import type { ChannelId, ConversationId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'

/** So many of the latest are kept, and up to as many again. */
const generation = 5_000

interface Kept {
  facts: ConversationFacts
}

/**
 * Rows of conversations in which something happens now, as the open transaction sees them: reading a row costs more than the
 * message that joins it. Everything that writes the table goes through ConversationStore, so what is kept here is what is stored.
 * Two generations instead of a queue: what is used moves to the young one, and when that is full the old one is forgotten whole.
 */
export class ConversationCache {
  #young = new Generation()
  #old = new Generation()

  byId(id: ConversationId): ConversationFacts | undefined {
    return (this.#young.byId.get(id) ?? this.#old.byId.get(id))?.facts
  }

  byChat(channelId: ChannelId, externalChat: string): ConversationFacts | undefined {
    return (this.#young.ofChat(channelId, externalChat) ?? this.#old.ofChat(channelId, externalChat))?.facts
  }

  keep(facts: ConversationFacts): void {
    const { row, externalChat } = facts
    const kept = this.#young.byId.get(row.id)
    if (kept !== undefined && kept.facts.externalChat === externalChat) {
      kept.facts = facts
      return
    }
    this.forget(facts)
    this.#young.add(facts)
    if (this.#young.byId.size < generation) return
    this.#old = this.#young
    this.#young = new Generation()
  }

  /** Whatever is kept of this conversation, also under another chat. */
  forget({ row }: ConversationFacts): void {
    this.#young.remove(row.id)
    this.#old.remove(row.id)
  }
}

class Generation {
  readonly byId = new Map<ConversationId, Kept>()
  readonly #byChat = new Map<ChannelId, Map<string, Kept>>()

  ofChat(channelId: ChannelId, externalChat: string): Kept | undefined {
    return this.#byChat.get(channelId)?.get(externalChat)
  }

  add(facts: ConversationFacts): void {
    const kept = { facts }
    this.byId.set(facts.row.id, kept)
    this.#chats(facts.row.channelId).set(facts.externalChat, kept)
  }

  remove(id: ConversationId): void {
    const kept = this.byId.get(id)
    if (kept === undefined) return
    const { row, externalChat } = kept.facts
    this.byId.delete(id)
    const chats = this.#chats(row.channelId)
    // The chat may be another conversation's by now.
    if (chats.get(externalChat) === kept) chats.delete(externalChat)
  }

  #chats(channelId: ChannelId): Map<string, Kept> {
    const known = this.#byChat.get(channelId)
    if (known !== undefined) return known
    const made = new Map<string, Kept>()
    this.#byChat.set(channelId, made)
    return made
  }
}
