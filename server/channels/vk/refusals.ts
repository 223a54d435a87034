import { MessengerRefused, type RefusalReason } from '../messenger-error'

interface Class {
  readonly reason: RefusalReason
  readonly retryAfterMs?: number
}

/** Codes of VK by the classes of channels.md sections 2 and 4.4. It names no wait, so ours is here. */
const classes: ReadonlyMap<number, Class> = new Map<number, Class>([
  [1, { reason: 'temporary' }],
  [5, { reason: 'auth' }],
  [6, { reason: 'rate_limited', retryAfterMs: 400 }],
  [7, { reason: 'auth' }],
  [9, { reason: 'rate_limited', retryAfterMs: 5_000 }],
  [10, { reason: 'temporary' }],
  // A captcha: a person has to look, and until then nothing goes.
  [14, { reason: 'temporary', retryAfterMs: 60_000 }],
  [15, { reason: 'auth' }],
  [18, { reason: 'not_found' }],
  [22, { reason: 'bad_media' }],
  [27, { reason: 'auth' }],
  [28, { reason: 'auth' }],
  [29, { reason: 'rate_limited', retryAfterMs: 60_000 }],
  [36, { reason: 'temporary' }],
  [43, { reason: 'temporary', retryAfterMs: 30_000 }],
  [105, { reason: 'bad_media' }],
  [113, { reason: 'not_found' }],
  [118, { reason: 'bad_media' }],
  [121, { reason: 'bad_media' }],
  [129, { reason: 'bad_media' }],
  [223, { reason: 'rate_limited', retryAfterMs: 60_000 }],
  [900, { reason: 'blocked' }],
  [901, { reason: 'blocked' }],
  [902, { reason: 'blocked' }],
  [910, { reason: 'too_long' }],
  [913, { reason: 'too_long' }],
  [914, { reason: 'too_long' }],
  [921, { reason: 'bad_media' }],
  [936, { reason: 'not_found' }],
  [950, { reason: 'window_closed' }],
])

/** The keyboard is wrong, or the community has switched off what a keyboard needs. */
export const keyboardRefusals: ReadonlySet<string | null> = new Set(['911', '912'])
/** «Возможности ботов» are off. */
export const botFeaturesOff = '912'
export const captchaNeeded = '14'
/** VK does not say whether it has carried the call out. */
export const doubtful: ReadonlySet<string | null> = new Set(['1', '10', '36'])
/** The community has as many servers as it may. */
export const serversFull = '2000'

/** Said of anything else, a right that is missing may be missing for this one person or post. */
const ofTheToken = /^groups\./
/** A right is missing. */
export const rightRefusals: ReadonlySet<string | null> = new Set(['7', '15'])

/** What VK said, without the token. */
export function refusalOf(code: number, words: string, method: string): MessengerRefused {
  const found = classes.get(code) ?? { reason: 'refused' as const }
  const isOfThisCall = rightRefusals.has(String(code)) && !ofTheToken.test(method)
  const reason = isOfThisCall ? 'refused' : found.reason
  return new MessengerRefused(reason, `${words.slice(0, 280)} (${code})`, found.retryAfterMs ?? null, String(code))
}
