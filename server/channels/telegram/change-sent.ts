import type { RawApi } from 'grammy'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { EditedMessage, SentMessage } from '../channel'
import { MessengerRefused, outcomeOf } from '../messenger-error'
import { splitText } from '../split-text'
import type { TelegramApi } from './api'
import { inlineMarkupOf } from './outbound'
import { inlineOf } from './send'
import { captionLimit, textLimit } from './settings'

/**
 * Puts another text in place of a sent one: of a caption under its first file, of a text in each message it was cut into. A text
 * that needs fewer of them takes the last ones back; for one that needs more there is no place between what was written since.
 * From the end, so that what Telegram may refuse (taking back what is older than two days, a message that is gone) comes first.
 */
export async function editSent(api: TelegramApi, message: SentMessage, text: string): Promise<Outcome<EditedMessage>> {
  const { externalChat, externalMessageIds: ids, attachments, buttons = [] } = message
  const inline = inlineMarkupOf(buttons)
  // An edit that does not name them takes the buttons away.
  const markup = inline === null ? {} : { reply_markup: inlineOf(inline) }
  const chat_id = Number(externalChat)
  const [first] = ids
  const texts = ids.slice(attachments).map(Number)
  if (first !== undefined && texts.length === 0) {
    if (text.length > captionLimit) return tooLong(captionLimit, text)
    const message_id = Number(first)
    const done = await outcomeOf(() =>
      changed(api, (raw) => raw.editMessageCaption({ chat_id, message_id, caption: text, ...markup })),
    )
    return done.ok ? accepted({ gone: [] }) : done
  }
  const pieces = splitText(text, textLimit)
  if (pieces.length > texts.length) return tooLong(textLimit * texts.length, text)
  for (const [index, message_id] of [...texts.entries()].toReversed()) {
    const piece = pieces[index]
    const outcome = await outcomeOf(() =>
      changed(api, (raw) =>
        piece === undefined
          ? raw.deleteMessage({ chat_id, message_id })
          : raw.editMessageText({ chat_id, message_id, text: piece, ...(index === pieces.length - 1 ? markup : {}) }),
      ),
    )
    if (!outcome.ok) return outcome
  }
  return accepted({ gone: ids.slice(attachments + pieces.length) })
}

/** Takes a sent message back, all of its parts. */
export async function deleteSent(api: TelegramApi, message: SentMessage): Promise<Outcome<null>> {
  const chat_id = Number(message.externalChat)
  for (const id of message.externalMessageIds) {
    const message_id = Number(id)
    const outcome = await outcomeOf(() => changed(api, (raw) => raw.deleteMessage({ chat_id, message_id })))
    if (!outcome.ok) return outcome
  }
  return accepted(null)
}

const tooLong = (limit: number, text: string) =>
  refused('TEXT_TOO_LONG', 'the text does not fit into what was sent', {
    field: 'text',
    facts: { limit, length: text.length },
  })

/** What a call says that has been carried out before. */
const doneBefore = /message is not modified|message to delete not found/i

async function changed(api: TelegramApi, change: (raw: RawApi) => Promise<unknown>): Promise<void> {
  try {
    await api.call(change)
  } catch (error) {
    if (!(error instanceof MessengerRefused && doneBefore.test(error.words))) throw error
  }
}
