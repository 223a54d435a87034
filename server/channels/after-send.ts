import type { SendReport } from '../conversations/record-receipt'
import { backOffMs } from './back-off'
import type { SendResult } from './channel'
import type { DuePart } from './ports'

/** A part is repeated for so long (reliability.md promise 3), then it has failed. */
export const givesUpAfterMs = 15 * 60_000

export type AfterSend =
  | { readonly kind: 'record'; readonly outcome: SendReport }
  | { readonly kind: 'repeat'; readonly attempt: number; readonly isInDoubt: boolean; readonly nextAt: number }

export interface Circumstances {
  /** The messenger takes the same key twice for one message, so a lost answer may be asked for again. */
  readonly isIdempotent: boolean
  readonly now: number
  readonly random: number
}

/** What to do with what the messenger said. Only what was certainly not accepted, or cannot be doubled, is sent again. */
export function afterSend(part: DuePart, result: SendResult, circumstances: Circumstances): AfterSend {
  switch (result.kind) {
    case 'sent':
      return { kind: 'record', outcome: result }
    case 'failed':
      return { kind: 'record', outcome: honest(part, result) }
    case 'retry': {
      const { reason, detail } = result
      return repeat(part, result.afterMs, honest(part, { kind: 'failed', reason, detail }), circumstances)
    }
    case 'unconfirmed':
      return circumstances.isIdempotent
        ? repeat({ ...part, isInDoubt: true }, 0, result, circumstances)
        : { kind: 'record', outcome: result }
  }
}

/** A refusal of a repeat does not say that what was sent before has not arrived. */
function honest({ isInDoubt }: DuePart, failed: Extract<SendReport, { kind: 'failed' }>): SendReport {
  return isInDoubt ? { kind: 'unconfirmed', detail: failed.detail } : failed
}

/** `givenUp` is what the part has come to when there is no time left. */
function repeat(part: DuePart, afterMs: number, givenUp: SendReport, { now, random }: Circumstances): AfterSend {
  const attempt = part.attempt + 1
  const nextAt = now + Math.max(afterMs, backOffMs(attempt, random))
  return nextAt - part.queuedAt > givesUpAfterMs
    ? { kind: 'record', outcome: givenUp }
    : { kind: 'repeat', attempt, isInDoubt: part.isInDoubt, nextAt }
}
