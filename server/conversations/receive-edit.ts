import type { ChannelId } from '#protocol/ids'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

/** The contact has edited a message of his: the line in the stream reads so from now on. One we never had is none of ours. */
export async function receiveEdit(
  work: Work,
  channelId: ChannelId,
  edit: Extract<InboundEvent, { kind: 'edited' }>,
): Promise<void> {
  const place = await work.providerMessages.find(channelId, edit.externalChat, edit.externalMessageId)
  if (place === undefined) return
  const draft = await work.draft(place.conversationId)
  const entry = draft?.unsavedEntry(place.seq) ?? (await work.stream.entry(place.conversationId, place.seq))
  if (draft === undefined || entry?.kind !== 'message' || entry.author.kind !== 'contact') return
  if (entry.editedAt !== null && entry.editedAt >= edit.editedAt) return
  draft.replaceEntry({ ...entry, text: edit.text, editedAt: edit.editedAt })
}
