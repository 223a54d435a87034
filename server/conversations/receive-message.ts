import type { ChannelId, Seq } from '#protocol/ids'
import { awaitsAnswer, conversationOf, listen, seqOfWord } from './contact-speaks'
import type { ConversationDraft } from './draft'
import type { InboundEvent } from './inbound'
import { learn } from './learn'
import type { Work } from './ports'
import { tieVisit, visitOf } from './visits'

type Message = Extract<InboundEvent, { kind: 'message' }>

/**
 * A contact's message joins its conversation once, opening or reopening it, and distribution looks at it in the same transaction.
 * A message known by its provider id under another event key is a repeat and changes nothing.
 */
export async function receiveMessage(work: Work, channelId: ChannelId, message: Message): Promise<void> {
  const { externalMessageId } = message
  const speech = { channelId, ...message }
  const known = await conversationOf(work, speech)
  const isNew = known === undefined || (await claim(work, message, known, seqOfWord(known)))
  if (!isNew) return
  const visit = await visitOf(work, channelId, message, known?.row.isOpen !== true)
  const said = visit === undefined ? speech : { ...speech, source: visit.title }
  const { draft, opens } = await listen(work, said, known)
  awaitsAnswer(work, draft, message.providerAt)
  const place = { conversationId: draft.id, seq: draft.nextSeq, part: 0 }
  if (known === undefined) await claim(work, message, draft, place.seq)
  const attachments =
    message.attachments.length === 0 ? [] : await work.attachments.receive(channelId, place, message.attachments)
  const replyToSeq = await answeredSeq(work, draft, message.replyToExternalId)
  const author = message.isGroup ? await work.contacts.authorInGroup(channelId, message.sender) : null
  const entry = {
    at: work.now,
    author: { kind: 'contact', name: author },
    text: message.text,
    attachments: [...attachments],
    buttons: [],
    clientId: null,
    delivery: null,
    album: message.album,
    replyToSeq,
    editedAt: null,
    earlier: [],
    deleted: null,
    reaction: null,
    providerAt: message.providerAt,
  } as const satisfies Parameters<ConversationDraft['addMessage']>[0]
  draft.addMessage(entry, externalMessageId)
  draft.change({ contactMessages: draft.row.contactMessages + 1 })
  // Behind his word, whose place was taken before.
  if (visit !== undefined) await tieVisit(work, draft, visit)
  await work.distribution.messageArrived(draft, opens)
  await learn(work, draft, message.sender, opens)
}

/** Its provider id is taken before anything changes; false when the message is there already. */
function claim(work: Work, message: Message, { id, row }: ConversationDraft, seq: Seq): Promise<boolean> {
  const place = { conversationId: id, seq, part: 0 }
  return work.providerMessages.add(row.channelId, message.externalChat, message.externalMessageId, place)
}

async function answeredSeq(work: Work, draft: ConversationDraft, externalId: string | null) {
  if (externalId === null) return null
  const { row, facts } = draft
  const place = await work.providerMessages.find(row.channelId, facts.externalChat, externalId)
  return place?.conversationId === draft.id ? place.seq : null
}
