/** What an update is about, read before anybody knows whether its shape is one we understand. */
export interface RawShape {
  /** The same when the update comes again, another one for every other update. */
  readonly key: string
  readonly externalChat: string
}

/** What concerns no chat of ours shares one place: nothing waits for it. */
const nowhere = 'none'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const idForm = /^-?\d{1,20}$/
const wordForm = /^[\w.:-]{1,120}$/

/** 64 bits: a string of digits, or a number that has lost none. */
function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  return typeof value === 'string' && idForm.test(value) ? value : null
}

const wordOf = (value: unknown): string | null => (typeof value === 'string' && wordForm.test(value) ? value : null)

const inside = (holder: unknown, key: string): unknown => (isObject(holder) ? holder[key] : undefined)

/** The person an update is about: who wrote, pressed, started, left or took back. */
function personOf(update: Record<string, unknown>): string | null {
  const { message, callback, user, user_id: id } = update
  return (
    idOf(inside(inside(callback, 'user'), 'user_id')) ??
    idOf(inside(inside(message, 'sender'), 'user_id')) ??
    idOf(inside(user, 'user_id')) ??
    idOf(id)
  )
}

const postOf = ({ message, post_id: post }: Record<string, unknown>): string | null =>
  wordOf(inside(inside(message, 'recipient'), 'post_id')) ?? wordOf(post)

const dialogTypes = /^(?:message_|bot_st|dialog_)/

/**
 * A dialogue is known by its person, since a press may come without the message it belongs to; what is said under a post by post and
 * person.
 */
function chatOf(type: string, update: Record<string, unknown>): string {
  const person = personOf(update)
  if (person === null) return nowhere
  if (type.startsWith('comment_')) {
    const post = postOf(update)
    return post === null ? nowhere : `post:${post}:${person}`
  }
  const chatType = inside(inside(update.message, 'recipient'), 'chat_type')
  return dialogTypes.test(type) && (chatType === undefined || chatType === 'dialog') ? person : nowhere
}

/** Edits of one message differ by their moment alone. */
const isRepeatable = (type: string) => type.endsWith('_edited')

export function rawShapeOf(update: unknown): RawShape | null {
  if (!isObject(update)) return null
  const { update_type: type, timestamp, message, callback, message_id: removed } = update
  if (typeof type !== 'string' || type === '' || type.length > 60) return null
  const externalChat = chatOf(type, update)
  const at = typeof timestamp === 'number' || typeof timestamp === 'string' ? String(timestamp).slice(0, 30) : ''
  const pressed = inside(callback, 'callback_id')
  if (typeof pressed === 'string' && pressed !== '') return { key: `${type}:${pressed}`, externalChat }
  const mid = inside(inside(message, 'body'), 'mid') ?? removed
  if (typeof mid === 'string' && mid !== '')
    return { key: isRepeatable(type) ? `${type}:${mid}:${at}` : `${type}:${mid}`, externalChat }
  const chat = idOf(update.chat_id) ?? idOf(inside(inside(message, 'recipient'), 'chat_id')) ?? ''
  if (at === '') return null
  return { key: `${type}:${at}:${chat}:${personOf(update) ?? ''}`, externalChat }
}

/** Where somebody speaks in public: the post, and who; null for a dialogue. */
export function threadOf(externalChat: string): { readonly post: string; readonly person: string } | null {
  const [, post, person] = /^post:(.+):(-?\d{1,20})$/.exec(externalChat) ?? []
  return post === undefined || person === undefined ? null : { post, person }
}

/** The dialogue with somebody who speaks under a post. */
export const privateChatOf = (externalChat: string): string | null => threadOf(externalChat)?.person ?? null
