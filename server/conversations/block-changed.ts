import type { ChannelId } from '#protocol/ids'
import type { Work } from './ports'

/** The contact has blocked the bot, or let it in again. Without a conversation there is nothing to say it in. */
export async function blockChanged(
  work: Work,
  channelId: ChannelId,
  externalChat: string,
  isBlocked: boolean,
): Promise<void> {
  const draft = await work.draftOfChat(channelId, externalChat)
  if (draft === undefined || draft.row.isBlocked === isBlocked) return
  draft.change({ isBlocked })
  draft.addSystem(work.now, { kind: isBlocked ? 'contactBlocked' : 'contactUnblocked' })
}
