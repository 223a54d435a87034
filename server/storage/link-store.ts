import type { ChannelId, LinkId } from '#protocol/ids'
import type { CountedLink, LinkStore, StoredLink } from '../conversations/ports'
import type { WritableSql } from './sql'

type LinkRow<Kind extends StoredLink> = Omit<Kind, 'isOn'> & { readonly isOn: number }

const columns = `id, channel_id as "channelId", title, question, is_on as "isOn", version`

const linkOf = <Kind extends StoredLink>(row: LinkRow<Kind>) => ({ ...row, isOn: row.isOn === 1 })

/** Links of channels, with what came by them. */
export class SqlLinkStore implements LinkStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async ofChannel(channelId: ChannelId): Promise<readonly CountedLink[]> {
    const counted = '(select count(distinct inquiry) from visit where link_id = link.id) as inquiries'
    const text = `select ${columns}, visits, ${counted} from link where channel_id = $1 order by created_at, id`
    return (await this.#sql.all<LinkRow<CountedLink>>(text, [channelId])).map(linkOf)
  }

  async find(id: LinkId): Promise<StoredLink | undefined> {
    const row = await this.#sql.get<LinkRow<StoredLink>>(`select ${columns} from link where id = $1`, [id])
    return row && linkOf(row)
  }

  async put({ id, channelId, title, question, isOn, version }: StoredLink, at: number): Promise<void> {
    const text = `insert into link (id, channel_id, title, question, is_on, version, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (id) do update set title = excluded.title, question = excluded.question, is_on = excluded.is_on,
        version = excluded.version`
    await this.#sql.run(text, [id, channelId, title, question, isOn ? 1 : 0, version, at])
  }

  async remove(id: LinkId): Promise<void> {
    await this.#sql.run('delete from visit where link_id = $1', [id])
    await this.#sql.run('delete from link where id = $1', [id])
  }

  async countInquiries(channelId: ChannelId): Promise<number> {
    const text = `select count(*) as count from inquiry join conversation on conversation.id = inquiry.conversation_id
      where conversation.channel_id = $1`
    return (await this.#sql.get<{ count: number }>(text, [channelId]))?.count ?? 0
  }
}
