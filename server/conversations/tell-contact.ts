import type { ContactId } from '#protocol/ids'
import type { ConversationDraft } from './draft'
import type { Work } from './ports'

/** Something about a contact has changed: whoever sees a conversation of his hears of it. `made`: one of this transaction. */
export async function tellContact(work: Work, id: ContactId, made?: ConversationDraft): Promise<void> {
  const contact = await work.contacts.byId(id)
  if (contact === undefined) return
  const conversations = new Set((await work.conversations.ofContact(id)).map(({ row }) => row.id))
  if (made !== undefined) conversations.add(made.id)
  work.announce({ kind: 'contact', contact, conversations: [...conversations] })
}
