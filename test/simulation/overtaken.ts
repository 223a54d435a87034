import type { ConversationRow } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import type { Known, Move } from './ledger'
import type { Scene } from './scene'

interface Suspicion {
  readonly id: ConversationId
  readonly position: number
  readonly problem: string
}

/** Promise 9: whoever came from the queue stood before all the others whom that operator could have had. */
export class Overtaken {
  #suspicions: Suspicion[] = []

  constructor(private readonly world: Scene) {}

  moved({ known, event, at, position }: Move): void {
    const { to } = event
    // In the very moment in which hours begin, what falls due by itself may come just before the queue is looked at.
    if (event.cause !== 'queue' || to?.kind !== 'operator' || at % 60_000 === 0) return
    const { ledger, witness } = this.world
    const without: Known = { ...known, row: { ...known.row, assignee: null } }
    const passed = ledger.instead(known.row.id, without, () =>
      ledger.open().filter((other) => {
        const { row, restsUntil, lapsed } = other
        const waits = row.assignee === null && row.id !== known.row.id && (restsUntil === null || restsUntil <= at)
        return waits && isBefore(row, known.row) && !lapsed.includes(to.id) && witness.able(other, at).includes(to.id)
      }),
    )
    for (const { row } of passed)
      this.#suspicions.push({
        id: row.id,
        position: row.position,
        problem: `${known.row.contactName} was served before ${row.contactName} @${position}`,
      })
  }

  /** Those that stood then as they stand now: others were served in the same commit. */
  problems(): readonly string[] {
    const standing = new Map(this.world.ledger.all().map(({ row }) => [row.id, row.position]))
    const proved = this.#suspicions.filter(({ id, position }) => standing.get(id) === position)
    this.#suspicions = []
    return proved.map(({ problem }) => problem)
  }
}

function isBefore(one: ConversationRow, other: ConversationRow): boolean {
  if (one.priority !== other.priority) return one.priority === 'high'
  const since = (row: ConversationRow) => row.unansweredSince ?? Number.POSITIVE_INFINITY
  return since(one) < since(other)
}
