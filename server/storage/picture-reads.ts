import type { ChannelId } from '#protocol/ids'
import type { PictureWanted } from '../channels/ports'
import type { ReadableSql } from './sql'

/** Not by the channel's index, which holds all that were ever written: those that are open are few. */
const wanted = (condition: string, order: string) =>
  `select c.id as "conversationId", c.contact_id as "contactId", c.external_chat as "externalChat"
    from conversation c join contact p on p.id = c.contact_id
    where c.is_open = 1 and ${condition} and coalesce(c.channel_id, '') = $1 and c.is_group = 0 and c.place is null
      and (p.picture_asked_at is null or p.picture_asked_at <= $2)
    order by ${order} limit $3`

const waiting = wanted('c.unanswered_since is not null', 'c.unanswered_since, c.id')
const rest = wanted('c.unanswered_since is null', 'c.last_activity_at, c.id')

/** Contacts in open dialogues of a channel whose picture was not looked for since `before`; those who wait come first. */
export async function picturesWanted(
  sql: ReadableSql,
  channelId: ChannelId,
  before: number,
  limit: number,
): Promise<readonly PictureWanted[]> {
  const first = await sql.all<PictureWanted>(waiting, [channelId, before, limit])
  if (first.length === limit) return first
  return [...first, ...(await sql.all<PictureWanted>(rest, [channelId, before, limit - first.length]))]
}
