import type { OperatorId } from '#protocol/ids'
import type { AttendanceModel } from './attendance-model'
import type { CompanyModel, Road } from './company-model'
import type { Given, Known, Ledger, Move } from './ledger'
import { automatic } from './ledger'

/**
 * Who could get a conversation, by the words of product.md section 3 alone: company, attendance and ledger are looked at anew
 * each time, nothing is counted along. The engine and its read models are never asked.
 */
export class Witness {
  /** In turn: who was chosen last, by group and channel. */
  readonly #turns = new Map<string, OperatorId>()
  readonly problems: string[] = []

  constructor(
    private readonly company: CompanyModel,
    private readonly attendance: AttendanceModel,
    private readonly ledger: () => Ledger,
  ) {}

  load(id: OperatorId, known: readonly Known[] = this.ledger().of(id)): number {
    const isAll = this.company.settings.loadCounts === 'allOpen'
    return known.filter(({ row }) => isAll || row.unansweredSince !== null).length
  }

  /** What he has through a group. */
  groupLoad(id: OperatorId, groupId: string): number {
    return this.load(
      id,
      this.ledger()
        .of(id)
        .filter((known) => known.ofGroup === groupId),
    )
  }

  /** The ways it may go at this moment, the first one first. */
  roads({ row }: Known, at: number): readonly Road[] {
    const road = this.company.roadAt(row.channelId, row.groupId, at)
    if (road === null) return []
    const overflow = this.company.overflowAt(row.channelId, road, row.unansweredSince, at)
    return overflow === null ? [road] : [road, overflow]
  }

  /** All that is asked of him but whose turn it is. `taken`: from whom it goes. */
  isEligible(id: OperatorId, { row }: Known, road: Road, taken: OperatorId | null): boolean {
    const limit = this.company.limitOf(id)
    const groupLimit = road.group?.limit ?? null
    return (
      !this.company.administrators.includes(id) &&
      this.attendance.isReady(id) &&
      id !== taken &&
      this.company.isInPool(row.channelId, id) &&
      (limit === null || this.load(id) < limit) &&
      (groupLimit === null || this.groupLoad(id, road.group?.id ?? '') < groupLimit)
    )
  }

  /** The hub may have moved turns that nobody heard of. */
  catchUp(turns: ReadonlyMap<string, OperatorId>): void {
    for (const [key, id] of turns) this.#turns.set(key, id)
  }

  /** Those among whom somebody has to be found for it, whoever let it lapse included. */
  able(known: Known, at: number): readonly OperatorId[] {
    const taken = takenFrom(known)
    return this.roads(known, at).flatMap((road) => {
      const returns = this.#returnsTo(known, road)
      const members = road.group?.order === 'byHand' ? [] : road.people
      return [...(returns === null ? [] : [returns]), ...members].filter((id) =>
        this.isEligible(id, known, road, taken),
      )
    })
  }

  /** Judges a change of assignee as it is told, and says what comes with it. */
  moved(move: Move): Given {
    const { known, before, event, at } = move
    const { to } = event
    const nobody = { groupId: null, answerBy: null, lapsed: [] }
    if (to === null || to.kind !== 'operator') return nobody
    const { channelId } = known.row
    if (!automatic.has(event.cause))
      return { ...nobody, groupId: this.company.groupAt(channelId, known.row.groupId, at) }
    // As it stood when it was given away: the row told is that of afterwards.
    const asked: Known = { ...before, row: { ...known.row, assignee: event.from } }
    const taken = event.from?.kind === 'operator' ? event.from.id : before.releasedBy
    return this.#givenTo(to.id, asked, taken, move)
  }

  #givenTo(id: OperatorId, asked: Known, taken: OperatorId | null, { event, at, known }: Move): Given {
    // Whoever gets it has it already in the ledger: without it he must have had room.
    const withoutIt = { ...known, row: { ...known.row, assignee: null } }
    const road = this.ledger().instead(known.row.id, withoutIt, () =>
      this.roads(asked, at).find((one) => this.#isOnRoad(id, asked, one) && this.isEligible(id, asked, one, taken)),
    )
    const name = asked.row.contactName
    if (road === undefined) {
      this.problems.push(`${name} went to ${id} by ${event.cause}, who is not eligible`)
      return { groupId: null, answerBy: null, lapsed: [] }
    }
    // Who goes away with his time to answer over is skipped as well.
    const isOver = asked.answerBy !== null && asked.answerBy <= at && asked.row.unansweredSince !== null
    const hasLapsed = event.from !== null && (event.cause === 'lapsed' || isOver)
    const skipped = hasLapsed && taken !== null ? [...asked.lapsed, taken] : asked.lapsed
    const others = this.ledger().instead(known.row.id, withoutIt, () =>
      road.people.filter((one) => this.isEligible(one, asked, road, taken)),
    )
    const isNewRound = skipped.includes(id)
    if (isNewRound && event.cause !== 'returned' && others.some((one) => !skipped.includes(one)))
      this.problems.push(`${name} came back to ${id}, who had let it lapse, though others had not`)
    const candidates = isNewRound ? others : others.filter((one) => !skipped.includes(one))
    if (event.cause !== 'returned') this.#order(id, asked, road, candidates, withoutIt)
    const { group } = road
    const isAwaited = group !== null && group.answerTimeMs !== null && known.row.unansweredSince !== null
    return {
      groupId: group?.id ?? null,
      answerBy: isAwaited ? at + (group.answerTimeMs ?? 0) : null,
      lapsed: isNewRound ? [] : skipped,
    }
  }

  #isOnRoad(id: OperatorId, known: Known, road: Road): boolean {
    if (this.#returnsTo(known, road) === id) return true
    return road.people.includes(id) && road.group?.order !== 'byHand'
  }

  /** Whom a returning contact finds again: inside hours anybody, outside only those who have duty. */
  #returnsTo({ returnsTo }: Known, road: Road): OperatorId | null {
    if (returnsTo === null || !this.company.settings.returnToLastAssignee) return null
    return road.isOutside && !road.people.includes(returnsTo) ? null : returnsTo
  }

  /** Was it his turn, or had nobody less? */
  #order(
    id: OperatorId,
    { row }: Known,
    { group, people }: Road,
    candidates: readonly OperatorId[],
    without: Known,
  ): void {
    if (group === null || group.order === 'byHand') return
    if (group.order === 'leastLoaded') {
      const loads = this.ledger().instead(row.id, without, () => candidates.map((one) => this.load(one)))
      const own = loads[candidates.indexOf(id)] ?? 0
      if (loads.some((load) => load < own))
        this.problems.push(
          `${row.contactName} went to ${id}, who had ${own}, more than others: ${candidates.join(', ')} ${loads.join(', ')}`,
        )
      return
    }
    const key = `${group.id} ${row.channelId}`
    const from = people.indexOf(this.#turns.get(key) ?? id)
    const after = this.#turns.has(key) ? from + 1 : 0
    const turn = [...people.slice(after), ...people.slice(0, after)].find((one) => candidates.includes(one))
    if (turn !== id) this.problems.push(`${row.contactName} went to ${id}, but it was the turn of ${turn}`)
    this.#turns.set(key, id)
  }
}

/** Who has it, or gave it back: he is not asked. */
export const takenFrom = ({ row, releasedBy }: Known): OperatorId | null =>
  row.assignee?.kind === 'operator' ? row.assignee.id : releasedBy
