import type { Contact } from '#protocol/contact'
import { type ChannelId, ContactId, type Seq } from '#protocol/ids'
import type { CommentPlace } from '#protocol/message'
import { moveChat } from './change-identity'
import type { ConversationDraft } from './draft'
import type { InboundSender } from './inbound'
import { newConversation } from './new-conversation'
import type { Work } from './ports'
import { beginInquiry } from './reopen'

/** A contact has done something that is his turn to speak: in which chat, and who he is there. */
export interface Speech {
  readonly channelId: ChannelId
  readonly externalChat: string
  readonly sender: InboundSender
  readonly isGroup: boolean
  readonly groupName?: string | undefined
  readonly source: string | null
  /** Said in public, under this page. */
  readonly place?: CommentPlace
}

export interface Listening {
  readonly draft: ConversationDraft
  /** His word began the inquiry. */
  readonly opens: boolean
}

/** Finds or makes the conversation a contact speaks in, open: a closed one begins its next inquiry. `known`: if it was looked up before. */
export async function listen(work: Work, speech: Speech, known?: ConversationDraft): Promise<Listening> {
  const draft = known ?? (await conversationOf(work, speech))
  if (draft === undefined) return { draft: await openConversation(work, speech), opens: true }
  if (draft.row.isOpen) return { draft, opens: false }
  await beginInquiry(work, draft, 'contact', null)
  return { draft, opens: true }
}

/** The conversation of a chat. Somebody who writes under another of his ids goes on where he was. */
export async function conversationOf(
  work: Work,
  { channelId, externalChat, sender }: Pick<Speech, 'channelId' | 'externalChat' | 'sender'>,
): Promise<ConversationDraft | undefined> {
  const draft = await work.draftOfChat(channelId, externalChat)
  if (draft !== undefined || sender.aliases === undefined || externalChat !== sender.externalId) return draft
  for (const alias of sender.aliases) {
    const earlier = await work.draftOfChat(channelId, alias)
    if (earlier === undefined) continue
    await moveChat(work, earlier, externalChat)
    return earlier
  }
  return undefined
}

/**
 * He waits for an answer from now on, if he did not already; and who writes has unblocked us. `saidAt`: the messenger's time of his
 * word, from which the reply window runs where it has one.
 */
export function awaitsAnswer(work: Work, draft: ConversationDraft, saidAt: number | null = null): void {
  const { unansweredSince, isBlocked, repliesUntil, channelId } = draft.row
  if (isBlocked) draft.addSystem(work.now, { kind: 'contactUnblocked' })
  const windowMs = replyWindowOf(work, channelId)
  if (windowMs !== null) {
    // By the hub's clock, which also closes it; an old word that comes late opens nothing anew.
    const until = Math.min(saidAt ?? work.now, work.now) + windowMs
    draft.change({ repliesUntil: Math.max(until, repliesUntil ?? 0) })
  }
  draft.change({ unansweredSince: unansweredSince ?? work.now, lastActivityAt: work.now, isBlocked: false })
}

function replyWindowOf(work: Work, channelId: ChannelId): number | null {
  const channel = work.people.channel(channelId)
  return (channel && work.capabilitiesOf(channel.messenger)?.replyWindowMs) ?? null
}

/** The `seq` his word will have in a known conversation: behind the lines that say it reopens and that he is back. */
export const seqOfWord = ({ row, nextSeq }: ConversationDraft): Seq =>
  nextSeq + (row.isOpen ? 0 : 1) + (row.isBlocked ? 1 : 0)

/** In a group the contact is the group itself, so its id there is that of the chat. */
async function contactOf(work: Work, speech: Speech): Promise<Contact> {
  const { channelId, externalChat, sender, isGroup, groupName } = speech
  const name = isGroup ? (groupName ?? sender.name) : sender.name
  const ids = isGroup ? [externalChat] : [sender.externalId, ...(sender.aliases ?? [])]
  const [externalId = externalChat, ...aliases] = ids
  const known = await firstKnown(work, channelId, ids)
  const { username, link } = isGroup ? { username: null, link: null } : sender
  const identity = { channelId, externalId, name, username, link }
  const contact = known ?? {
    id: ContactId.parse(work.newId()),
    version: 1,
    name,
    phone: isGroup ? null : (sender.phone ?? null),
    email: null,
    comment: null,
    picture: null,
    createdAt: work.now,
    inquiries: 0,
    identities: [identity],
  }
  if (known === undefined) await work.contacts.insert(contact)
  if (aliases.length > 0) await work.contacts.addAliases(contact.id, channelId, ids)
  return contact
}

async function firstKnown(work: Work, channelId: ChannelId, ids: readonly string[]): Promise<Contact | undefined> {
  for (const id of ids) {
    const known = await work.contacts.byIdentity(channelId, id)
    if (known !== undefined) return known
  }
  return undefined
}

async function openConversation(work: Work, speech: Speech): Promise<ConversationDraft> {
  const { channelId, externalChat, isGroup, source, place = null } = speech
  const contact = await contactOf(work, speech)
  return await newConversation(work, contact, { channelId, externalChat, isGroup, place, source, openedBy: 'contact' })
}
