import { expect } from 'vitest'
import type { ConversationRow } from '#protocol/conversation'
import type { NearItem } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { OpenHub } from '#server/open-hub'
import { type ConversationRecord, conversationRowOf } from '#server/storage/conversation-record'
import { type EntryRecord, entryColumns, entryOf } from '#server/storage/entry-record'

interface Held {
  row: ConversationRow
  readonly entries: Map<number, Entry>
}

/** What a workspace would hold that has heard every event and asked for nothing: snapshot + events. */
export class Mirror {
  readonly #held = new Map<ConversationId, Held>()
  readonly #hub: OpenHub
  #position: number
  readonly problems: string[] = []

  constructor(hub: OpenHub) {
    this.#hub = hub
    this.#position = hub.writer.position()
    hub.changes.subscribe((changes) => {
      for (const { item } of changes) this.#apply(item)
    })
  }

  /** Begins with what the store holds, as a client that takes a snapshot. */
  static async from(hub: OpenHub): Promise<Mirror> {
    const mirror = new Mirror(hub)
    for (const [id, held] of await stored(hub)) mirror.#held.set(id, held)
    return mirror
  }

  entries(id: ConversationId): readonly Entry[] {
    return sorted(this.#held.get(id)?.entries)
  }

  rows(): readonly ConversationRow[] {
    return [...this.#held.values()].map((held) => held.row)
  }

  /** Snapshot + events = snapshot; no gap in any stream; loads are what the rows say; the sweep has found nothing. */
  async check(): Promise<void> {
    expect(this.problems).toEqual([])
    const truth = await stored(this.#hub)
    const plain = (held: ReadonlyMap<ConversationId, Held>) =>
      [...held]
        .map(([id, { row, entries }]) => ({ id, row, entries: sorted(entries) }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(plain(this.#held)).toEqual(plain(truth))
    const { roster } = this.#hub
    await this.#hub.hub.write(async (work) => {
      const rows = new Map((await work.company.loads()).map((row) => [row.operatorId, row]))
      for (const [id, { open, awaiting, shared }] of roster.members) {
        const row = rows.get(id)
        expect([id, open, awaiting, shared]).toEqual([id, row?.open ?? 0, row?.awaiting ?? 0, row?.shared ?? 0])
      }
      expect(roster.tallies).toEqual(await work.company.tallies())
    })
    expect(this.#hub.screen.tallies()).toEqual(roster.tallies)
  }

  #apply({ conversationId, seq, position, event, row }: NearItem): void {
    if (position !== ++this.#position) this.problems.push(`position ${position} came after ${this.#position - 1}`)
    const held = this.#held.get(conversationId)
    const last = held === undefined ? 0 : held.row.seq
    const known = held ?? { row, entries: new Map<number, Entry>() }
    const expected = Math.max(last, ...[...known.entries.values()].map((entry) => entry.changedSeq)) + 1
    if (seq > expected || seq < 1) this.problems.push(`seq ${seq} of ${conversationId} came where ${expected} was next`)
    if (event.kind !== 'conversation.changed') known.entries.set(event.entry.seq, event.entry)
    if (row.version >= known.row.version) known.row = row
    this.#held.set(conversationId, known)
  }
}

const sorted = (entries: ReadonlyMap<number, Entry> | undefined): Entry[] =>
  [...(entries?.values() ?? [])].sort((a, b) => a.seq - b.seq)

async function stored(hub: OpenHub): Promise<Map<ConversationId, Held>> {
  return await hub.reader.snapshot(async (sql) => {
    const held = new Map<ConversationId, Held>()
    for (const record of await sql.all<ConversationRecord>('select * from conversation'))
      held.set(record.id, { row: conversationRowOf(record), entries: new Map() })
    const seqs = await sql.all<{ id: ConversationId; count: number; last: number }>(
      'select conversation_id as "id", count(*) as "count", max(seq) as "last" from entry group by conversation_id',
    )
    for (const { id, count, last } of seqs) {
      expect([id, count, last]).toEqual([id, held.get(id)?.row.seq, held.get(id)?.row.seq])
    }
    const text = `select ${entryColumns} from entry where kind in ('message', 'note', 'system')`
    for (const record of await sql.all<EntryRecord>(text))
      held.get(record.conversation_id)?.entries.set(record.seq, entryOf(record))
    return held
  })
}
