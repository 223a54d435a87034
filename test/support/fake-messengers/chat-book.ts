import type { PhoneMessage, PhonePerson } from './phone'

/** A message with nothing but what is told of it. */
export const aPhoneMessage = (told: Partial<PhoneMessage> & { readonly id: string }): PhoneMessage => ({
  ...{ from: 'person', author: null, text: '', file: null, buttons: [], replyTo: null },
  ...{ reaction: null, mark: null, place: null },
  ...told,
})

interface Chat {
  readonly order: string[]
  readonly mine: Map<string, PhoneMessage>
  readonly reactions: Map<string, string | null>
}

/** Chats as phones keep them: what one has sent oneself, and where it stands among what the company has sent. */
export class ChatBook {
  readonly #chats = new Map<number, Chat>()

  /** A message of one's own, beneath all that has come so far. */
  adds(person: PhonePerson, message: PhoneMessage, theirs: readonly PhoneMessage[]): void {
    const chat = this.#seen(person, theirs)
    chat.mine.set(message.id, message)
    chat.order.push(message.id)
  }

  /** False when that message is not his. */
  changes(person: PhonePerson, id: string, change: Partial<PhoneMessage>): boolean {
    const mine = this.#chat(person).mine
    const before = mine.get(id)
    if (before !== undefined) mine.set(id, { ...before, ...change })
    return before !== undefined
  }

  reacts(person: PhonePerson, id: string, emoji: string | null): void {
    this.#chat(person).reactions.set(id, emoji)
  }

  /** Both sides, in the order they appeared. */
  of(person: PhonePerson, theirs: readonly PhoneMessage[]): readonly PhoneMessage[] {
    const { order, mine, reactions } = this.#seen(person, theirs)
    const known = new Map([...theirs.map((message) => [message.id, message] as const), ...mine])
    return order.flatMap((id) => {
      const message = known.get(id)
      return message === undefined ? [] : [{ ...message, reaction: reactions.get(id) ?? message.reaction }]
    })
  }

  #seen(person: PhonePerson, theirs: readonly PhoneMessage[]): Chat {
    const chat = this.#chat(person)
    const before = new Set(chat.order)
    chat.order.push(...theirs.flatMap(({ id }) => (before.has(id) ? [] : [id])))
    return chat
  }

  #chat({ number }: PhonePerson): Chat {
    const known = this.#chats.get(number)
    if (known !== undefined) return known
    const chat = { order: [], mine: new Map(), reactions: new Map() }
    this.#chats.set(number, chat)
    return chat
  }
}
