import type { ChannelId } from '#protocol/ids'
import type { MessageEntry } from '#protocol/message'
import type { ConversationDraft } from './draft'
import type { Work } from './ports'

/** The message a messenger means by its id, as this transaction knows it; undefined for one we never had. */
export async function messageNamed(
  work: Work,
  channelId: ChannelId,
  externalChat: string,
  externalMessageId: string,
  /** How the chats begin among which to look, where the messenger does not say in which it is. */
  amongChats?: string,
): Promise<{ readonly draft: ConversationDraft; readonly entry: MessageEntry } | undefined> {
  const chat =
    amongChats === undefined
      ? externalChat
      : await work.providerMessages.chatAmong(channelId, amongChats, externalMessageId)
  const place = chat === undefined ? undefined : await work.providerMessages.find(channelId, chat, externalMessageId)
  const draft = place && (await work.draft(place.conversationId))
  if (place === undefined || draft === undefined) return undefined
  const entry = draft.unsavedEntry(place.seq) ?? (await work.stream.entry(place.conversationId, place.seq))
  return entry?.kind === 'message' ? { draft, entry } : undefined
}
