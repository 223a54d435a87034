import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import { type Actor, can } from '#protocol/permissions'
import { replyWindow } from '#protocol/reply-window'

/** What stands in the way of a reply; notes may be written all the same. */
export type Obstacle = 'readOnly' | 'closed' | 'blocked' | 'disconnected' | 'window'

/** `now` is the hub's. */
export function obstacleTo(actor: Actor, row: ConversationRow, channel: Channel | null, now: number): Obstacle | null {
  if (!can(actor, 'reply', row)) return 'readOnly'
  if (channel?.isConnected === false) return 'disconnected'
  if (!row.isOpen) return 'closed'
  if (row.isBlocked) return 'blocked'
  return channel !== null && replyWindow(row, channel.capabilities, now).kind === 'closed' ? 'window' : null
}
