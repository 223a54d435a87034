import type { ChannelId } from '#protocol/ids'
import type { ConversationDraft } from './draft'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'
import { tellContact } from './tell-contact'

/**
 * The messenger knows the same person, or the same group, by another id from now on: contact and conversation stay one. Where
 * he has written under the new id already, that is a conversation of its own, and both stay as they are.
 */
export async function changeIdentity(
  work: Work,
  channelId: ChannelId,
  { from, to }: Pick<Extract<InboundEvent, { kind: 'identityChanged' }>, 'from' | 'to'>,
): Promise<void> {
  const draft = await work.draftOfChat(channelId, from)
  const taken = await work.draftOfChat(channelId, to)
  if (draft !== undefined && taken === undefined) {
    await moveChat(work, draft, to)
    if (!draft.row.isGroup) draft.addSystem(work.now, { kind: 'identityChanged' })
  }
  const contact = await work.contacts.byIdentity(channelId, from)
  if (contact === undefined) return
  if ((await work.contacts.byIdentity(channelId, to)) === undefined)
    await work.contacts.moveIdentity(channelId, from, to)
  await tellContact(work, contact.id, draft)
}

/**
 * A conversation goes on in another chat of the messenger, and what waits to leave leaves to there. Ids of its messages stay
 * with the old chat. A person is still meant by them, whatever he is called by now; a group is not, for in the new one they
 * begin at one again.
 */
export async function moveChat(work: Work, draft: ConversationDraft, externalChat: string): Promise<void> {
  const { isGroup, channelId } = draft.row
  if (!isGroup) await work.providerMessages.moved(draft.id, channelId, draft.facts.externalChat)
  draft.hide({ externalChat })
  await work.deliveries.readdress(draft.id, externalChat)
}
