import type { Contact } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import { type ChannelId, ConversationId } from '#protocol/ids'
import type { CommentPlace } from '#protocol/message'
import { ConversationDraft } from './draft'
import type { ConversationFacts } from './facts'
import type { Work } from './ports'

export interface Beginning {
  readonly channelId: ChannelId
  readonly externalChat: string
  readonly isGroup: boolean
  readonly place: CommentPlace | null
  readonly source: string | null
  readonly openedBy: ConversationRow['openedBy']
}

/** The first conversation of a contact in a chat, open, with its first inquiry; nobody has it yet. */
export async function newConversation(work: Work, contact: Contact, beginning: Beginning): Promise<ConversationDraft> {
  const { channelId, externalChat, isGroup, place, source, openedBy } = beginning
  const id = ConversationId.parse(work.newId())
  const inquiry = await work.inquiries.open(id, work.now, openedBy, source)
  await work.contacts.countInquiry(contact.id)
  const facts: ConversationFacts = {
    row: {
      id,
      channelId,
      contactId: contact.id,
      contactName: contact.name,
      contactPicture: contact.picture,
      isGroup,
      place,
      isOpen: true,
      priority: work.people.channel(channelId)?.rules.priority ?? 'normal',
      inquiry,
      openedAt: work.now,
      openedBy,
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
      repliesUntil: null,
      seq: 0,
      position: 0,
      version: 0,
      assignVersion: 0,
    },
    externalChat,
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
  draft.addSystem(work.now, { kind: 'opened', inquiry, source, place })
  return draft
}
