import type { ConversationRow, TotalCounts } from '#protocol/conversation'
import type { ConversationView, FarPacket, NearItem, Notice, Snapshot } from '#protocol/events'
import type { Entry } from '#protocol/message'
import type { Operator } from '#protocol/operator'

/** The simplest honest reader of the feed: what a workspace knows when it believes every packet and asks for nothing. */
export class FeedModel {
  readonly rows = new Map<string, ConversationRow>()
  readonly streams = new Map<string, Map<number, Entry>>()
  readonly seqs = new Map<string, number>()
  readonly operators = new Map<string, Operator>()
  readonly problems: string[] = []
  counts: TotalCounts
  cursor: number

  constructor(snapshot: Snapshot) {
    for (const row of snapshot.rows) this.#row(row)
    for (const view of snapshot.views) this.#view(view)
    for (const operator of snapshot.operators) this.operators.set(operator.id, operator)
    this.counts = snapshot.counts
    this.cursor = snapshot.position
  }

  far(packet: FarPacket): void {
    if (packet.after > this.cursor) this.problems.push(`far packet after ${packet.after}, cursor ${this.cursor}`)
    if (packet.position < this.cursor) return
    for (const row of packet.rows) this.#row(row)
    for (const id of packet.gone) {
      this.rows.delete(id)
      this.streams.delete(id)
      this.seqs.delete(id)
    }
    for (const operator of packet.operators) this.operators.set(operator.id, operator)
    if (packet.counts !== null) this.counts = packet.counts
    this.cursor = packet.position
  }

  near(item: NearItem): void {
    const id = item.conversationId
    this.#row(item.row)
    const known = this.seqs.get(id)
    if (known !== undefined && item.seq <= known) return
    // A closed conversation one has a part in: known by its row only, until it is opened.
    if (known === undefined) return
    if (item.seq !== known + 1) this.problems.push(`gap in ${id}: ${known} -> ${item.seq}`)
    this.seqs.set(id, item.seq)
    if (item.event.kind !== 'conversation.changed') this.streams.get(id)?.set(item.event.entry.seq, item.event.entry)
  }

  notice(notice: Notice): void {
    if (notice.kind === 'conversation.near') this.#view(notice.view)
  }

  /** What is comparable with a fresh snapshot of the same operator. */
  seen(snapshot: Snapshot) {
    const near = new Set<string>(snapshot.views.map((view) => view.row.id))
    const sorted = <Value>(values: Iterable<[string, Value]>) => [...values].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return {
      rows: sorted(this.rows),
      streams: sorted(
        [...this.streams]
          .filter(([id]) => near.has(id))
          .map(([id, stream]): [string, Entry[]] => [id, [...stream.values()].toSorted((a, b) => a.seq - b.seq)]),
      ),
      operators: sorted(this.operators),
      counts: this.counts,
    }
  }

  #row(row: ConversationRow): void {
    const held = this.rows.get(row.id)
    if (held === undefined || held.version <= row.version) this.rows.set(row.id, row)
  }

  #view({ row, entries }: ConversationView): void {
    this.#row(row)
    this.streams.set(row.id, new Map(entries.map((entry) => [entry.seq, entry])))
    this.seqs.set(row.id, row.seq)
  }
}
