import type { Command } from '#protocol/commands'
import type { ContactFields } from '#protocol/contact'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { notFound, permitted } from './permitted'
import type { Work } from './ports'
import { tellContact } from './tell-contact'

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
  if (contact.name !== before.name)
    for (const { row } of await work.conversations.ofContact(contactId))
      (await work.draft(row.id))?.change({ contactName: contact.name })
  await tellContact(work, contactId)
  return accepted({})
}

/** A field left blank says that there is none. */
function withoutBlanks(fields: ContactFields): ContactFields {
  return fields.comment?.trim() === '' ? { ...fields, comment: null } : fields
}
