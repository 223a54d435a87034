import type { ChannelId } from '#protocol/ids'
import type { InboundEvent } from './inbound'
import { messageNamed } from './message-named'
import type { Work } from './ports'

/** A message has been taken back on the messenger's side. It stays readable for us, marked. */
export async function receiveDeletion(
  work: Work,
  channelId: ChannelId,
  { externalChat, externalMessageId }: Extract<InboundEvent, { kind: 'deleted' }>,
): Promise<void> {
  const found = await messageNamed(work, channelId, externalChat, externalMessageId)
  if (found === undefined || found.entry.deleted !== null) return
  found.draft.replaceEntry({ ...found.entry, deleted: { at: work.now, by: null } })
}
