import { z } from 'zod'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { EditedMessage, SentMessage } from '../channel'
import { outcomeOf } from '../messenger-error'
import { splitText } from '../split-text'
import type { MaxApi } from './api'
import { threadOf } from './frame'
import { keyboardOf } from './outbound'
import { hasReason } from './refusals'
import { textLimit } from './settings'

const Kept = z.object({ body: z.object({ text: z.string().nullish() }).nullish() })

/** Where a message of ours stands: a dialogue, or under a post. */
function placeOf({ externalChat }: SentMessage, mid: string) {
  const thread = threadOf(externalChat)
  return thread === null
    ? { path: '/messages', query: { message_id: mid } }
    : { path: `/messages/${thread.post}/comments`, query: { comment_id: mid } }
}

/**
 * Puts another text in place of what was sent; files and buttons stay. A text that has left in several messages goes into those of
 * them that held words, as many or fewer: it cannot grow into more. From the end, so that a message that is gone is found before
 * anything is changed; what is too much goes last, for MAX refuses to change what is old and never to take it back.
 */
export async function editMessage(api: MaxApi, message: SentMessage, text: string): Promise<Outcome<EditedMessage>> {
  const pieces = splitText(text, textLimit)
  let wordy: readonly string[] = message.externalMessageIds
  if (wordy.length > 1 && message.attachments > 0) {
    const read = await outcomeOf(async () => {
      wordy = await wordyOf(api, message.externalMessageIds)
    })
    if (!read.ok) return read
  }
  if (pieces.length > wordy.length)
    return refused('TEXT_TOO_LONG', 'it does not fit into the messages that were sent', {
      facts: { limit: wordy.length * textLimit, length: text.length },
    })
  const gone = wordy.slice(pieces.length)
  // What is not named stays; the buttons go with the last message, and stand under the one that is the last then.
  const { buttons = [] } = message
  const keyboard = gone.length > 0 && buttons.length > 0 ? { attachments: [keyboardOf(buttons)] } : {}
  const done = await outcomeOf(async () => {
    for (const [index, mid] of [...wordy.slice(0, pieces.length).entries()].toReversed()) {
      const body = { text: pieces[index], ...(index === pieces.length - 1 ? keyboard : {}) }
      await api.call(z.unknown(), { method: 'PUT', ...placeOf(message, mid), body })
    }
    for (const mid of gone) await remove(api, message, mid)
  })
  return done.ok ? accepted({ gone }) : done
}

/** The messages that hold words; the first of all, when none does. */
async function wordyOf(api: MaxApi, ids: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const mid of ids) {
    const { body } = await api.call(Kept, { method: 'GET', path: `/messages/${encodeURIComponent(mid)}` })
    if ((body?.text ?? '') !== '') found.push(mid)
  }
  return found.length > 0 ? found : ids.slice(0, 1)
}

export const deleteMessage = (api: MaxApi, message: SentMessage): Promise<Outcome<null>> =>
  outcomeOf(async () => {
    for (const mid of message.externalMessageIds) await remove(api, message, mid)
  })

/** Gone already is as good as taken back. */
async function remove(api: MaxApi, message: SentMessage, mid: string): Promise<void> {
  try {
    await api.call(z.unknown(), { method: 'DELETE', ...placeOf(message, mid) })
  } catch (error) {
    if (!hasReason(error, 'not_found')) throw error
  }
}
