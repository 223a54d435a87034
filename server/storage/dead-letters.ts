import { type DeadLetter, shownOfBody } from '#protocol/dead-letter'
import type { ChannelId } from '#protocol/ids'
import type { Reader } from './sql'

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
export class SqlDeadLetters {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
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
}
