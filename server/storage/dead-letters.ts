import { type DeadLetter, shownOfBody } from '#protocol/dead-letter'
import type { ChannelId, OperatorId } from '#protocol/ids'
import type { DeadLetters } from '../channels/ports'
import type { Reader, Transaction, Writer } from './sql'

interface LetterRow {
  readonly eventKey: string
  readonly arrival: number
  readonly attempts: number
  readonly reason: string | null
  readonly body: string
  readonly length: number
}

/** Arrivals are thousandths of a millisecond, so that no two are the same (raw-inbound-store.ts). */
const momentOf = (arrival: number): number => Math.floor(arrival / 1000)

/** What could not be processed, as its administrator sees it. */
export class SqlDeadLetters implements DeadLetters {
  readonly #reader: Reader
  readonly #writer: Writer
  readonly #now: () => number

  constructor(reader: Reader, writer: Writer, now: () => number) {
    this.#reader = reader
    this.#writer = writer
    this.#now = now
  }

  async page(channelId: ChannelId, before: number | null, limit: number) {
    const text = `select event_key as "eventKey", arrival, attempts, reason, substr(body, 1, ${shownOfBody}) as body,
        length(body) as "length"
      from inbound_event where channel_id = $1 and state = 'dead' and arrival < $2 order by arrival desc limit $3`
    const rows = await this.#reader.all<LetterRow>(text, [channelId, before ?? Number.MAX_SAFE_INTEGER, limit + 1])
    const shown = rows.slice(0, limit)
    const letters = shown.map(
      ({ eventKey, arrival, attempts, reason, body, length }): DeadLetter => ({
        ...{ eventKey, attempts, reason: reason ?? '', body },
        at: momentOf(arrival),
        isCut: length > shownOfBody,
      }),
    )
    return { letters, next: rows.length > limit ? (shown.at(-1)?.arrival ?? null) : null }
  }

  async note(channelId: ChannelId, eventKey: string, by: OperatorId, what: 'retried'): Promise<void> {
    await this.#writer.write((transaction) => this.#audit(transaction, channelId, eventKey, by, what))
  }

  discard(channelId: ChannelId, eventKey: string, by: OperatorId): Promise<boolean> {
    return this.#writer.write(async (transaction) => {
      const text = `update inbound_event set state = 'ignored' where channel_id = $1 and event_key = $2 and state = 'dead'`
      if ((await transaction.run(text, [channelId, eventKey])) === 0) return false
      await this.#audit(transaction, channelId, eventKey, by, 'discarded')
      return true
    })
  }

  async #audit(sql: Transaction, channelId: ChannelId, eventKey: string, by: OperatorId, what: string): Promise<void> {
    const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
    await sql.run(text, [this.#now(), by, `deadLetter.${what}`, channelId, JSON.stringify({ eventKey })])
  }
}
