import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChannelId, ConversationId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { changeAssignee } from './change-assignee'
import { newConversation } from './new-conversation'
import { permitted } from './permitted'
import { roomFor } from './place'
import type { Work } from './ports'
import { reopen } from './reopen'

/** Where somebody who speaks in a public chat is answered in private; null where the messenger has no such place. */
export type PrivateChatOf = (channelId: ChannelId, externalChat: string) => string | null

/** What the messengers say about it. */
export interface PrivateAnswers {
  readonly privateChatOf: PrivateChatOf
  /** False: the messenger would let nothing of ours through to him. */
  readonly isLetThrough: boolean
}

/**
 * Goes on with a commentator in private: in the dialogue he has, or in a new one that is the operator's from the first moment.
 * An open dialogue stays with whom it is.
 */
export async function answerPrivately(
  work: Work,
  actor: Actor,
  { conversationId }: Command<'conversation.answerPrivately'>,
  { privateChatOf, isLetThrough }: PrivateAnswers,
): Promise<Outcome<{ conversationId: ConversationId }>> {
  const found = await permitted(work, actor, 'reply', conversationId)
  if (!found.ok) return found
  const { row, facts } = found.value
  if (row.place === null) return refused('INVALID', 'The conversation is private already.')
  if (work.people.channel(row.channelId)?.isConnected !== true)
    return refused('CHANNEL_DISCONNECTED', 'The channel is not connected.')
  const externalChat = privateChatOf(row.channelId, facts.externalChat)
  if (externalChat === null) return refused('MESSENGER_REFUSED', 'The messenger has no private place for it.')
  if (!isLetThrough) return refused('NOT_LET_THROUGH', 'The contact has not allowed the company to write to him.')
  const known = await work.draftOfChat(row.channelId, externalChat)
  if (known !== undefined) {
    const seen = await permitted(work, actor, 'reply', known.id)
    if (!seen.ok) return seen
    const opened = await reopen(work, actor, { kind: 'conversation.reopen', conversationId: known.id })
    return opened.ok ? accepted({ conversationId: known.id }) : opened
  }
  const room = roomFor(work, actor, actor.id)
  if (!room.ok) return room
  const contact = await work.contacts.byId(row.contactId)
  if (contact === undefined) throw new Error(`no contact ${row.contactId}`)
  const beginning = { channelId: row.channelId, externalChat, isGroup: false, place: null, source: row.place.link }
  const draft = await newConversation(work, contact, { ...beginning, openedBy: 'operator' })
  const changed = changeAssignee(work, draft, {
    to: { kind: 'operator', id: actor.id },
    cause: 'started',
    by: actor.id,
    groupId: null,
    decisionId: null,
    aboveLimit: room.value.aboveLimit,
    given: null,
    seen: draft.row.assignVersion,
  })
  return changed.ok ? accepted({ conversationId: draft.id }) : changed
}
