import type { Command } from '#protocol/commands'
import type { ContactFields } from '#protocol/contact'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { notFound, permitted } from './permitted'
import type { Work } from './ports'

/** Changes a contact's fields. His name stands on every conversation of his, so each of them hears of it. */
export async function editContact(
  work: Work,
  actor: Actor,
  { contactId, conversationId, version, fields }: Command<'contact.edit'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'editContact', conversationId)
  if (!found.ok) return found
  if (found.value.row.contactId !== contactId) return notFound()
  const before = await work.contacts.byId(contactId)
  if (before === undefined) return notFound()
  if (!(await work.contacts.edit(contactId, version, withoutBlanks(fields))))
    return refused('CONFLICT', 'Somebody else has changed the contact meanwhile.', {
      facts: { version: before.version, name: before.name, phone: before.phone, email: before.email },
    })
  const contact = (await work.contacts.byId(contactId)) ?? before
  const conversations = await work.conversations.ofContact(contactId)
  for (const { row } of conversations) {
    const draft = contact.name === before.name ? undefined : await work.draft(row.id)
    draft?.change({ contactName: contact.name })
  }
  work.announce({ kind: 'contact', contact, conversations: conversations.map((one) => one.row.id) })
  return accepted({})
}

/** A field left blank says that there is none. */
function withoutBlanks(fields: ContactFields): ContactFields {
  return fields.comment?.trim() === '' ? { ...fields, comment: null } : fields
}
