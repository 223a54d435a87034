import type { ChannelId } from '#protocol/ids'
import type { ConversationDraft } from './draft'
import type { InboundEvent } from './inbound'
import type { MessagePlace, Work } from './ports'
import { recordSend } from './record-receipt'
import { answered } from './send-reply'

type Written = Extract<InboundEvent, { kind: 'writtenElsewhere' }>

/**
 * Somebody of the company has written in the messenger itself. It is an answer of ours without an operator: nobody waits any
 * more. Messengers tell of our own sends in the same words; such an echo proves that the send has arrived. Where the contact
 * has never written there is no conversation to say it in.
 */
export async function receiveWrittenElsewhere(work: Work, channelId: ChannelId, written: Written): Promise<void> {
  const { externalChat, externalMessageId, author, text, providerAt } = written
  const draft = await work.draftOfChat(channelId, externalChat)
  if (draft === undefined) return
  const known = await work.providerMessages.find(channelId, externalChat, externalMessageId)
  if (known !== undefined) return
  const own = await ownSend(work, draft, written)
  if (own !== undefined)
    return await recordSend(work, own, { kind: 'sent', externalMessageIds: [externalMessageId], status: 'sent' })
  const place = { conversationId: draft.id, seq: draft.nextSeq, part: 0 }
  await work.providerMessages.add(channelId, externalChat, externalMessageId, place)
  const attachments =
    written.attachments.length === 0 ? [] : await work.attachments.receive(channelId, place, written.attachments)
  draft.addMessage(
    {
      at: work.now,
      author: { kind: 'elsewhere', name: author },
      text,
      attachments: [...attachments],
      buttons: [],
      clientId: null,
      delivery: null,
      album: null,
      replyToSeq: null,
      editedAt: null,
      earlier: [],
      deleted: null,
      reaction: null,
      providerAt,
    },
    externalMessageId,
  )
  if (!draft.row.isOpen) return
  await answered(work, draft)
  await work.distribution.settle()
}

/** An echo later than this is somebody's own word: messengers tell of a send within seconds. */
const echoForMs = 10 * 60_000

/** A part of ours that has left and of which no answer is known yet, by its key or with this text; signed, another line stands before it. */
async function ownSend(
  work: Work,
  draft: ConversationDraft,
  { text, isSend }: Written,
): Promise<MessagePlace | undefined> {
  const told = text.trim()
  const inDoubt = await work.deliveries.inDoubt(draft.id)
  if (isSend !== undefined) return inDoubt.find(({ key }) => isSend(key))
  for (const place of inDoubt) {
    const entry = draft.unsavedEntry(place.seq) ?? (await work.stream.entry(draft.id, place.seq))
    if (entry?.kind !== 'message' || work.now - entry.at > echoForMs) continue
    const own = entry.text.trim()
    if (own === told || (own !== '' && told.endsWith(`\n${own}`))) return place
  }
  return undefined
}
