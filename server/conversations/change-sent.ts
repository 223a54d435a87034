import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import { cleanText, longestText, type MessageEntry } from '#protocol/message'
import { type Actor, mayChangeReplyOf } from '#protocol/permissions'
import { signed } from '#protocol/signature'
import type { ConversationDraft } from './draft'
import { type CommandKey, type Executed, executeCommand } from './execute-command'
import { permitted } from './permitted'
import type { Hub, Work } from './ports'
import { edited } from './receive-edit'
import { refusedText } from './refused-text'
import type { SentMessage, SentMessages } from './sent-messages'

type Change = Command<'message.edit'> | Command<'message.delete'>

/** What may be done, looked at before the messenger is asked. */
interface Judged {
  readonly channelId: ChannelId
  readonly message: SentMessage
  readonly text: string
}

/**
 * Changes a reply that has left: first at the messenger, which no transaction may wait for, then here. A crash in between leaves
 * the messenger ahead of us; the command comes again and changes there what is changed already, which changes nothing.
 */
export async function changeSent(
  hub: Hub,
  messengers: SentMessages,
  key: CommandKey,
  change: Change,
): Promise<Executed<Record<string, never>>> {
  const carriedOut = (gone: readonly string[]) =>
    executeCommand(
      hub,
      key,
      () => ({}),
      (work, actor) => carryOut(work, actor, change, gone),
    )
  const judged = await hub.write(async (work) =>
    (await work.commands.find(key.operatorId, key.commandId)) === undefined
      ? await judge(work, work.people.actor(key.operatorId), change)
      : null,
  )
  // Done before, and perhaps changed again since: the messenger is not asked a second time.
  if (judged === null) return await carriedOut([])
  if (!judged.ok) return judged
  const { channelId, message, text } = judged.value
  const changed =
    change.kind === 'message.edit'
      ? await messengers.edit(channelId, message, text)
      : await messengers.delete(channelId, message)
  if (!changed.ok) return changed
  return await carriedOut(changed.value?.gone ?? [])
}

async function judge(work: Work, actor: Actor | undefined, change: Change): Promise<Outcome<Judged>> {
  if (actor === undefined) return refused('SESSION_ENDED', 'The account is disabled.')
  const found = await reply(work, actor, change)
  if (!found.ok) return found
  const { draft, entry } = found.value
  const { channelId } = draft.row
  const channel = work.people.channel(channelId)
  if (channel?.isConnected !== true) return refused('CHANNEL_DISCONNECTED', 'The channel is not connected.')
  const capabilities = work.capabilitiesOf(channel.messenger)
  const isAble = change.kind === 'message.edit' ? capabilities?.editOwn : capabilities?.deleteOwn
  if (isAble !== true) return refused('MESSENGER_REFUSED', 'The messenger cannot do that.')
  const cleaned = change.kind === 'message.edit' ? cleanText(change.text, longestText) : null
  if (cleaned !== null && cleaned.kind !== 'text') return refusedText(cleaned)
  const { externalMessageIds, chats, signature } = await work.deliveries.left(draft.id, entry.seq)
  if (externalMessageIds.length === 0) return refused('MESSENGER_REFUSED', 'The messenger gave no id of it.')
  const { externalChat } = draft.facts
  // Ids mean something else in another chat: a group that was upgraded counts its messages anew.
  if (chats.some((chat) => chat !== externalChat)) return refused('CHAT_MOVED', 'It stands in the chat of before.')
  const { attachments, buttons } = entry
  const message = { externalChat, externalMessageIds, attachments: attachments.length, buttons }
  return accepted({ channelId, message, text: cleaned === null ? '' : signed(cleaned.text, signature) })
}

/** A reply that is at the messenger, of somebody whose replies the actor may change. */
async function reply(
  work: Work,
  actor: Actor,
  { conversationId, seq }: Change,
): Promise<Outcome<{ draft: ConversationDraft; entry: MessageEntry }>> {
  const found = await permitted(work, actor, 'reply', conversationId)
  if (!found.ok) return found
  const entry = await work.stream.entry(conversationId, seq)
  if (entry?.kind !== 'message' || entry.author.kind !== 'operator' || entry.delivery === null)
    return refused('NOT_FOUND', 'No such reply.')
  if (!mayChangeReplyOf(actor, entry.author.operatorId))
    return refused('FORBIDDEN', 'You may not change replies of others.')
  if (entry.deleted !== null) return refused('CONFLICT', 'The reply has been deleted.')
  const { status } = entry.delivery
  const isThere = status === 'sent' || status === 'delivered' || status === 'read'
  if (!isThere) return refused('CONFLICT', 'The reply is not at the messenger.', { facts: { status } })
  return accepted({ draft: found.value, entry })
}

async function carryOut(
  work: Work,
  actor: Actor,
  change: Change,
  gone: readonly string[],
): Promise<Outcome<Record<string, never>>> {
  const found = await reply(work, actor, change)
  if (!found.ok) return found
  const { draft, entry } = found.value
  if (gone.length > 0) await work.deliveries.forget(draft.id, entry.seq, gone)
  if (change.kind === 'message.delete') draft.replaceEntry({ ...entry, deleted: { at: work.now, by: actor.id } })
  else {
    const cleaned = cleanText(change.text, longestText)
    if (cleaned.kind === 'text' && cleaned.text !== entry.text)
      draft.replaceEntry(edited(entry, cleaned.text, work.now))
  }
  return accepted({})
}
