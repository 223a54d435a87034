import type { Clock, Timers } from '../platform'
import type { SqlValue, Transaction, Writer } from './sql'

const day = 24 * 3_600_000
const everyMs = 3_600_000
/** Soon after the start, when everybody is back. */
const firstMs = 60_000
/** Rows a job: everybody else's work comes in between. */
const slice = 500
const keptEvents = 1_000_000
const waitingVisits = 100_000
/** A rehearsal goes back so far, and needs the order in which things happened. */
const rehearsedDays = 31
/** Raw events have no index by time: their table is walked by its key, so much of it a round. */
const walkedSlices = 50

export interface HousekeepingOptions {
  readonly writer: Writer
  readonly clock: Clock
  readonly timers: Timers
  readonly onError: (error: unknown) => void
}

/**
 * Forgets what has served its time: the log of events beyond what a rehearsal may go back to, answers of commands nobody can still
 * repeat, raw events processed long ago, visits that led to nothing, codes and sessions long over. Streams, dead letters, decisions and the audit trail are not touched.
 */
export class Housekeeping {
  readonly #options: HousekeepingOptions
  #callOff: () => void = () => {}
  #isStopped = false
  #walkedTo: RawKey | null = null

  constructor(options: HousekeepingOptions) {
    this.#options = options
  }

  start(): void {
    this.#callOff = this.#options.timers.after(firstMs, () => void this.#again())
  }

  stop(): void {
    this.#isStopped = true
    this.#callOff()
  }

  /** One round; gives the number of rows forgotten. */
  async round(): Promise<number> {
    const { clock, writer } = this.#options
    const now = clock.now()
    const events = `delete from event_log where position in (
      select position from event_log where position < $1 and (at < $2 or position <= $3) order by position limit ${slice})`
    const newest = writer.position()
    let rows = await this.#slices(events, [newest, now - rehearsedDays * day, newest - keptEvents])
    rows += await this.#slices(
      `delete from command where (operator_id, command_id) in (
        select operator_id, command_id from command where at < $1 order by at limit ${slice})`,
      [now - 7 * day],
    )
    rows += await this.#slices('delete from one_time_code where expires_at < $1', [now - 7 * day])
    rows += await this.#slices('delete from session where ended_at < $1 or created_at < $2', [
      now - 30 * day,
      now - 60 * day,
    ])
    rows += await this.#slices('delete from early_receipt where at < $1', [now - 7 * day])
    // Nobody has written by them; the address is public, so their number is bounded too.
    rows += await this.#slices(
      `delete from visit where number in (select number from visit where inquiry is null and (at < $1 or at < coalesce(
        (select at from visit where inquiry is null order by at desc limit 1 offset ${waitingVisits}), 0))
        order by at limit ${slice})`,
      [now - 30 * day],
    )
    return rows + (await this.#walkRaw(now - 30 * day))
  }

  async #walkRaw(before: number): Promise<number> {
    let all = 0
    for (let walked = 0; walked < walkedSlices && !this.#isStopped; walked++) {
      const from = this.#walkedTo
      const { last, count } = await this.#options.writer.write((transaction) => trimRaw(transaction, before, from))
      this.#walkedTo = last
      all += count
      if (last === null) break
    }
    return all
  }

  async #slices(text: string, values: readonly SqlValue[]): Promise<number> {
    let all = 0
    for (;;) {
      if (this.#isStopped) return all
      const count = await this.#options.writer.write((transaction) => transaction.run(text, values))
      all += count
      if (count < slice) return all
    }
  }

  async #again(): Promise<void> {
    try {
      await this.round()
    } catch (error) {
      this.#options.onError(error)
    }
    if (!this.#isStopped) this.#callOff = this.#options.timers.after(everyMs, () => void this.#again())
  }
}

interface RawKey {
  readonly channelId: string
  readonly eventKey: string
}

/** Looks at the next slice of raw events and deletes the old processed ones; `last` is where it ended, null at the end of the table. */
async function trimRaw(
  sql: Transaction,
  before: number,
  after: RawKey | null,
): Promise<{ readonly last: RawKey | null; readonly count: number }> {
  const from = [after?.channelId ?? '', after?.eventKey ?? '']
  const text = `select channel_id as "channelId", event_key as "eventKey" from inbound_event
    where (channel_id, event_key) > ($1, $2) order by channel_id, event_key limit 1 offset ${slice - 1}`
  const last = (await sql.get<RawKey>(text, from)) ?? null
  const upTo = last === null ? '' : ' and (channel_id, event_key) <= ($4, $5)'
  const done = `delete from inbound_event where (channel_id, event_key) > ($1, $2)${upTo}
    and state in ('done', 'ignored') and arrival < $3`
  const end = last === null ? [] : [last.channelId, last.eventKey]
  return { last, count: await sql.run(done, [...from, before * 1000, ...end]) }
}
