import type { Contact } from '#protocol/contact'
import type { ReadMark } from '#protocol/conversation'
import type { NearItem, Notice } from '#protocol/events'
import type { ConversationId, OperatorId } from '#protocol/ids'
import type { Parts } from '#protocol/permissions'

/** A committed event of a conversation, with the parts people had before it: who gained sight and who lost it follows. */
export interface Change {
  readonly item: NearItem
  /** Null when the event made the conversation. */
  readonly before: Parts | null
  /** Of a conversation made in the same transaction, else null: with it the conversation can be shown whole without a read. */
  readonly contact: Contact | null
}

/** What was committed and belongs to no conversation's stream. */
export type News =
  | { readonly kind: 'mark'; readonly operatorId: OperatorId; readonly mark: ReadMark }
  | { readonly kind: 'contact'; readonly contact: Contact; readonly conversations: readonly ConversationId[] }
  /** Presence, load, limit or name of these operators; the roster has the new values. */
  | { readonly kind: 'operators'; readonly operators: readonly OperatorId[] }
  /** Settings, groups, accounts or channels: read the model again. */
  | { readonly kind: 'company' }
  /** Working hours have begun or ended somewhere. */
  | { readonly kind: 'hours' }
  | (Extract<Notice, { kind: 'alarm' }> & { readonly kind: 'alarm' })

/** Tells subscribers what has been committed, in the order of positions. Listeners must not throw and are called at once. */
export class Announcer<Item> {
  readonly #listeners = new Set<(items: readonly Item[]) => void>()
  #gathered: Item[] = []

  /** The returned function ends the subscription. */
  subscribe(listener: (items: readonly Item[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  announce(items: readonly Item[]): void {
    if (items.length === 0) return
    for (const listener of this.#listeners) listener(items)
  }

  /** Keeps them for the next `tell`: what one commit holds is told at once, so that whoever hears much gets one packet of it. */
  gather(items: readonly Item[]): void {
    this.#gathered.push(...items)
  }

  tell(): void {
    const items = this.#gathered
    this.#gathered = []
    this.announce(items)
  }
}
