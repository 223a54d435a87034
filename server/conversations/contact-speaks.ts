import { type ChannelId, ContactId, ConversationId, type Seq } from '#protocol/ids'
import { ConversationDraft } from './draft'
import type { ConversationFacts } from './facts'
import type { InboundSender } from './inbound'
import type { Work } from './ports'
import { beginInquiry } from './reopen'

/** A contact has done something that is his turn to speak: in which chat, and who he is there. */
export interface Speech {
  readonly channelId: ChannelId
  readonly externalChat: string
  readonly sender: InboundSender
  readonly isGroup: boolean
  readonly source: string | null
}

export interface Listening {
  readonly draft: ConversationDraft
  /** His word began the inquiry. */
  readonly opens: boolean
}

/** Finds or makes the conversation a contact speaks in, open: a closed one begins its next inquiry. `known`: if it was looked up before. */
export async function listen(work: Work, speech: Speech, known?: ConversationDraft): Promise<Listening> {
  const draft = known ?? (await work.draftOfChat(speech.channelId, speech.externalChat))
  if (draft === undefined) return { draft: await openConversation(work, speech), opens: true }
  if (draft.row.isOpen) return { draft, opens: false }
  await beginInquiry(work, draft, 'contact', null)
  return { draft, opens: true }
}

/** He waits for an answer from now on, if he did not already; and who writes has unblocked us. */
export function awaitsAnswer(work: Work, draft: ConversationDraft): void {
  const { unansweredSince, isBlocked } = draft.row
  if (isBlocked) draft.addSystem(work.now, { kind: 'contactUnblocked' })
  draft.change({ unansweredSince: unansweredSince ?? work.now, lastActivityAt: work.now, isBlocked: false })
}

/** The `seq` his word will have in a known conversation: behind the lines that say it reopens and that he is back. */
export const seqOfWord = ({ row, nextSeq }: ConversationDraft): Seq =>
  nextSeq + (row.isOpen ? 0 : 1) + (row.isBlocked ? 1 : 0)

/** In a group the contact is the group itself, so its id there is that of the chat. */
async function contactOf(work: Work, { channelId, externalChat, sender, isGroup }: Speech) {
  const externalId = isGroup ? externalChat : sender.externalId
  const known = await work.contacts.byIdentity(channelId, externalId)
  if (known !== undefined) return known
  const identity = { channelId, externalId, name: sender.name, username: sender.username, link: sender.link }
  const contact = {
    id: ContactId.parse(work.newId()),
    version: 1,
    name: sender.name,
    phone: null,
    email: null,
    comment: null,
    picture: null,
    createdAt: work.now,
    inquiries: 0,
    identities: [identity],
  }
  await work.contacts.insert(contact)
  return contact
}

async function openConversation(work: Work, speech: Speech): Promise<ConversationDraft> {
  const contact = await contactOf(work, speech)
  const id = ConversationId.parse(work.newId())
  const inquiry = await work.inquiries.open(id, work.now, 'contact', speech.source)
  await work.contacts.countInquiry(contact.id)
  const facts: ConversationFacts = {
    row: {
      id,
      channelId: speech.channelId,
      contactId: contact.id,
      contactName: contact.name,
      contactPicture: contact.picture,
      isGroup: speech.isGroup,
      isOpen: true,
      priority: work.people.channel(speech.channelId)?.rules.priority ?? 'normal',
      inquiry,
      openedAt: work.now,
      openedBy: 'contact',
      closedAt: null,
      assignee: null,
      assignedAt: null,
      groupId: null,
      coAssignees: [],
      observers: [],
      waitingSince: null,
      unansweredSince: null,
      isAnswered: false,
      lastActivityAt: work.now,
      lastMessage: null,
      contactMessages: 0,
      contactMessagesBefore: 0,
      isBlocked: false,
      seq: 0,
      position: 0,
      version: 0,
      assignVersion: 0,
    },
    externalChat: speech.externalChat,
    lastHumanAssignee: null,
    returnsTo: null,
    releasedBy: null,
    moves: [],
    restsUntil: null,
    ofGroup: null,
    answerBy: null,
    lapsed: [],
  }
  const draft = new ConversationDraft(null, facts, { ...contact, inquiries: contact.inquiries + 1 })
  work.adopt(draft)
  draft.addSystem(work.now, { kind: 'opened', inquiry, source: speech.source })
  return draft
}
