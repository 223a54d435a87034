import type { FailureReason } from '#protocol/receipts'
import type { SendResult } from '../channel'

/** Telegram said no. `description` is in its words, without secrets. */
export class TelegramRefused extends Error {
  override readonly name = 'TelegramRefused'
  constructor(
    readonly code: number,
    readonly description: string,
    readonly retryAfterMs: number | null,
  ) {
    super(`${code} ${description}`)
  }
}

/** Nobody answered. `wasSent`: bytes may have left, so the call may have been carried out. */
export class TelegramUnreachable extends Error {
  override readonly name = 'TelegramUnreachable'
  constructor(
    readonly wasSent: boolean,
    readonly why: string,
  ) {
    super(`no answer: ${why}`)
  }
}

/** Code and a part of the description, lower case (channels.md section 3.4); the texts change, so the first that fits is taken. */
const classes: readonly (readonly [code: number, part: string, reason: FailureReason])[] = [
  [403, 'deactivated', 'not_found'],
  [403, "can't initiate", 'not_found'],
  [403, '', 'blocked'],
  [401, '', 'auth'],
  [404, '', 'auth'],
  [413, '', 'too_big'],
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
  [400, 'wrong type', 'bad_media'],
  [400, 'must be non-empty', 'bad_media'],
  [400, 'webpage_media', 'bad_media'],
]

function reasonOf({ code, description }: TelegramRefused): FailureReason {
  const words = description.toLowerCase()
  return classes.find(([status, part]) => status === code && words.includes(part))?.[2] ?? 'refused'
}

/** When Telegram names no wait. */
const floodWaitMs = 5000

/**
 * What became of a send. Only what was certainly not accepted may be sent again by itself: flood control, and a connection that
 * was never made. Telegram knows no idempotency, so everything in doubt is `unconfirmed` (reliability.md promise 3).
 */
export function resultOf(error: unknown): SendResult {
  if (error instanceof TelegramUnreachable)
    return error.wasSent
      ? { kind: 'unconfirmed', detail: error.why }
      : { kind: 'retry', afterMs: 0, reason: 'temporary', detail: error.why }
  if (!(error instanceof TelegramRefused)) throw error
  const { code, description, retryAfterMs } = error
  if (code === 429)
    return { kind: 'retry', afterMs: retryAfterMs ?? floodWaitMs, reason: 'rate_limited', detail: description }
  if (code >= 500) return { kind: 'unconfirmed', detail: description }
  return { kind: 'failed', reason: reasonOf(error), detail: description }
}
