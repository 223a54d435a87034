import type { Command } from '#protocol/commands'
import type { Contact } from '#protocol/contact'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type ChannelId, type CommandId, ContactId, type ConversationId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { approvedWords } from './approved-words'
import { changeAssignee } from './change-assignee'
import type { ConversationDraft } from './draft'
import { newConversation } from './new-conversation'
import { permitted } from './permitted'
import { roomFor } from './place'
import type { Work } from './ports'
import { reopen } from './reopen'
import { sendReply } from './send-reply'

type Start = Command<'conversation.start'>

const phoneForm = /^\d{7,15}$/

/**
 * The company writes first: to a phone, by a template. Whoever writes has the conversation from then on; one there is already is
 * gone on with, where it stays with whom it is.
 */
export async function startConversation(
  work: Work,
  actor: Actor,
  clientId: CommandId,
  command: Start,
): Promise<Outcome<{ conversationId: ConversationId }>> {
  if (actor.role === 'restricted') return refused('FORBIDDEN', 'You may not begin conversations.')
  const channel = work.people.channel(command.channelId)
  if (channel?.isConnected !== true) return refused('CHANNEL_DISCONNECTED', 'The channel is not connected.')
  if (work.capabilitiesOf(channel.messenger)?.writesFirst !== 'byTemplate')
    return refused('INVALID', 'This messenger lets nobody write first.', { field: 'channelId' })
  const phone = phoneOf(command.phone)
  if (phone === null)
    return refused('INVALID', 'Not a phone number.', { fields: [{ field: 'phone', problem: 'phone' }] })
  // A refusal that comes after this would leave an empty conversation behind.
  const words = await approvedWords(work, command.channelId, command.template)
  if (!words.ok) return words
  const opened = await opening(work, actor, command, phone)
  if (!opened.ok) return opened
  const { id: conversationId } = opened.value
  const { template } = command
  const message = { conversationId, text: '', attachments: [], replyToSeq: null, template }
  const sent = await sendReply(work, actor, clientId, { kind: 'message.send', ...message })
  return sent.ok ? accepted({ conversationId }) : sent
}

/** Digits with the country's; a Russian number may begin with 8. */
function phoneOf(written: string): string | null {
  const digits = written.replaceAll(/[\s()+-]/g, '')
  const whole = /^8\d{10}$/.test(digits) ? `7${digits.slice(1)}` : digits
  return phoneForm.test(whole) ? whole : null
}

/** The conversation of this phone, open: the one there is, or a new one that is the operator's. */
async function opening(
  work: Work,
  actor: Actor,
  { channelId, name }: Start,
  phone: string,
): Promise<Outcome<ConversationDraft>> {
  const contact = await work.contacts.byIdentity(channelId, phone)
  const known = await conversationOf(work, channelId, phone, contact)
  if (known !== undefined) {
    const seen = await permitted(work, actor, 'reply', known.id)
    if (!seen.ok) return seen
    if (known.row.isBlocked) return refused('CONTACT_BLOCKED', 'The contact has blocked the company.')
    const opened = await reopen(work, actor, { kind: 'conversation.reopen', conversationId: known.id })
    return opened.ok ? accepted(known) : opened
  }
  const room = roomFor(work, actor, actor.id)
  if (!room.ok) return room
  const whose = contact ?? (await newContact(work, channelId, phone, name))
  const beginning = { channelId, externalChat: phone, isGroup: false, place: null, source: null } as const
  const draft = await newConversation(work, whose, { ...beginning, openedBy: 'operator' })
  const changed = changeAssignee(work, draft, {
    to: { kind: 'operator', id: actor.id },
    ...{ cause: 'started', by: actor.id, groupId: null, decisionId: null, given: null },
    aboveLimit: room.value.aboveLimit,
    seen: draft.row.assignVersion,
  })
  return changed.ok ? accepted(draft) : changed
}

/** He may go by another id by now; then his phone leads to it. */
async function conversationOf(work: Work, channelId: ChannelId, phone: string, contact: Contact | undefined) {
  const draft = await work.draftOfChat(channelId, phone)
  if (draft !== undefined || contact === undefined) return draft
  const all = await work.conversations.ofContact(contact.id)
  const one = all.find(({ row }) => row.channelId === channelId && row.place === null)
  return one === undefined ? undefined : await work.draft(one.row.id)
}

async function newContact(work: Work, channelId: ChannelId, phone: string, name: string): Promise<Contact> {
  const shown = name.trim() === '' ? `+${phone}` : name.trim()
  const identity = { channelId, externalId: phone, name: shown, username: null, link: null }
  const contact: Contact = {
    ...{ id: ContactId.parse(work.newId()), version: 1, name: shown, phone: `+${phone}`, email: null, comment: null },
    ...{ picture: null, createdAt: work.now, inquiries: 0, identities: [identity] },
  }
  await work.contacts.insert(contact)
  return contact
}
