import type { Capabilities } from './channel'
import type { ConversationRow } from './conversation'

/** Whether free words may be sent to a contact; `none`: his messenger knows no such limit. */
export type ReplyWindow =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly until: number }
  /** `since` null: he has never written. */
  | { readonly kind: 'closed'; readonly since: number | null }

/** By the hub's time. What a contact says opens it anew; what we answer does not. */
export function replyWindow(
  { repliesUntil }: Pick<ConversationRow, 'repliesUntil'>,
  { replyWindowMs }: Pick<Capabilities, 'replyWindowMs'>,
  now: number,
): ReplyWindow {
  if (replyWindowMs === null) return { kind: 'none' }
  return repliesUntil !== null && now < repliesUntil
    ? { kind: 'open', until: repliesUntil }
    : { kind: 'closed', since: repliesUntil }
}
