import type { ChannelId } from '#protocol/ids'
import type { InboundEvent } from './inbound'
import { messageNamed } from './message-named'
import type { Work } from './ports'

/** The contact answers a message with a sign, with another one, or with none any more. */
export async function receiveReaction(
  work: Work,
  channelId: ChannelId,
  { externalChat, externalMessageId, emoji }: Extract<InboundEvent, { kind: 'reaction' }>,
): Promise<void> {
  const found = await messageNamed(work, channelId, externalChat, externalMessageId)
  if (found === undefined || found.entry.reaction === emoji) return
  found.draft.replaceEntry({ ...found.entry, reaction: emoji })
}
