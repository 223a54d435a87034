import { z } from 'zod'

/** Every refusal both sides know. The hub sends the code; the screen has a sentence for each in both languages. */
export const refusalCodes = [
  // who are you
  'UNAUTHENTICATED',
  'SESSION_ENDED',
  'DEVICE_REPLACED',
  'WRONG_CREDENTIALS',
  'TOO_MANY_ATTEMPTS',
  'LINK_EXPIRED',
  'ORIGIN',
  'UPGRADE_REQUIRED',
  // what you ask
  'BAD_REQUEST',
  'NOT_FOUND',
  'FORBIDDEN',
  'INVALID',
  'CONFLICT',
  'ALREADY_TAKEN',
  'CLOSED',
  'LIMIT_REACHED',
  'NEEDS_CONFIRMATION',
  'COMMAND_ID_REUSED',
  'COMMAND_EXPIRED',
  'LAST_ADMINISTRATOR',
  'IN_USE',
  // text and files
  'TEXT_EMPTY',
  'TEXT_TOO_LONG',
  'TEXT_INVALID',
  'FILE_EMPTY',
  'FILE_TOO_BIG',
  'FILE_TYPE',
  'FILE_CONTENT',
  'FILE_COUNT',
  'FILE_QUOTA',
  'FILE_NOT_RECEIVED',
  'UPLOAD_UNKNOWN',
  // channels
  'CHANNEL_DISCONNECTED',
  'CONTACT_BLOCKED',
  'WINDOW_CLOSED',
  'BOT_NOT_FOUND',
  'BOT_ALREADY_CONNECTED',
  'MESSENGER_UNREACHABLE',
  'MESSENGER_REFUSED',
  'CHAT_MOVED',
  'NEEDS_PUBLIC_ADDRESS',
  'RIGHTS_MISSING',
  'NEEDS_PORT_443',
  'NOT_LET_THROUGH',
  'LOGIN_ENDED',
  // the hub itself
  'RATE_LIMITED',
  'OVERLOADED',
  'STORE_UNAVAILABLE',
  'RESTARTING',
  'RESYNC',
  'INTERNAL',
  // made by the client, never by the hub
  'NOT_CONNECTED',
  'CACHE_UNAVAILABLE',
] as const

/** What a token may lack, named in RIGHTS_MISSING as `facts.rights`, with commas between. */
export const tokenRights = ['messages', 'manage', 'photos', 'docs', 'wall'] as const
export type TokenRight = (typeof tokenRights)[number]

export const RefusalCode = z.enum(refusalCodes)
export type RefusalCode = z.infer<typeof RefusalCode>

/**
 * A refusal as it travels. `message` is plain English for logs and API users; screens translate `code` and `facts`.
 * `field` is a path ("replies.0.text"), `retryAfterMs` goes with RATE_LIMITED, OVERLOADED, RESTARTING and TOO_MANY_ATTEMPTS.
 * `facts` are values the sentence needs (limit, length, name of who took it); never texts of messages or secrets.
 */
export const Refusal = z.object({
  code: RefusalCode,
  message: z.string(),
  field: z.string().optional(),
  fields: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  requestId: z.string().optional(),
})
export type Refusal = z.infer<typeof Refusal>

const retryable: ReadonlySet<RefusalCode> = new Set([
  'RATE_LIMITED',
  'OVERLOADED',
  'STORE_UNAVAILABLE',
  'RESTARTING',
  'RESYNC',
  'NOT_CONNECTED',
  'MESSENGER_UNREACHABLE',
  'TOO_MANY_ATTEMPTS',
])

/** Builds a refusal; whether trying the same again can help follows from the code. */
export function refusal(
  code: RefusalCode,
  message: string,
  more: Partial<Omit<Refusal, 'code' | 'message' | 'retryable'>> = {},
): Refusal {
  return { code, message, retryable: retryable.has(code), ...more }
}

/** What use-cases return: an expected refusal is a value, an exception is a bug or a broken outside world. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

export const accepted = <Value>(value: Value): Outcome<Value> => ({ ok: true, value })
export const refused = (
  code: RefusalCode,
  message: string,
  more: Partial<Omit<Refusal, 'code' | 'message' | 'retryable'>> = {},
): Outcome<never> => ({
  ok: false,
  refusal: refusal(code, message, more),
})
