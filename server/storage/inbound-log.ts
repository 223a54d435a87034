import type { HeldChat } from '../channels/ports'
import type { ReadableSql } from './sql'

/** Chats with raw events that wait, and when the first of each is to be tried again. Those behind it have no moment of their own. */
export function heldChats(sql: ReadableSql): Promise<readonly HeldChat[]> {
  const text = `select channel_id as "channelId", external_chat as "externalChat", coalesce(min(next_at), 0) as "nextAt"
    from inbound_event where state = 'pending' group by channel_id, external_chat`
  return sql.all<HeldChat>(text)
}
