import type { ChannelId } from '#protocol/ids'
import type { Removal } from './inbound'
import { messageNamed } from './message-named'
import type { Work } from './ports'

/** A message has been taken back on the messenger's side, by its author or by who looks after the page. It stays readable for us, marked. */
export async function receiveDeletion(
  work: Work,
  channelId: ChannelId,
  { externalChat, externalMessageId, amongChats }: Removal,
): Promise<void> {
  const found = await messageNamed(work, channelId, externalChat, externalMessageId, amongChats)
  if (found === undefined || found.entry.deleted !== null) return
  found.draft.replaceEntry({ ...found.entry, deleted: { at: work.now, by: null } })
}
