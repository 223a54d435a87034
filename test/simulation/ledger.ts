import type { ConversationRow } from '#protocol/conversation'
import type { ConversationId, GroupId, OperatorId } from '#protocol/ids'
import { assertNever } from '#protocol/ids'
import type { AssignmentCause, SystemEvent } from '#protocol/message'
import type { ConversationFacts } from '#server/conversations/facts'
import type { TestHub } from '#test/support/a-hub'

export type Assigned = Extract<SystemEvent, { kind: 'assigned' }>

/** What everybody could have followed about a conversation from its events alone. */
export interface Known {
  row: ConversationRow
  /** The group its assignee has it through. */
  ofGroup: GroupId | null
  /** Who gave it back, or whom it was taken from, since somebody last had it. */
  releasedBy: OperatorId | null
  /** Who had it last before it was reopened by its contact; null once somebody has it. */
  returnsTo: OperatorId | null
  lastHuman: OperatorId | null
  /** Since when its assignee has it, on the clock that never jumps. */
  heldSince: number | null
  restsUntil: number | null
  /** When it was reassigned since a person last moved it, on the clock that never jumps. */
  moves: readonly number[]
  /** When its assignee should have answered at the latest. */
  answerBy: number | null
  lapsed: readonly OperatorId[]
}

/** A change of assignee with everything as it stood before it. */
export interface Move {
  readonly known: Known
  readonly before: Known
  readonly event: Assigned
  readonly at: number
  readonly position: number
}

export const automatic: ReadonlySet<AssignmentCause> = new Set([
  'distributed',
  'queue',
  'returned',
  'reassigned',
  'lapsed',
])

export interface Given {
  readonly groupId: GroupId | null
  readonly answerBy: number | null
  readonly lapsed: readonly OperatorId[]
}

/**
 * The book of everything that was told: rows as events have brought them and what follows from the lines of the streams. It
 * asks the hub for nothing but after a crash, which it could not hear the end of.
 */
export class Ledger {
  readonly #known = new Map<ConversationId, Known>()
  readonly #moved: (move: Move) => Given

  /** `moved` hears of every change of assignee at its position and says what comes with it. */
  constructor(moved: (move: Move) => Given) {
    this.#moved = moved
  }

  follow(hub: TestHub): void {
    hub.open.changes.subscribe((changes) => {
      for (const { item } of changes) {
        const { event, row, position } = item
        const before = this.#known.get(row.id) ?? nothingOf(row)
        const known: Known = { ...before, row }
        this.#known.set(row.id, known)
        if (event.kind !== 'entry.added') continue
        const { entry } = event
        if (entry.kind === 'system' && entry.event.kind === 'assigned')
          known.heldSince = entry.event.to === null ? null : hub.time.monotonic()
        if (entry.kind === 'system' && entry.event.kind === 'assigned' && entry.event.cause === 'reassigned')
          known.moves = [...known.moves, hub.time.monotonic()]
        if (entry.kind === 'system') this.#line(known, before, entry.event, entry.at, position)
        // He has answered: his time is no longer measured, and the round is over.
        if (entry.kind === 'message' && (entry.author.kind === 'operator' || entry.author.kind === 'elsewhere'))
          Object.assign(known, { answerBy: null, lapsed: [] })
      }
    })
  }

  /** The hub has died while something was on its way: what it had stored of it nobody heard. */
  async catchUp(hub: TestHub): Promise<void> {
    for (const row of hub.mirror.rows()) {
      const before = this.#known.get(row.id)
      if (before?.row.version === row.version) continue
      const facts = await hub.write(async (work) => (await work.draft(row.id))?.facts)
      if (facts === undefined) continue
      const at = facts.row.assignedAt
      const elapsedAt = (moment: number) => moment - hub.time.now() + hub.time.monotonic()
      const moves = facts.moves.map(elapsedAt)
      // What was heard before is surer than what the clock says, which may have been set back since.
      const isHeard = before !== undefined && before.row.assignedAt === at
      const heldSince = isHeard ? before.heldSince : at === null ? null : elapsedAt(at)
      this.#known.set(row.id, { ...knownOf(facts), heldSince, moves })
    }
  }

  /** Deadlines run on time that really passes: they move along with the clock they are written by. */
  clockJumped(ms: number): void {
    for (const known of this.#known.values()) {
      if (known.answerBy !== null) known.answerBy += ms
      if (known.restsUntil !== null) known.restsUntil += ms
    }
  }

  all(): readonly Known[] {
    return [...this.#known.values()]
  }

  now(id: ConversationId): Known {
    const known = this.#known.get(id)
    if (known === undefined) throw new Error(`nobody knows ${id}`)
    return known
  }

  open(): readonly Known[] {
    return this.all().filter(({ row }) => row.isOpen)
  }

  of(id: OperatorId): readonly Known[] {
    return this.open().filter(({ row }) => row.assignee?.id === id)
  }

  /** As if this one stood so. */
  instead<Value>(id: ConversationId, known: Known, look: () => Value): Value {
    const real = this.#known.get(id)
    this.#known.set(id, known)
    try {
      return look()
    } finally {
      if (real !== undefined) this.#known.set(id, real)
    }
  }

  #line(known: Known, before: Known, event: SystemEvent, at: number, position: number): void {
    switch (event.kind) {
      case 'assigned':
        this.#assigned(known, before, event, at, position)
        return
      case 'reopened':
        Object.assign(known, { ...fresh, returnsTo: event.by === null ? known.lastHuman : null })
        return
      case 'closed':
        Object.assign(known, { ...fresh, ofGroup: known.ofGroup })
        return
      case 'waiting':
        if (event.reason === 'tooManyMoves') known.restsUntil = at + 600_000
        return
      case 'opened':
      case 'prioritized':
      case 'partAdded':
      case 'partRemoved':
      case 'deliveryFailed':
      case 'contactBlocked':
      case 'contactUnblocked':
      case 'buttonPressed':
      case 'rated':
      case 'introduced':
      case 'visited':
      case 'unsupported':
      case 'call':
      case 'identityChanged':
        return
      default:
        assertNever(event)
    }
  }

  #assigned(known: Known, before: Known, event: Assigned, at: number, position: number): void {
    const { to, from, by, cause } = event
    const given = this.#moved({ known, before, event, at, position })
    const isByHand = by !== null || !automatic.has(cause)
    const taken = by !== null && from?.kind === 'operator' ? from.id : before.releasedBy
    known.releasedBy = to === null ? taken : null
    known.returnsTo = to === null ? before.returnsTo : null
    known.restsUntil = by === null ? before.restsUntil : null
    known.ofGroup = to === null ? null : given.groupId
    known.answerBy = isByHand ? null : given.answerBy
    known.lapsed = isByHand ? [] : given.lapsed
    if (by !== null && !automatic.has(cause)) known.moves = []
    if (to?.kind === 'operator') known.lastHuman = to.id
  }
}

const fresh = {
  ofGroup: null,
  releasedBy: null,
  returnsTo: null,
  restsUntil: null,
  answerBy: null,
  lapsed: [],
  moves: [],
}

const nothingOf = (row: ConversationRow): Known => ({ row, ...fresh, lastHuman: null, heldSince: null })

const knownOf = (facts: ConversationFacts): Omit<Known, 'heldSince' | 'moves'> => ({
  row: facts.row,
  ofGroup: facts.ofGroup,
  releasedBy: facts.releasedBy,
  returnsTo: facts.returnsTo,
  lastHuman: facts.lastHumanAssignee,
  restsUntil: facts.restsUntil,
  answerBy: facts.answerBy,
  lapsed: facts.lapsed,
})
