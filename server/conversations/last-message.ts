import type { LastMessage } from '#protocol/conversation'
import type { MessageEntry } from '#protocol/message'

/** Two lines of a list row. Every message writes it again, so it is no longer than can be seen. */
const previewLength = 100

/** The first characters of a text, never ending in half a pair of surrogates. */
function previewOf(text: string): string {
  const cut = text.slice(0, previewLength)
  const last = cut.charCodeAt(cut.length - 1)
  return cut.length < text.length && last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut
}

export const lastMessageOf = (message: MessageEntry): LastMessage => ({
  seq: message.seq,
  at: message.at,
  author: message.author,
  preview: previewOf(message.text),
  attachment: message.attachments[0]?.kind ?? null,
  delivery: message.delivery,
})
