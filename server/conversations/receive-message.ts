import type { ChannelId } from '#protocol/ids'
import { awaitsAnswer, listen } from './contact-speaks'
import type { ConversationDraft } from './draft'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

type Message = Extract<InboundEvent, { kind: 'message' }>

/**
 * A contact's message joins its conversation once, opening or reopening it, and distribution looks at it in the same transaction.
 * A message known by its provider id under another event key is a repeat and changes nothing.
 */
export async function receiveMessage(work: Work, channelId: ChannelId, message: Message): Promise<void> {
  const { externalChat, externalMessageId } = message
  if ((await work.providerMessages.find(channelId, externalChat, externalMessageId)) !== undefined) return
  const { draft, opens } = await listen(work, { ...message, channelId })
  awaitsAnswer(work, draft)
  const place = { conversationId: draft.id, seq: draft.nextSeq, part: 0 }
  await work.providerMessages.add(channelId, externalChat, externalMessageId, place)
  const attachments =
    message.attachments.length === 0 ? [] : await work.attachments.receive(channelId, place, message.attachments)
  draft.addMessage({
    at: work.now,
    author: { kind: 'contact', name: message.isGroup ? message.sender.name : null },
    text: message.text,
    attachments: [...attachments],
    buttons: [],
    clientId: null,
    delivery: null,
    album: message.album,
    replyToSeq: await answeredSeq(work, draft, message.replyToExternalId),
    editedAt: null,
    providerAt: message.providerAt,
  })
  draft.change({ contactMessages: draft.row.contactMessages + 1 })
  await work.distribution.messageArrived(draft, opens)
}

async function answeredSeq(work: Work, { row, facts, id }: ConversationDraft, externalId: string | null) {
  if (externalId === null) return null
  const place = await work.providerMessages.find(row.channelId, facts.externalChat, externalId)
  return place?.conversationId === id ? place.seq : null
}
