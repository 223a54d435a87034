import type { ConversationDraft } from './draft'
import type { InboundSender } from './inbound'
import type { Work } from './ports'
import { tellContact } from './tell-contact'

/** A picture is not looked for more often: people change it rarely, and messengers count calls. */
export const pictureEveryMs = 24 * 3_600_000

/** Takes in what a messenger tells about a contact beside his words: a phone where none is known, his picture. */
export async function learn(
  work: Work,
  draft: ConversationDraft,
  sender: InboundSender,
  opens: boolean,
): Promise<void> {
  const { contactId, channelId, isGroup } = draft.row
  if (isGroup) return
  if (sender.phone != null && (await work.contacts.fillPhone(contactId, sender.phone)))
    await tellContact(work, contactId, draft)
  // Looked for as an inquiry begins: a word within one costs no query.
  if (
    opens &&
    sender.picture != null &&
    (await work.contacts.asksPicture(contactId, work.now, work.now - pictureEveryMs))
  )
    await work.attachments.receivePicture(channelId, draft.id, sender.picture)
}
