import type { ChannelId } from '#protocol/ids'
import { type MessageEntry, mostEarlierTexts } from '#protocol/message'
import type { InboundEvent } from './inbound'
import { messageNamed } from './message-named'
import type { Work } from './ports'

/**
 * A message was edited where it was written: the line in the stream reads so from now on and keeps what it said before. What we
 * have sent is edited here, and its echo from the messenger tells nothing new.
 */
export async function receiveEdit(
  work: Work,
  channelId: ChannelId,
  { externalChat, externalMessageId, text, editedAt }: Extract<InboundEvent, { kind: 'edited' }>,
): Promise<void> {
  const found = await messageNamed(work, channelId, externalChat, externalMessageId)
  if (found === undefined) return
  const { draft, entry } = found
  if (entry.author.kind !== 'contact' && entry.author.kind !== 'elsewhere') return
  if (entry.editedAt !== null && entry.editedAt > editedAt) return
  draft.replaceEntry(edited(entry, text, editedAt))
}

/** A message with another text, and what it said before among its earlier ones. */
export function edited(entry: MessageEntry, text: string, editedAt: number): MessageEntry {
  const before = { at: entry.editedAt ?? entry.at, text: entry.text }
  const earlier = text === entry.text ? entry.earlier : [...entry.earlier, before].slice(-mostEarlierTexts)
  return { ...entry, text, editedAt, earlier }
}
