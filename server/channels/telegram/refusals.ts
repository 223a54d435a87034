import { MessengerRefused, MessengerUnreachable, type RefusalReason } from '../messenger-error'

/** Code and a part of the description, lower case (channels.md section 3.4); the texts change, so the first that fits is taken. */
const classes: readonly (readonly [code: number, part: string, reason: RefusalReason])[] = [
  [403, 'deactivated', 'not_found'],
  [403, "can't initiate", 'not_found'],
  [403, '', 'blocked'],
  [401, '', 'auth'],
  [404, '', 'auth'],
  [409, '', 'takenByAnother'],
  [413, '', 'too_big'],
  [429, '', 'rate_limited'],
  [400, 'chat not found', 'not_found'],
  [400, 'user not found', 'not_found'],
  [400, 'peer_id_invalid', 'not_found'],
  [400, 'too long', 'too_long'],
  [400, 'caption_too_long', 'too_long'],
  [400, 'too big', 'too_big'],
  [400, 'too large', 'too_big'],
  [400, 'photo_invalid', 'bad_media'],
  [400, 'image_process', 'bad_media'],
  [400, 'wrong file', 'bad_media'],
  [400, 'invalid file', 'bad_media'],
  [400, 'wrong type', 'bad_media'],
  [400, 'must be non-empty', 'bad_media'],
  [400, 'webpage_media', 'bad_media'],
]

/** The group goes on under another id. Nothing was accepted. */
export class ChatMoved extends MessengerRefused {
  constructor(
    readonly to: string,
    words: string,
  ) {
    super('not_found', words, null, '400')
  }
}

/** What Telegram adds to a refusal. */
interface Parameters {
  readonly retry_after?: number | undefined
  readonly migrate_to_chat_id?: number | undefined
}

/**
 * What a refusal of the Bot API means. An answer of 500 and above does not say that nothing was done: Telegram knows no
 * idempotency, so it is as if nobody had answered.
 */
export function refusalBy(code: number, words: string, parameters: Parameters = {}): Error {
  const { retry_after: seconds, migrate_to_chat_id: movedTo } = parameters
  if (code >= 500) return new MessengerUnreachable(true, words)
  if (movedTo !== undefined) return new ChatMoved(String(movedTo), words)
  const lower = words.toLowerCase()
  const reason = classes.find(([status, part]) => status === code && lower.includes(part))?.[2] ?? 'refused'
  return new MessengerRefused(reason, words, seconds === undefined ? null : seconds * 1000, String(code))
}
