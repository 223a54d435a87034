import type { ConversationId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'
import type { Clock, Moment, Timers } from './ports'

/** When something has to be done about a conversation if nothing happens before; null = never. */
export function momentOf({ row, answerBy }: ConversationFacts, waitAlarmMs: number): Moment | null {
  if (!row.isOpen || row.unansweredSince === null) return null
  const conversationId = row.id
  const isUrgent = row.priority === 'high'
  if (row.assignee === null || row.waitingSince !== null)
    return { conversationId, at: row.unansweredSince + waitAlarmMs, isUrgent, kind: 'waitTooLong' }
  return answerBy === null ? null : { conversationId, at: answerBy, isUrgent, kind: 'answerTimeOver' }
}

/** About the same, whatever its place among those of the same moment. */
const isOneMoment = (one: Moment | null, other: Moment): boolean =>
  one !== null && one.at === other.at && one.kind === other.kind

export const isSameMoment = (one: Moment | null, other: Moment | null): boolean =>
  one === other || (other !== null && isOneMoment(one, other) && one?.isUrgent === other.isUrgent)

export interface MomentsOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly onCame: (moments: readonly Moment[]) => void
}

interface Coming {
  readonly moment: Moment
  /** On the clock of time that really passed: a wall clock that jumps makes nobody late. */
  readonly due: number
}

const compareComing = (one: Coming, other: Coming): number =>
  one.due - other.due || Number(other.moment.isUrgent) - Number(one.moment.isUrgent)

/**
 * The moments that are to come, each told once. They follow from the rows: whoever changes a conversation changes its moment,
 * so an answer, a take or a closing calls it off by itself. One timer for all of them.
 */
export class Moments {
  readonly #options: MomentsOptions
  readonly #coming = new Map<ConversationId, Coming>()
  readonly #told = new Map<ConversationId, Moment>()
  #armedFor = Number.POSITIVE_INFINITY
  #cancel: () => void = () => {}
  #isRunning = false

  constructor(options: MomentsOptions) {
    this.#options = options
  }

  set(conversationId: ConversationId, moment: Moment | null): void {
    if (moment === null) {
      this.#coming.delete(conversationId)
      this.#told.delete(conversationId)
      return
    }
    const coming = this.#coming.get(conversationId)
    const known = coming?.moment ?? this.#told.get(conversationId) ?? null
    if (!isOneMoment(known, moment)) this.#expect(moment, moment.at)
    else if (coming !== undefined) this.#coming.set(conversationId, { moment, due: coming.due })
  }

  /** Nothing is told before: whatever has passed by now is told at once. */
  start(): void {
    this.#isRunning = true
    this.#next()
  }

  /** Its moment has come, but nobody can do anything about it before then. */
  putOff(moment: Moment, at: number): void {
    this.#expect(moment, at)
  }

  /** Something has come and is not told yet: its timer rings in this very moment, or a little late. */
  isBehind(): boolean {
    return this.#isRunning && this.#armedFor <= this.#options.clock.monotonic()
  }

  /** What has been told and could not be acted upon is told once more. */
  again(kind: Moment['kind']): void {
    for (const moment of [...this.#told.values()]) if (moment.kind === kind) this.#expect(moment, moment.at)
  }

  close(): void {
    this.#isRunning = false
    this.#cancel()
  }

  #expect(moment: Moment, at: number): void {
    const { clock } = this.#options
    const due = clock.monotonic() + at - clock.now()
    this.#told.delete(moment.conversationId)
    this.#coming.set(moment.conversationId, { moment, due })
    if (this.#isRunning && due < this.#armedFor) this.#arm(due)
  }

  #next(): void {
    let first = Number.POSITIVE_INFINITY
    for (const { due } of this.#coming.values()) if (due < first) first = due
    this.#cancel()
    this.#armedFor = Number.POSITIVE_INFINITY
    if (first < Number.POSITIVE_INFINITY) this.#arm(first)
  }

  #arm(due: number): void {
    const { clock, timers } = this.#options
    this.#cancel()
    this.#armedFor = due
    this.#cancel = timers.after(Math.max(0, due - clock.monotonic()), () => this.#come(due))
  }

  #come(due: number): void {
    // A timer may ring a moment early.
    const until = Math.max(due, this.#options.clock.monotonic())
    const came = [...this.#coming.values()].filter((one) => one.due <= until)
    for (const { moment } of came) {
      this.#coming.delete(moment.conversationId)
      this.#told.set(moment.conversationId, moment)
    }
    this.#next()
    if (came.length > 0) this.#options.onCame(came.toSorted(compareComing).map(({ moment }) => moment))
  }
}
