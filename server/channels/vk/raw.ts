import { createHash } from 'node:crypto'
import type { RawInbound } from '../channel'
import { isObject } from './event'
import { commentOf, threadOf } from './pages'

/** Events that concern no chat of ours share one place: nothing waits for them. */
const nowhere = 'none'

export const safeId = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null

/** Whose event it is: the person in a private chat, the writer of a comment. */
export function authorOf(type: string, object: Readonly<Record<string, unknown>>): number | null {
  const message = type === 'message_new' && isObject(object.message) ? object.message : object
  switch (type) {
    case 'message_event':
    case 'message_allow':
    case 'message_deny':
      return safeId(message.user_id)
    case 'message_reaction_event':
      return safeId(message.reacted_id)
    case 'message_reply':
      return safeId(message.admin_author_id)
    default:
      return safeId(message.from_id) ?? safeId(message.user_id) ?? safeId(message.deleter_id)
  }
}

function chatOf(type: string, object: Readonly<Record<string, unknown>>, groupId: number): string {
  const comment = commentOf(type, object, groupId)
  const author = authorOf(type, object)
  if (comment !== null) return comment.page === null || author === null ? nowhere : threadOf(comment.page, author)
  const message = type === 'message_new' && isObject(object.message) ? object.message : object
  const peer = safeId(message.peer_id) ?? author
  return peer === null ? nowhere : String(peer)
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** An event as it is stored: under VK's own id, which is the same when it comes again. What has none is known by its bytes. */
export function rawOf(event: unknown, body: string): RawInbound {
  if (!isObject(event) || !isObject(event.object) || typeof event.type !== 'string')
    return { eventKey: `unknown:${digest(body)}`, externalChat: nowhere, body }
  const { event_id: id, object, type } = event
  const isNamed = typeof id === 'string' && id !== '' && id.length <= 100
  return {
    eventKey: isNamed ? `event:${id}` : `unknown:${digest(body)}`,
    externalChat: chatOf(type, object, safeId(event.group_id) ?? 0),
    body,
    parsed: event,
  }
}
