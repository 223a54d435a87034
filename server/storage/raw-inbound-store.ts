import type { ChannelId, OperatorId } from '#protocol/ids'
import type { RawInbound } from '../conversations/inbound'
import type { InboundStore } from '../conversations/ports'
import type { ReadableSql, WritableSql } from './sql'

/** Gives every raw event a rising number, also within one millisecond and when the clock steps back; knows whether any may wait. */
export class Arrivals {
  #last: number
  /** False only when no raw event waits: then nobody needs to look. */
  mayHold: boolean

  constructor(last: number | null) {
    this.#last = last ?? 0
    this.mayHold = last !== null
  }

  next(at: number): number {
    this.#last = Math.max(at * 1000, this.#last + 1)
    return this.#last
  }
}

export async function readArrivals(sql: ReadableSql): Promise<Arrivals> {
  const text = `select max(arrival) as "last" from inbound_event where state = 'pending'`
  return new Arrivals((await sql.get<{ last: number | null }>(text))?.last ?? null)
}

/** Raw events under their unique key. While one of a chat waits, the later ones are only stored. */
export class SqlRawInboundStore implements InboundStore {
  readonly #sql: WritableSql
  readonly #arrivals: Arrivals

  constructor(sql: WritableSql, arrivals: Arrivals) {
    this.#sql = sql
    this.#arrivals = arrivals
  }

  async add(
    channelId: ChannelId,
    raw: RawInbound,
    state: 'done' | 'ignored' | 'pending',
    at: number,
  ): Promise<boolean> {
    const text = `insert into inbound_event (channel_id, event_key, external_chat, state, arrival, body)
      values ($1, $2, $3, $4, $5, $6) on conflict do nothing`
    if (state === 'pending') this.#arrivals.mayHold = true
    const values = [channelId, raw.eventKey, raw.externalChat, state, this.#arrivals.next(at), raw.body]
    return (await this.#sql.run(text, values)) === 1
  }

  async isChatHeld(channelId: ChannelId, externalChat: string): Promise<boolean> {
    if (!this.#arrivals.mayHold) return false
    const text = `select 1 as "held" from inbound_event
      where channel_id = $1 and external_chat = $2 and state = 'pending' limit 1`
    return (await this.#sql.get(text, [channelId, externalChat])) !== undefined
  }

  async held(channelId: ChannelId, externalChat: string): Promise<readonly { raw: RawInbound; attempts: number }[]> {
    const text = `select event_key as "eventKey", external_chat as "externalChat", body, attempts from inbound_event
      where channel_id = $1 and external_chat = $2 and state = 'pending' order by arrival limit 100`
    const rows = await this.#sql.all<RawInbound & { attempts: number }>(text, [channelId, externalChat])
    return rows.map(({ attempts, ...raw }) => ({ raw, attempts }))
  }

  async done(channelId: ChannelId, eventKey: string): Promise<void> {
    const text = `update inbound_event set state = 'done', next_at = null where channel_id = $1 and event_key = $2`
    await this.#sql.run(text, [channelId, eventKey])
  }

  dead(channelId: ChannelId, eventKey: string): Promise<RawInbound | undefined> {
    const text = `select event_key as "eventKey", external_chat as "externalChat", body from inbound_event
      where channel_id = $1 and event_key = $2 and state = 'dead'`
    return this.#sql.get<RawInbound>(text, [channelId, eventKey])
  }

  async failed(channelId: ChannelId, eventKey: string, reason: string, nextAt: number | null): Promise<void> {
    const text = `update inbound_event set state = $1, attempts = attempts + 1, reason = $2, next_at = $3
      where channel_id = $4 and event_key = $5`
    await this.#sql.run(text, [nextAt === null ? 'dead' : 'pending', reason, nextAt, channelId, eventKey])
  }

  async discard(channelId: ChannelId, eventKey: string): Promise<boolean> {
    const text = `update inbound_event set state = 'ignored' where channel_id = $1 and event_key = $2 and state = 'dead'`
    return (await this.#sql.run(text, [channelId, eventKey])) === 1
  }

  async judged(
    channelId: ChannelId,
    eventKey: string,
    what: 'retried' | 'discarded',
    by: OperatorId,
    at: number,
  ): Promise<void> {
    const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
    await this.#sql.run(text, [at, by, `deadLetter.${what}`, channelId, JSON.stringify({ eventKey })])
  }
}
