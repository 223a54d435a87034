import type { RefusalReason } from '../messenger-error'
import { MessengerRefused } from '../messenger-error'

/** Numbers of channels.md section 6.4; the names of 16 and up differ between clients of Viber, so the rest is simply refused. */
const reasons: ReadonlyMap<number, RefusalReason> = new Map([
  [2, 'auth'],
  [5, 'not_found'],
  [6, 'blocked'],
  [7, 'auth'],
  [8, 'auth'],
  [9, 'auth'],
  // Not taken, since nobody could be told of the answer: the webhook is set again meanwhile.
  [10, 'temporary'],
  [12, 'rate_limited'],
])

export const statusOf = { ok: 0, invalidUrl: 1, invalidToken: 2, webhookNotSet: 10 } as const

/** The receiver's program is too old for what was sent: plain text reaches it. */
const oldPrograms: ReadonlySet<string> = new Set(['11', '13', '14'])

export const isProgramTooOld = (error: unknown): boolean =>
  error instanceof MessengerRefused && error.code !== null && oldPrograms.has(error.code)

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof MessengerRefused && error.code === String(status)

export function refusalOf(status: number, words: string): MessengerRefused {
  return new MessengerRefused(reasons.get(status) ?? 'refused', words, null, String(status))
}
