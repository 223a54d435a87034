import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import { type Actor, can } from '#protocol/permissions'

/** What stands in the way of a reply; notes may be written all the same. */
export type Obstacle = 'readOnly' | 'closed' | 'blocked' | 'disconnected'

export function obstacleTo(actor: Actor, row: ConversationRow, channel: Channel | null): Obstacle | null {
  if (!can(actor, 'reply', row)) return 'readOnly'
  if (channel?.isConnected === false) return 'disconnected'
  if (!row.isOpen) return 'closed'
  return row.isBlocked ? 'blocked' : null
}
