import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import { permitted } from './permitted'
import type { Work } from './ports'
import { canWriteFreely } from './send-reply'

/** The operator decides to repeat what failed or stayed unconfirmed; only the parts that did not arrive are sent again. */
export async function resend(
  work: Work,
  actor: Actor,
  { conversationId, seq }: Command<'message.resend'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'reply', conversationId)
  if (!found.ok) return found
  const draft = found.value
  const entry = await work.stream.entry(conversationId, seq)
  if (entry?.kind !== 'message' || entry.delivery === null) return refused('NOT_FOUND', 'No such message.')
  const { status } = entry.delivery
  if (status !== 'failed' && status !== 'unconfirmed')
    return refused('CONFLICT', 'The message needs no repeating.', { facts: { status } })
  if (work.people.channel(draft.row.channelId)?.isConnected !== true)
    return refused('CHANNEL_DISCONNECTED', 'The channel is not connected.')
  if (draft.row.isBlocked) return refused('CONTACT_BLOCKED', 'The contact has blocked the bot.')
  const free = entry.template === undefined ? canWriteFreely(work, draft) : accepted(null)
  if (!free.ok) return free
  await work.deliveries.requeue(conversationId, seq, work.now, () => work.newKey())
  draft.replaceEntry({ ...entry, delivery: { status: 'queued', reason: null, detail: null } })
  return accepted({})
}
