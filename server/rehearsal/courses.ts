import type { ConversationId, OperatorId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import { reply, shut } from './acts'
import type { Ledger } from './ledger'
import type { Handling, PlannedInquiry } from './plan'
import type { RehearsedCompany } from './rehearsed-company'

/** Timers of a hub run a moment late; the virtual ones do not. Within this an assignment is the same. */
export const sameMomentMs = 1_000

interface Course {
  inquiry: PlannedInquiry
  /** What is still going to be done, in order. */
  pending: Handling[]
  /** So far everything went as in history. */
  isOn: boolean
  matched: number
  callOff: () => void
}

/**
 * When work is done in a rehearsal. As long as an inquiry goes to whom it went at its time, replies and closing keep their
 * moments. From the first assignment that differs on, each comes as long after the new assignment as it came after the old
 * one, never before the word it answers, and not while the assignee is away.
 */
export class Courses {
  readonly #company: RehearsedCompany
  readonly #ledger: Ledger
  readonly #courses = new Map<ConversationId, Course>()
  readonly #held = new Map<OperatorId, Set<ConversationId>>()

  constructor(company: RehearsedCompany, ledger: Ledger) {
    this.#company = company
    this.#ledger = ledger
  }

  /** An inquiry of history begins; where the one before it is not over in the rehearsal, its work is joined to that. */
  begin(id: ConversationId, inquiry: PlannedInquiry): void {
    const known = this.#courses.get(id)
    const pending = [...inquiry.handlings]
    if (known !== undefined && this.#company.conversation(id)?.row.isOpen === true) {
      known.pending = [...known.pending.filter((one) => one.kind === 'replied'), ...pending]
      known.isOn = false
      return
    }
    known?.callOff()
    this.#courses.set(id, { inquiry, pending, isOn: true, matched: 0, callOff: () => {} })
  }

  /** The rehearsal has written a line into a stream. */
  line(id: ConversationId, at: number, event: SystemEvent): void {
    const course = this.#courses.get(id)
    if (course === undefined) return
    if (event.kind === 'closed') {
      course.callOff()
      course.pending = []
    }
    if (event.kind !== 'assigned') return
    if (event.to?.kind === 'operator') {
      const planned = course.inquiry.assignments[course.matched++]
      const isSame = planned?.operatorId === event.to.id && Math.abs(planned.at - at) <= sameMomentMs
      if (!isSame) course.isOn = false
    }
    if (!course.isOn) this.#schedule(id, course)
  }

  /** Its moment in history has come. */
  async due(id: ConversationId, handling: Handling): Promise<void> {
    const course = this.#courses.get(id)
    if (course === undefined || !course.pending.includes(handling)) return
    // In history somebody had it by now: here it waits for an assignee.
    if (handling.lagMs !== null && this.#company.conversation(id)?.row.assignee == null) course.isOn = false
    if (course.isOn || handling.lagMs === null) await this.#perform(id, course, handling)
  }

  /** He is here again: what waited for him is done. */
  back(operatorId: OperatorId): void {
    const waiting = this.#held.get(operatorId)
    if (waiting === undefined || !this.#company.isHere(operatorId)) return
    this.#held.delete(operatorId)
    for (const id of waiting) {
      const course = this.#courses.get(id)
      if (course !== undefined) this.#schedule(id, course)
    }
  }

  #schedule(id: ConversationId, course: Course): void {
    course.callOff()
    const [next] = course.pending
    const row = this.#company.conversation(id)?.row
    if (next === undefined || next.lagMs === null || row === undefined || !row.isOpen || row.assignedAt === null) return
    const { clock } = this.#company
    const at = Math.max(row.assignedAt + next.lagMs, next.notBefore)
    course.callOff = clock.after(at - clock.now(), () => void this.#come(id, course, next))
  }

  async #come(id: ConversationId, course: Course, handling: Handling): Promise<void> {
    const row = this.#company.conversation(id)?.row
    if (row === undefined || !row.isOpen || row.assignee?.kind !== 'operator') return
    const { id: assignee } = row.assignee
    if (!this.#company.isHere(assignee)) {
      this.#held.set(assignee, (this.#held.get(assignee) ?? new Set()).add(id))
      return
    }
    await this.#perform(id, course, handling)
    this.#schedule(id, course)
  }

  async #perform(id: ConversationId, course: Course, handling: Handling): Promise<void> {
    course.pending = course.pending.filter((one) => one !== handling)
    const { kind, by } = handling
    await this.#company.write(async (work) => {
      if (kind === 'replied') {
        if (await reply(work, id)) this.#ledger.replied(id, work.now)
      } else if (by !== null) await shut(work, id, by)
    })
  }
}
