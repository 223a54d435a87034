import type { ChannelId } from '#protocol/ids'
import { LinkVisit } from '#protocol/links'
import type { NewVisit, VisitStore } from '../conversations/ports'
import type { WritableSql } from './sql'

const readText = `select number, title, page, referrer, utm, at from visit join link on link.id = visit.link_id`

type VisitRow = Omit<LinkVisit, 'utm'> & { readonly utm: string }

const visitOf = ({ utm, ...row }: VisitRow): LinkVisit => ({ ...row, utm: LinkVisit.shape.utm.parse(JSON.parse(utm)) })

/** Who has pressed a link, and the inquiry that came of it. */
export class SqlVisitStore implements VisitStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async add({ number, channelId, linkId, page, referrer, utm, at }: NewVisit): Promise<boolean> {
    const text = `insert into visit (number, channel_id, link_id, page, referrer, utm, at)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict (number) do nothing`
    const values = [number, channelId, linkId, page, referrer, JSON.stringify(utm), at]
    if ((await this.#sql.run(text, values)) === 0) return false
    await this.#sql.run('update link set visits = visits + 1 where id = $1', [linkId])
    return true
  }

  async numbered(channelId: ChannelId, number: number): Promise<LinkVisit | undefined> {
    const text = `${readText} where number = $1 and visit.channel_id = $2 and inquiry is null`
    const row = await this.#sql.get<VisitRow>(text, [number, channelId])
    return row && visitOf(row)
  }

  async ofChat(channelId: ChannelId, externalChat: string): Promise<LinkVisit | undefined> {
    const text = `${readText} where visit.channel_id = $1 and external_chat = $2 and inquiry is null order by at desc limit 1`
    const row = await this.#sql.get<VisitRow>(text, [channelId, externalChat])
    return row && visitOf(row)
  }

  async hold(number: number, externalChat: string): Promise<void> {
    await this.#sql.run('update visit set external_chat = $1 where number = $2', [externalChat, number])
  }

  async tie(number: number, inquiry: number): Promise<void> {
    await this.#sql.run('update visit set inquiry = $1, external_chat = null where number = $2', [inquiry, number])
  }
}
