import type { ConversationId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'
import type { Clock, Moment, Timers } from './ports'

/** When something has to be done about a conversation if nothing happens before; null = never. */
export function momentOf({ row, answerBy }: ConversationFacts, waitAlarmMs: number): Moment | null {
  if (!row.isOpen || row.unansweredSince === null) return null
  const conversationId = row.id
  if (row.assignee === null || row.waitingSince !== null)
    return { conversationId, at: row.unansweredSince + waitAlarmMs, kind: 'waitTooLong' }
  return answerBy === null ? null : { conversationId, at: answerBy, kind: 'answerTimeOver' }
}

export const isSameMoment = (one: Moment | null, other: Moment | null): boolean =>
  one === other || (one !== null && other !== null && one.at === other.at && one.kind === other.kind)

export interface MomentsOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly onCame: (moments: readonly Moment[]) => void
}

/**
 * The moments that are to come, each told once. They follow from the rows: whoever changes a conversation changes its moment,
 * so an answer, a take or a closing calls it off by itself. One timer for all of them.
 */
export class Moments {
  readonly #options: MomentsOptions
  readonly #coming = new Map<ConversationId, Moment>()
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
    if (isSameMoment(this.#told.get(conversationId) ?? null, moment)) return
    this.#told.delete(conversationId)
    this.#coming.set(conversationId, moment)
    if (this.#isRunning && moment.at < this.#armedFor) this.#arm(moment.at)
  }

  /** Nothing is told before: whatever has passed by now is told at once. */
  start(): void {
    this.#isRunning = true
    this.#next()
  }

  /** These stay ahead although their moment has come: nobody could do anything about them yet. */
  putOff(moment: Moment, at: number): void {
    this.#told.delete(moment.conversationId)
    this.#coming.set(moment.conversationId, { ...moment, at })
    if (this.#isRunning && at < this.#armedFor) this.#arm(at)
  }

  close(): void {
    this.#isRunning = false
    this.#cancel()
  }

  #next(): void {
    let first = Number.POSITIVE_INFINITY
    for (const { at } of this.#coming.values()) if (at < first) first = at
    this.#armedFor = Number.POSITIVE_INFINITY
    if (first < Number.POSITIVE_INFINITY) this.#arm(first)
  }

  #arm(at: number): void {
    const { clock, timers } = this.#options
    this.#cancel()
    this.#armedFor = at
    this.#cancel = timers.after(Math.max(0, at - clock.now()), () => this.#come(at))
  }

  /** The timer counts time that really passed, so what it was set to has come whatever the clock says now. */
  #come(at: number): void {
    const now = Math.max(at, this.#options.clock.now())
    const came = [...this.#coming.values()].filter((moment) => moment.at <= now)
    for (const moment of came) {
      this.#coming.delete(moment.conversationId)
      this.#told.set(moment.conversationId, moment)
    }
    this.#next()
    if (came.length > 0) this.#options.onCame(came)
  }
}
