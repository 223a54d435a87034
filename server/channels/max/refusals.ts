import { MessengerRefused, type RefusalReason } from '../messenger-error'

/** A part of code or message, lower case: in which of the two the key stands varies (channels.md section 7.4). The first that fits. */
const classes: readonly (readonly [part: string, reason: RefusalReason])[] = [
  ['verify.token', 'auth'],
  ['error.dialog.notfound', 'not_found'],
  ['dialog.not.found', 'not_found'],
  ['user.not.found', 'not_found'],
  ['chat.not.found', 'not_found'],
  ['chat.denied', 'blocked'],
  ['dialog.suspended', 'blocked'],
  ['attachment.not.ready', 'temporary'],
  ['too.many.requests', 'rate_limited'],
  ['extension is forbidden', 'bad_media'],
  ['text is too long', 'too_long'],
  ['text.too.long', 'too_long'],
  ['file is too', 'too_big'],
]

const byStatus: ReadonlyMap<number, RefusalReason> = new Map([
  [401, 'auth'],
  [404, 'not_found'],
  [413, 'too_big'],
  [429, 'rate_limited'],
])

/** `words` are MAX's own, without secrets. */
export function refusalOf(status: number, code: string, message: string): MessengerRefused {
  const said = `${code} ${message}`.toLowerCase()
  const reason = classes.find(([part]) => said.includes(part))?.[1] ?? byStatus.get(status) ?? 'refused'
  const words = message === '' ? code : message
  return new MessengerRefused(reason, words.slice(0, 300), null, said.includes(notReady) ? notReady : code)
}

const notReady = 'attachment.not.ready'

export const isNotReady = (error: unknown): boolean => error instanceof MessengerRefused && error.code === notReady

export const hasReason = (error: unknown, reason: RefusalReason): boolean =>
  error instanceof MessengerRefused && error.reason === reason
