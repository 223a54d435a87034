import type { Command } from '#protocol/commands'
import type { ConversationRow } from '#protocol/conversation'
import { accepted, type Outcome, refusal, refused } from '#protocol/errors'
import type { ChannelId, ConversationId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { changeAssignee } from './change-assignee'
import { type CommandKey, type Executed, executeCommand } from './execute-command'
import { newConversation } from './new-conversation'
import { permitted } from './permitted'
import { roomFor } from './place'
import type { Hub, Work } from './ports'
import { reopen } from './reopen'

type AnswerPrivately = Command<'conversation.answerPrivately'>

/** What the messengers say about it. */
export interface PrivateAnswers {
  /** Where somebody who speaks in a public chat is answered in private; null where the messenger has no such place. */
  privateChat(channelId: ChannelId, externalChat: string): string | null
  /** Whether the messenger lets anything of ours through to him. */
  isLetThrough(channelId: ChannelId, privateChat: string): Promise<boolean>
}

const notLetThrough = {
  ok: false,
  refusal: refusal('NOT_LET_THROUGH', 'The contact has not allowed the company to write to him.'),
} as const

interface Judged {
  readonly row: ConversationRow
  readonly privateChat: string
}

/**
 * Goes on with a commentator in private: in the dialogue he has, or in a new one that is the operator's from the first moment.
 * An open dialogue stays with whom it is. The messenger is asked about him by whoever may answer him, and by nobody else.
 */
export async function answerPrivately(
  hub: Hub,
  messengers: PrivateAnswers,
  key: CommandKey,
  command: AnswerPrivately,
  readAnswer: (stored: unknown) => { conversationId: ConversationId },
): Promise<Executed<{ conversationId: ConversationId }>> {
  const judged = await hub.write((work) => judge(work, work.people.actor(key.operatorId), messengers, command))
  if (!judged.ok) return judged
  const { row, privateChat } = judged.value
  if (!(await messengers.isLetThrough(row.channelId, privateChat))) return notLetThrough
  return await executeCommand(hub, key, readAnswer, async (work, actor) => {
    const found = await judge(work, actor, messengers, command)
    return found.ok ? await goOn(work, actor, found.value) : found
  })
}

async function judge(
  work: Work,
  actor: Actor | undefined,
  messengers: PrivateAnswers,
  { conversationId }: AnswerPrivately,
): Promise<Outcome<Judged>> {
  if (actor === undefined) return refused('SESSION_ENDED', 'The account is disabled.')
  const found = await permitted(work, actor, 'reply', conversationId)
  if (!found.ok) return found
  const { row, facts } = found.value
  if (row.place === null) return refused('INVALID', 'The conversation is private already.')
  if (work.people.channel(row.channelId)?.isConnected !== true)
    return refused('CHANNEL_DISCONNECTED', 'The channel is not connected.')
  const privateChat = messengers.privateChat(row.channelId, facts.externalChat)
  if (privateChat === null) return refused('MESSENGER_REFUSED', 'The messenger has no private place for it.')
  return accepted({ row, privateChat })
}

async function goOn(
  work: Work,
  actor: Actor,
  { row, privateChat: externalChat }: Judged,
): Promise<Outcome<{ conversationId: ConversationId }>> {
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
  const beginning = {
    channelId: row.channelId,
    externalChat,
    isGroup: false,
    place: null,
    source: row.place?.link ?? null,
  }
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
