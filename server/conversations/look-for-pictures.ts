import type { ChannelId, ContactId, ConversationId } from '#protocol/ids'
import { pictureEveryMs } from './learn'
import type { Work } from './ports'

/** What a messenger that had to be asked has said of a contact's picture; `reference` null: he has none. */
export interface PictureFound {
  readonly contactId: ContactId
  readonly conversationId: ConversationId
  readonly reference: string | null
}

/** Notes who was looked up, all at once, and has the pictures fetched of those who have one. */
export async function takePictures(work: Work, channelId: ChannelId, found: readonly PictureFound[]): Promise<void> {
  for (const { contactId, conversationId, reference } of found) {
    const isFirst = await work.contacts.asksPicture(contactId, work.now, work.now - pictureEveryMs)
    if (isFirst && reference !== null) await work.attachments.receivePicture(channelId, conversationId, reference)
  }
}
