import type { ConversationRow, TotalCounts } from '#protocol/conversation'
import type { FarPacket } from '#protocol/events'
import type { ConversationId, OperatorId, Position } from '#protocol/ids'
import type { Operator } from '#protocol/operator'

/** A packet stays well below the largest one allowed. */
const rowsPerPacket = 200

interface FarBatch {
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>
  readonly gone: ReadonlySet<ConversationId>
  readonly operators: readonly Operator[]
  readonly counts: TotalCounts | null
}

/**
 * Cuts a batch into packets. Rows go in the order of their last event and each packet's `position` is that of its last row, so
 * whoever drops a packet as older than his snapshot loses nothing; what has no position of its own goes with the last one.
 */
function farPackets(batch: FarBatch, after: Position, position: Position): FarPacket[] {
  const rows = [...batch.rows.values()].sort((a, b) => a.position - b.position)
  const packets: FarPacket[] = []
  let before = after
  for (let start = 0; start + rowsPerPacket < rows.length; start += rowsPerPacket) {
    const part = rows.slice(start, start + rowsPerPacket)
    const last = Math.max(before, part.at(-1)?.position ?? before)
    packets.push({ after: before, position: last, rows: part, gone: [], counts: null, operators: [] })
    before = last
  }
  const rest = rows.slice(packets.length * rowsPerPacket)
  const { counts } = batch
  packets.push({
    ...{ after: before, position: Math.max(before, position), rows: rest },
    ...{ gone: [...batch.gone], counts, operators: [...batch.operators] },
  })
  return packets
}

/** What waits for the next packets of one far feed: the staff's, or that of one restricted operator. */
export class FarFeed {
  #after: Position
  #rows = new Map<ConversationId, ConversationRow>()
  #gone = new Set<ConversationId>()
  #operators = new Set<OperatorId>()
  #hasCountsChanged = false

  constructor(position: Position) {
    this.#after = position
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && this.#gone.size === 0 && this.#operators.size === 0 && !this.#hasCountsChanged
  }

  /** Rows that wait. */
  get size(): number {
    return this.#rows.size
  }

  get needsCounts(): boolean {
    return this.#hasCountsChanged
  }

  row(row: ConversationRow): void {
    this.#rows.set(row.id, row)
    this.#gone.delete(row.id)
    this.#hasCountsChanged = true
  }

  gone(id: ConversationId): void {
    this.#rows.delete(id)
    this.#gone.add(id)
    this.#hasCountsChanged = true
  }

  operator(id: OperatorId): void {
    this.#operators.add(id)
  }

  /** Takes what waits; the feed stands at `position` afterwards. */
  take(
    position: Position,
    operatorOf: (id: OperatorId) => Operator | undefined,
    counts: TotalCounts | null,
  ): readonly FarPacket[] {
    const operators = [...this.#operators].flatMap((id) => operatorOf(id) ?? [])
    const batch = { rows: this.#rows, gone: this.#gone, operators, counts }
    const packets = farPackets(batch, this.#after, position)
    this.drop(position)
    return packets
  }

  /** Nobody listens. */
  drop(position: Position): void {
    this.#after = Math.max(this.#after, position)
    this.#rows = new Map()
    this.#gone = new Set()
    this.#operators = new Set()
    this.#hasCountsChanged = false
  }
}
