import type { ConversationId, GroupId, OperatorId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'
import { compareWaiting } from '../distribution/queue'
import type { LoadRow, QueuePlace, Tallies } from '../operators/ports'

const assigneeOf = ({ row }: ConversationFacts): OperatorId | null =>
  row.isOpen && row.assignee?.kind === 'operator' ? row.assignee.id : null

const isQueued = ({ row }: ConversationFacts): boolean =>
  row.isOpen && (row.assignee === null || row.waitingSince !== null)

/** The order of the queue as the engine has it. */
const compare = (one: ConversationFacts, other: ConversationFacts): number => compareWaiting(one.row, other.row)

/** Conversations as a store would hold them, with what is asked of them by index. */
export class MemoryRows {
  readonly #byId = new Map<ConversationId, ConversationFacts>()
  readonly #ofAssignee = new Map<OperatorId, Set<ConversationId>>()
  /** In the order of the queue. */
  readonly #queue: ConversationFacts[] = []

  get(id: ConversationId): ConversationFacts | undefined {
    return this.#byId.get(id)
  }

  save(facts: ConversationFacts): void {
    const { id } = facts.row
    const before = this.#byId.get(id)
    if (before !== undefined) this.#forget(before)
    this.#byId.set(id, facts)
    const assignee = assigneeOf(facts)
    if (assignee !== null) this.#ofAssignee.set(assignee, (this.#ofAssignee.get(assignee) ?? new Set()).add(id))
    if (isQueued(facts)) this.#queue.splice(this.#placeOf(facts), 0, facts)
  }

  assignedTo(id: OperatorId): readonly ConversationFacts[] {
    return [...(this.#ofAssignee.get(id) ?? [])].flatMap((one) => this.#byId.get(one) ?? [])
  }

  countAssigned(id: OperatorId, onlyAwaiting: boolean, ofGroup: GroupId | null): number {
    if (!onlyAwaiting && ofGroup === null) return this.#ofAssignee.get(id)?.size ?? 0
    return this.assignedTo(id).filter(
      (facts) =>
        (!onlyAwaiting || facts.row.unansweredSince !== null) && (ofGroup === null || facts.ofGroup === ofGroup),
    ).length
  }

  page(after: QueuePlace | null, limit: number) {
    const from = after === null ? 0 : this.#queue.findIndex((facts) => isBehind(placeOf(facts), after))
    const conversations = from < 0 ? [] : this.#queue.slice(from, from + limit)
    const last = conversations.at(-1)
    return { conversations, next: conversations.length < limit || last === undefined ? null : placeOf(last) }
  }

  get queue(): readonly ConversationFacts[] {
    return this.#queue
  }

  open(): readonly ConversationFacts[] {
    return [...this.#byId.values()].filter(({ row }) => row.isOpen)
  }

  loads(): readonly LoadRow[] {
    return [...this.#ofAssignee.keys()].map((operatorId) => {
      const his = this.assignedTo(operatorId)
      const groups = new Map<GroupId, { open: number; awaiting: number }>()
      for (const { ofGroup, row } of his) {
        if (ofGroup === null) continue
        const known = groups.get(ofGroup) ?? { open: 0, awaiting: 0 }
        groups.set(ofGroup, {
          open: known.open + 1,
          awaiting: known.awaiting + (row.unansweredSince === null ? 0 : 1),
        })
      }
      return {
        operatorId,
        open: his.length,
        awaiting: his.filter(({ row }) => row.unansweredSince !== null).length,
        shared: 0,
        lastAssignedAt: his.length === 0 ? null : Math.max(...his.map(({ row }) => row.assignedAt ?? 0)),
        groups: [...groups].map(([groupId, counts]) => ({ groupId, ...counts })),
      }
    })
  }

  tallies(): Tallies {
    const open = this.open()
    const unassigned = open.filter(({ row }) => row.assignee === null).length
    return { open: open.length, unassigned, closed: 0, queued: this.#queue.length }
  }

  #forget(facts: ConversationFacts): void {
    const assignee = assigneeOf(facts)
    if (assignee !== null) this.#ofAssignee.get(assignee)?.delete(facts.row.id)
    if (isQueued(facts)) this.#queue.splice(this.#placeOf(facts), 1)
  }

  /** Where it stands, or would. */
  #placeOf(facts: ConversationFacts): number {
    let low = 0
    let high = this.#queue.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#queue[middle]
      if (there !== undefined && compare(there, facts) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

const afterAll = Number.MAX_SAFE_INTEGER

const placeOf = ({ row }: ConversationFacts): QueuePlace => ({
  rank: row.priority === 'high' ? 0 : 1,
  at: row.unansweredSince ?? afterAll,
  openedAt: row.openedAt,
  id: row.id,
})

const isBehind = (one: QueuePlace, other: QueuePlace): boolean => {
  const order = one.rank - other.rank || one.at - other.at || one.openedAt - other.openedAt
  return order > 0 || (order === 0 && one.id > other.id)
}
