import type { Known } from './ledger'
import type { Scene } from './scene'

/** What has to be done is done within this. */
const patienceMs = 1_000

/**
 * Who looks at the company whenever time has passed: what ought to have been done already and was not. Something that is not
 * yet done is no problem before the patience is over.
 */
export class Watch {
  readonly problems: string[] = []
  isBlind = false
  #since = new Map<string, number>()

  constructor(private readonly world: Scene) {}

  /** The hub has not been there: what waited for it has waited for nothing of its fault. */
  forget(): void {
    this.#since.clear()
  }

  look(): void {
    const { world } = this
    if (this.isBlind || world.isQuiet || !world.company.settings.isOn) {
      this.forget()
      return
    }
    const overdue = world.ledger.open().flatMap((known) => this.#overdue(known))
    const since = new Map(overdue.map((what) => [what, this.#since.get(what) ?? world.elapsed]))
    this.#since = since
    for (const [what, at] of since) if (world.elapsed - at > patienceMs) this.problems.push(what)
  }

  #overdue(known: Known): readonly string[] {
    const { row } = known
    if (row.assignee === null) return this.#forgotten(known)
    if (row.assignee.kind === 'bot') return []
    return [...this.#notMoved(known, row.assignee.id), ...this.#wrongMark(known, row.assignee.id)]
  }

  /** Promise 9: nobody waits while somebody could have it. */
  #forgotten(known: Known): readonly string[] {
    const { world } = this
    if (known.restsUntil !== null && known.restsUntil > world.now) return []
    const able = world.witness.able(known, world.now)
    return able.length === 0 ? [] : [`${known.row.contactName} waits though ${able.join(', ')} could have it`]
  }

  /** Section 3 and the answer time: what its assignee leaves lying goes to somebody who could have it, or is marked. */
  #notMoved(known: Known, assignee: string): readonly string[] {
    const { world } = this
    const { row } = known
    if (!this.#isAbandoned(known) && !this.#isLapsed(known)) return []
    if (row.waitingSince === null) return [`${row.contactName} is left with ${assignee}, unmarked`]
    if (recentMoves(world, known) >= 3 || (known.heldSince ?? 0) <= world.jumpedAt) return []
    const able = world.witness.able(known, world.now)
    return able.length === 0
      ? []
      : [`${row.contactName} stays with ${assignee} though ${able.join(', ')} could have it`]
  }

  #wrongMark(known: Known, assignee: string): readonly string[] {
    const { row } = known
    if (row.waitingSince === null || known.answerBy !== null || this.#isWanted(known)) return []
    return [`${row.contactName} of ${assignee} is marked as waiting for nothing`]
  }

  /** His assignee is away and the mode wants it to move, whenever that is. */
  #isWanted({ row }: Known): boolean {
    const { attendance, company, elapsed } = this.world
    if (row.assignee?.kind !== 'operator' || attendance.absentSince(row.assignee.id, elapsed) === null) return false
    const { reassignment } = company.settings
    if (reassignment === 'allUncompleted') return row.unansweredSince !== null
    return reassignment === 'onlyNew' && row.openedBy === 'contact' && !row.isAnswered
  }

  #isAbandoned(known: Known): boolean {
    const { world } = this
    const due = dueAt(world, known)
    if (due === null || world.doubts(due - world.company.settings.reassignmentDelayMs)) return false
    return this.#isWanted(known) && world.elapsed >= due
  }

  #isLapsed({ answerBy, row, heldSince }: Known): boolean {
    // A hub that has ended before it noticed the jump knows only by how much the clock went at least.
    if (this.world.hasRestartedSinceJump && (heldSince ?? 0) <= this.world.jumpedAt) return false
    return answerBy !== null && row.unansweredSince !== null && answerBy <= this.world.now
  }
}

/** When it may be taken from who has it; null while he is here. On the clock that never jumps. */
export function dueAt({ attendance, company, elapsed }: Scene, { row, heldSince }: Known): number | null {
  if (row.assignee?.kind !== 'operator') return null
  const since = attendance.absentSince(row.assignee.id, elapsed)
  if (since === null) return null
  return Math.max(since, heldSince ?? 0) + company.settings.reassignmentDelayMs
}

/** Moves by themselves since a person last moved it, of the last ten minutes. */
export const recentMoves = ({ elapsed }: Scene, { moves }: Known): number =>
  moves.filter((at) => at > elapsed - 600_000).length
