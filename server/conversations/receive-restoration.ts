import type { ChannelId } from '#protocol/ids'
import type { Removal } from './inbound'
import { messageNamed } from './message-named'
import type { Work } from './ports'

/** A message that was taken back on the messenger's side is there again. What we have taken back ourselves stays so. */
export async function receiveRestoration(
  work: Work,
  channelId: ChannelId,
  { externalChat, externalMessageId, amongChats }: Removal,
): Promise<void> {
  const found = await messageNamed(work, channelId, externalChat, externalMessageId, amongChats)
  if (found === undefined || found.entry.deleted === null || found.entry.deleted.by !== null) return
  found.draft.replaceEntry({ ...found.entry, deleted: null })
}
