import { z } from 'zod'
import type { ChannelNote } from '#protocol/channel'
import type { FailureReason } from '#protocol/receipts'
import { MessengerRefused, type RefusalReason } from '../messenger-error'

/** An error as the Graph API answers it, and as a failed status carries it. */
export const GraphError = z.object({
  code: z.number().int().catch(0),
  message: z.string().catch(''),
  title: z.string().optional().catch(undefined),
  error_subcode: z.number().optional().catch(undefined),
  error_data: z
    .object({ details: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
export type GraphError = z.infer<typeof GraphError>

/** Codes of channels.md section 5.5; what is not here is told in Meta's words. */
const classes: ReadonlyMap<number, FailureReason> = new Map([
  ...pairs('auth', [0, 190, 3, 10, 131031, 368, 131042]),
  ...pairs('rate_limited', [4, 80007, 130429, 131056, 131048]),
  ...pairs('window_closed', [131047]),
  ...pairs('not_found', [131026]),
  ...pairs('bad_media', [131051, 131052, 131053]),
  ...pairs('temporary', [131000, 131016, 1, 2]),
])

function pairs(reason: FailureReason, codes: readonly number[]): readonly (readonly [number, FailureReason])[] {
  return codes.map((code) => [code, reason])
}

/** Permissions are a whole range; 131050 (no marketing, please) blocks no answers, so it is a refusal like any other. */
export function reasonOf(code: number): FailureReason {
  return code >= 200 && code <= 299 ? 'auth' : (classes.get(code) ?? 'refused')
}

/** A template is not there, or may not be sent any more. */
export const staleTemplateCodes: ReadonlySet<string> = new Set(['132001', '132015', '132016'])

/** What a code says of the number or its account, whomever the message was for. */
const troubles: ReadonlyMap<number, ChannelNote> = new Map([
  [131048, 'spamLimit'],
  [131031, 'accountRestricted'],
  [368, 'accountRestricted'],
  [131042, 'payment'],
])

export const troubleOf = (code: number): ChannelNote | null => troubles.get(code) ?? null

const minute = 60_000
/** How long to wait where Meta does not say: a pair of people, an app or account, a number with a bad name. */
const waits: ReadonlyMap<number, number> = new Map([
  [131056, 6000],
  [4, minute],
  [80007, minute],
  [131048, 60 * minute],
])

const wordsLimit = 300

/** Meta's words for people: the details say more than the message. */
export function wordsOf({ code, message, title, error_data }: GraphError): string {
  const said = error_data?.details ?? (message === '' ? (title ?? '') : message)
  return `${code}: ${said}`.slice(0, wordsLimit)
}

export function refusedBy(error: GraphError, retryAfterMs: number | null): MessengerRefused {
  const { code } = error
  const reason: RefusalReason = reasonOf(code)
  return new MessengerRefused(reason, wordsOf(error), retryAfterMs ?? waits.get(code) ?? null, String(code))
}
