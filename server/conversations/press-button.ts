import type { ChannelId } from '#protocol/ids'
import { awaitsAnswer, listen } from './contact-speaks'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

/** A contact pressed a button under a message: his turn to speak, said without a text. */
export async function pressButton(
  work: Work,
  channelId: ChannelId,
  press: Extract<InboundEvent, { kind: 'buttonPressed' }>,
): Promise<void> {
  const { externalChat, externalMessageId, sender, label } = press
  const { draft, opens } = await listen(work, { channelId, externalChat, sender, isGroup: false, source: null })
  const place =
    externalMessageId === null
      ? undefined
      : await work.providerMessages.find(channelId, externalChat, externalMessageId)
  awaitsAnswer(work, draft, press.providerAt)
  const messageSeq = place?.conversationId === draft.id ? place.seq : null
  draft.addSystem(work.now, { kind: 'buttonPressed', label, messageSeq })
  await work.distribution.messageArrived(draft, opens)
}
