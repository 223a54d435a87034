import type { ChannelId } from '#protocol/ids'
import type { PictureWanted } from '../channels/ports'
import type { ReadableSql } from './sql'

/** Among the newest of all open conversations: who is further down was looked for when he was not, and silence needs no face. */
const reach = 500

const wanted = (condition: string, moment: string) =>
  `select c.id as "conversationId", c.contact_id as "contactId", c.external_chat as "externalChat"
    from (
      select id, contact_id, channel_id, external_chat, is_group, place from conversation
      where is_open = 1 and ${condition} order by ${moment} desc, id desc limit ${reach}
    ) as c join contact p on p.id = c.contact_id
    where c.channel_id = $1 and c.is_group = 0 and c.place is null
      and (p.picture_asked_at is null or p.picture_asked_at <= $2)
    limit $3`

const waiting = wanted('unanswered_since is not null', 'unanswered_since')
const rest = wanted('unanswered_since is null', 'last_activity_at')

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
