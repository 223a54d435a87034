import { accepted, type Outcome, refused } from '#protocol/errors'
import type { FailureReason } from '#protocol/receipts'
import type { SendResult } from './channel'

/** Why a messenger said no: the classes of channels.md section 2, and that another system uses the same account. */
export type RefusalReason = FailureReason | 'takenByAnother'

/** The messenger said no. `words` are its own, without secrets. */
export class MessengerRefused extends Error {
  override readonly name = 'MessengerRefused'
  constructor(
    readonly reason: RefusalReason,
    readonly words: string,
    /** How long it asks us to wait; null = it did not say. */
    readonly retryAfterMs: number | null = null,
    /** Its own code, for what only the adapter can judge. */
    readonly code: string | null = null,
  ) {
    super(`${reason}: ${words}`)
  }
}

/** Nobody answered. `wasSent`: bytes may have left, so the call may have been carried out. */
export class MessengerUnreachable extends Error {
  override readonly name = 'MessengerUnreachable'
  constructor(
    readonly wasSent: boolean,
    readonly why: string,
  ) {
    super(`no answer: ${why}`)
  }
}

/** What became of changing something that was sent: done, refused in the messenger's words, or nobody answered. */
export async function outcomeOf(change: () => Promise<unknown>): Promise<Outcome<null>> {
  try {
    await change()
    return accepted(null)
  } catch (error) {
    if (error instanceof MessengerUnreachable) return refused('MESSENGER_UNREACHABLE', 'the messenger does not answer')
    if (!(error instanceof MessengerRefused)) throw error
    const { words: detail, reason } = error
    return refused('MESSENGER_REFUSED', 'the messenger has refused it', { facts: { detail, reason } })
  }
}

/** When the messenger names no wait. */
const floodWaitMs = 5000

/**
 * What became of a send (reliability.md promise 3). Only what was certainly not accepted may be sent again by itself: flood control,
 * refusals called temporary, a connection that was never made. The rest of what is in doubt is `unconfirmed`; delivery repeats that
 * for messengers that know a repeat.
 */
export function resultOf(error: unknown): SendResult {
  if (error instanceof MessengerUnreachable)
    return error.wasSent
      ? { kind: 'unconfirmed', detail: error.why }
      : { kind: 'retry', afterMs: 0, reason: 'temporary', detail: error.why }
  if (!(error instanceof MessengerRefused)) throw error
  const { reason, words, retryAfterMs } = error
  if (reason === 'rate_limited') return { kind: 'retry', afterMs: retryAfterMs ?? floodWaitMs, reason, detail: words }
  if (reason === 'temporary') return { kind: 'retry', afterMs: retryAfterMs ?? 0, reason, detail: words }
  return { kind: 'failed', reason: reason === 'takenByAnother' ? 'refused' : reason, detail: words }
}
