import type { ConversationId, Position, Seq } from '#protocol/ids'
import type { SqlValue, WritableSql } from './sql'

/** Rows a statement takes; a commit of any size is few statements, and few texts are prepared. */
const sizes = [64, 16, 4, 1]
const columnsOfRow = 4

const textOf = (rows: number): string => {
  const places = Array.from({ length: rows }, (_, row) => {
    const first = row * columnsOfRow
    return `($${first + 1}, $${first + 2}, $${first + 3}, $${first + 4})`
  })
  return `insert into event_log (position, conversation_id, seq, at) values ${places.join(', ')}`
}

const texts = sizes.map((rows) => ({ rows, text: textOf(rows) }))

/**
 * Gives every event its hub-wide position, dense and rising, and writes the log's rows of a whole commit at once, which is cheaper than
 * one by one (docs/decisions/0006).
 */
export class EventLog {
  #values: SqlValue[] = []
  #committed: Position
  #newest: Position

  /** `newest`: position of the newest event in the store. */
  constructor(newest: Position) {
    this.#committed = newest
    this.#newest = newest
  }

  /** The last position given, whether it will be kept or not. */
  get newest(): Position {
    return this.#newest
  }

  get committed(): Position {
    return this.#committed
  }

  /** The position of the event, until it is taken back. */
  add(conversationId: ConversationId, seq: Seq, at: number): Position {
    this.#newest += 1
    this.#values.push(this.#newest, conversationId, seq, at)
    return this.#newest
  }

  /** Takes back every position after this one. */
  backTo(position: Position): void {
    this.#values.length -= (this.#newest - position) * columnsOfRow
    this.#newest = position
  }

  /** To be called last before a commit. */
  async write(sql: WritableSql): Promise<void> {
    let from = 0
    for (const { rows, text } of texts) {
      const size = rows * columnsOfRow
      for (; from + size <= this.#values.length; from += size)
        await sql.run(text, this.#values.slice(from, from + size))
    }
  }

  /** What was written is committed. */
  keep(): void {
    this.#values = []
    this.#committed = this.#newest
  }
}
