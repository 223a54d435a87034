import { z } from 'zod'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { EditedMessage, SentMessage } from '../channel'
import { outcomeOf } from '../messenger-error'
import { splitText } from '../split-text'
import type { VkApi } from './api'
import { isObject } from './event'
import { keyboardOf } from './outbound'
import { publicThread } from './pages'
import { inlineButtons, inlineRows, textLimit } from './settings'

const Kept = z.object({
  items: z.array(
    z.object({
      conversation_message_id: z.number().int(),
      text: z.string().catch(''),
      attachments: z.array(z.unknown()).catch([]),
    }),
  ),
})
type Kept = z.infer<typeof Kept>['items'][number]

const Owned = z.object({
  id: z.number().int(),
  owner_id: z.number().int(),
  access_key: z.string().optional().catch(undefined),
})

/** The name of what a message holds, to let it hold that again. */
function nameOf(attachment: unknown): string | null {
  if (!isObject(attachment) || typeof attachment.type !== 'string') return null
  const body = Owned.safeParse(attachment[attachment.type])
  if (!body.success) return null
  const { id, owner_id, access_key: key } = body.data
  return `${attachment.type}${owner_id}_${id}${key === undefined ? '' : `_${key}`}`
}

/**
 * Puts another text in place of what was sent. An edit that does not name a message's files takes them away, so they are read first.
 * A text that has left in several messages goes into as many or fewer; it cannot grow into more.
 */
export async function editMessage(api: VkApi, message: SentMessage, text: string): Promise<Outcome<EditedMessage>> {
  const { externalChat: peer, externalMessageIds: ids } = message
  if (publicThread(peer) !== null) return refused('MESSENGER_REFUSED', 'a community may not change its comments')
  const pieces = splitText(text, textLimit)
  const known: Kept[] = []
  const read = await outcomeOf(async () => {
    const params = { peer_id: peer, conversation_message_ids: ids.join(',') }
    known.push(...(await api.call('messages.getByConversationMessageId', params, Kept)).items)
  })
  if (!read.ok) return read
  const places = placesOf(ids, known)
  if (places.length === 0) return refused('MESSENGER_REFUSED', 'the message is gone at VK')
  if (pieces.length > places.length)
    return refused('TEXT_TOO_LONG', 'it does not fit into the messages that were sent', {
      facts: { limit: places.length * textLimit, length: text.length },
    })
  const gone: string[] = []
  const keyboard = inlineKeyboard(message)
  const done = await outcomeOf(async () => {
    for (const [index, place] of places.entries()) {
      const piece = pieces[index] ?? ''
      if (piece === '' && place.attachments.length === 0) {
        await remove(api, peer, place)
        gone.push(String(place.conversation_message_id))
      } else await edit(api, peer, place, piece, index === pieces.length - 1 ? keyboard : {})
    }
  })
  return done.ok ? accepted({ gone }) : done
}

/** The messages that hold the words, in their order; the first of all, when none does. */
function placesOf(ids: readonly string[], known: readonly Kept[]): readonly Kept[] {
  const all = ids.flatMap((id) => known.filter((one) => String(one.conversation_message_id) === id))
  const worded = all.filter(({ text }) => text !== '')
  return worded.length > 0 ? worded : all.slice(0, 1)
}

/** Under a message alone: what stands below the input line is no part of one. */
function inlineKeyboard({ buttons = [] }: SentMessage): { readonly keyboard?: string } {
  const isInline = buttons.length <= inlineRows && buttons.flat().length <= inlineButtons
  const keyboard = isInline ? keyboardOf(buttons) : null
  return keyboard === null ? {} : { keyboard }
}

function edit(
  api: VkApi,
  peer: string,
  { conversation_message_id: id, attachments }: Kept,
  text: string,
  keyboard: { readonly keyboard?: string },
) {
  const files = attachments.map(nameOf).filter((name) => name !== null)
  const params = {
    ...{ peer_id: peer, cmid: String(id), message: text, disable_mentions: '1' },
    ...{ keep_forward_messages: '1', keep_snippets: '1' },
    ...(files.length > 0 && { attachment: files.join(',') }),
    ...keyboard,
  }
  return api.call('messages.edit', params, z.unknown())
}

function remove(api: VkApi, peer: string, { conversation_message_id: id }: Kept) {
  return api.call('messages.delete', { peer_id: peer, cmids: String(id), delete_for_all: '1' }, z.unknown())
}
