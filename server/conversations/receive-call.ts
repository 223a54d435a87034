import type { ChannelId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import { awaitsAnswer, listen } from './contact-speaks'
import type { ConversationDraft } from './draft'
import type { InboundEvent } from './inbound'
import { learn } from './learn'
import type { Work } from './ports'

/**
 * The contact has called. Nobody has answered: that is his turn to speak, as a message is. One that was answered is only said
 * where there is a conversation: it asks nothing of anybody.
 */
export async function receiveCall(
  work: Work,
  channelId: ChannelId,
  call: Extract<InboundEvent, { kind: 'call' }>,
): Promise<void> {
  const { externalChat, externalMessageId, sender, outcome, durationMs } = call
  if ((await work.providerMessages.find(channelId, externalChat, externalMessageId)) !== undefined) return
  const event: SystemEvent = { kind: 'call', outcome, durationMs }
  if (outcome === 'answered') {
    const draft = await work.draftOfChat(channelId, externalChat)
    if (draft !== undefined) await write(work, draft, call, event)
    return
  }
  const { draft, opens } = await listen(work, { channelId, externalChat, sender, isGroup: false, source: null })
  awaitsAnswer(work, draft)
  await write(work, draft, call, event)
  await work.distribution.messageArrived(draft, opens)
  await learn(work, draft, sender, opens)
}

async function write(
  work: Work,
  draft: ConversationDraft,
  { externalChat, externalMessageId }: Extract<InboundEvent, { kind: 'call' }>,
  event: SystemEvent,
): Promise<void> {
  const place = { conversationId: draft.id, seq: draft.addSystem(work.now, event), part: 0 }
  await work.providerMessages.add(draft.row.channelId, externalChat, externalMessageId, place)
}
