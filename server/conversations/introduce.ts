import type { Contact, ContactFields } from '#protocol/contact'
import type { ChannelId } from '#protocol/ids'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

type Introduction = Extract<InboundEvent, { kind: 'introduced' }>

/** A contact has told who he is, or his site has. What operators have written of him stays; he fills what is empty. */
export async function introduce(work: Work, channelId: ChannelId, told: Introduction): Promise<void> {
  const draft = await work.draftOfChat(channelId, told.externalChat)
  const contact = draft && (await work.contacts.byId(draft.row.contactId))
  if (draft === undefined || contact === undefined) return
  const fields = newFields(contact, channelId, told)
  if (Object.keys(fields).length === 0) return
  if (!(await work.contacts.edit(contact.id, contact.version, fields))) return
  const after = (await work.contacts.byId(contact.id)) ?? contact
  const conversations = await work.conversations.ofContact(contact.id)
  for (const { row } of conversations) {
    const one = after.name === contact.name ? undefined : await work.draft(row.id)
    one?.change({ contactName: after.name })
  }
  const { name, phone, email, customerId } = told
  draft.addSystem(work.now, { kind: 'introduced', name, phone, email, customerId })
  work.announce({ kind: 'contact', contact: after, conversations: conversations.map(({ row }) => row.id) })
}

/** The name the messenger gave him is nobody's choice: his own word replaces it. */
function newFields(contact: Contact, channelId: ChannelId, told: Introduction): ContactFields {
  const identity = contact.identities.find((one) => one.channelId === channelId && one.externalId === told.externalChat)
  const fields: { -readonly [Key in keyof ContactFields]: ContactFields[Key] } = {}
  if (told.name !== null && contact.name === identity?.name && told.name !== contact.name) fields.name = told.name
  if (told.phone !== null && contact.phone === null) fields.phone = told.phone
  if (told.email !== null && contact.email === null) fields.email = told.email
  return fields
}
