import type { Contact } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import type { ConversationView } from '#protocol/events'
import type { ConversationId, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { Change } from '../conversations/announcer'
import { viewEntries } from './views'

interface Made {
  readonly contact: Contact
  readonly entries: Map<Seq, Entry>
  row: ConversationRow
}

/**
 * Conversations that came into being in one commit: all there is of them has just been told, so whoever they become near to is
 * shown them without a read of the store, which has to find every page anew behind a commit.
 */
export class MadeConversations {
  readonly #made = new Map<ConversationId, Made>()

  /** Every change of the commit, in order. */
  add({ item: { event, row }, before, contact }: Change): void {
    let made = this.#made.get(row.id)
    if (made === undefined) {
      if (contact === null || before !== null) return
      made = { contact, entries: new Map(), row }
      this.#made.set(row.id, made)
    }
    made.row = row
    if (event.kind !== 'conversation.changed') made.entries.set(event.entry.seq, event.entry)
  }

  /** As somebody sees it who sees everything; undefined for what existed before. */
  view(id: ConversationId): ConversationView | undefined {
    const made = this.#made.get(id)
    if (made === undefined) return undefined
    const { contact, row } = made
    const entries = [...made.entries.values()]
    return { row, contact, entries: entries.slice(-viewEntries), hasOlder: entries.length > viewEntries, mark: null }
  }
}
