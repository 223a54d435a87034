import type { ChannelId } from '#protocol/ids'
import { awaitsAnswer, listen } from './contact-speaks'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

/** Something of a kind we cannot show: it is said, never dropped. Without a sender it is the messenger's own affair. */
export async function receiveUnsupported(
  work: Work,
  channelId: ChannelId,
  event: Extract<InboundEvent, { kind: 'unsupported' }>,
): Promise<void> {
  const { externalChat, externalMessageId, sender, type } = event
  if (sender === null) return
  if (externalMessageId !== null) {
    const known = await work.providerMessages.find(channelId, externalChat, externalMessageId)
    if (known !== undefined) return
  }
  const { draft, opens } = await listen(work, { channelId, externalChat, sender, isGroup: false, source: null })
  awaitsAnswer(work, draft, event.providerAt)
  const seq = draft.addSystem(work.now, { kind: 'unsupported', type })
  if (externalMessageId !== null)
    await work.providerMessages.add(channelId, externalChat, externalMessageId, {
      conversationId: draft.id,
      seq,
      part: 0,
    })
  await work.distribution.messageArrived(draft, opens)
}
