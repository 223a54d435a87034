/** The mix of P1, P2 and P5: 2,000 conversations, every tenth message opens a new one, texts of 140 bytes, 20 messages in each conversation before. Seeded by the index alone. */
export const mix = { conversations: 2_000, opensEvery: 10, textBytes: 140, inFlight: 50, history: 20 } as const

/** Chats that exist before the measured part are 1..conversations; a new one gets the next number. */
export function chatOf(index: number): number {
  const measured = index - warmUpMessages
  if (measured >= 0 && measured % mix.opensEvery === 0) return mix.conversations + 1 + measured / mix.opensEvery
  // A multiplicative walk visits all chats without a random generator.
  return 1 + ((index * 1_327) % mix.conversations)
}

/** The first messages of a run open the conversations of the mix and give them a history; they are not measured. */
export const warmUpMessages = mix.conversations * mix.history

/** A text that names its message, so that a socket can tell which one arrived. ASCII, so characters are bytes. */
export function textOf(index: number): string {
  return `#${index} `.padEnd(mix.textBytes, 'Hello, has my parcel left the warehouse already? ')
}

export function indexOfText(text: string): number | null {
  const found = /^#(\d+) /.exec(text)
  return found?.[1] === undefined ? null : Number(found[1])
}

export const externalChatOf = (chat: number): number => 1_000_000 + chat

/** The update Telegram would send; the bare limit parses the same bytes. */
export const updateOf = (index: number): string => updateIn(chatOf(index), index)

export function updateIn(chat: number, index: number): string {
  const user = { id: externalChatOf(chat), is_bot: false, first_name: `Customer ${chat}`, language_code: 'en' }
  return JSON.stringify({
    update_id: 100_000_000 + index,
    message: {
      // Telegram counts messages within a chat, so neighbours in time are far apart in any index by this number.
      message_id: 1 + Math.floor(index / mix.conversations) * 3 + (index % 3),
      date: 1_790_000_000 + Math.floor(index / 100),
      from: user,
      chat: { id: user.id, type: 'private', first_name: user.first_name },
      text: textOf(index),
    },
  })
}
