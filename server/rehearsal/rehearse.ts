import { assertNever, type ConversationId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import type { Presence } from '#protocol/operator'
import type { CompanyRows } from '../operators/ports'
import { assign, open, prefer, speak } from './acts'
import { Courses } from './courses'
import { type Assigned, type Happening, type History, isByEngine } from './history'
import { Ledger } from './ledger'
import { type Plan, planOf } from './plan'
import { prologue } from './prologue'
import { RehearsedCompany } from './rehearsed-company'

export interface RehearsalOptions {
  readonly history: History
  /** The rules to be tried; the saved ones when nothing is changed. */
  readonly company: CompanyRows
  /** From 0 to 1; asked to pause there, so that whoever waits hears of it. */
  readonly onProgress: (done: number) => Promise<void>
}

export interface Rehearsal {
  readonly before: Ledger
  readonly after: Ledger
  /** Claims the rows refused; 0 unless there is a bug. */
  readonly bugs: number
}

const progressEvery = 500

/**
 * Lives some days of history again under other rules. Words of contacts, presences and what people did by hand come as they
 * came; everything automatic is decided anew, by the hub's own code.
 */
export async function rehearse({ history, company: rules, onProgress }: RehearsalOptions): Promise<Rehearsal> {
  const { from, to, happenings, opening } = history
  const after = new Ledger(from)
  const start = Math.min(from, opening.before[0]?.at ?? from)
  let tell: (id: ConversationId, at: number, event: SystemEvent) => void = () => {}
  const company = new RehearsedCompany(history.company, start, ({ row }, at, event) => tell(row.id, at, event))
  await prologue(company, opening)
  await company.goOn(from)
  const before = recorded(history, company)
  const courses = new Courses(company, after)
  const found = company.rows.open()
  for (const { row } of found) after.found(row.id, row.assignee?.kind === 'operator' ? row.assignee.id : null)
  const plan = planOf(happenings, new Map(found.map(({ row }) => [row.id, row.assignedAt])))
  for (const [id, inquiry] of plan.running) courses.begin(id, inquiry)
  tell = (id, at, event) => {
    note(after, id, at, event)
    courses.line(id, at, event)
  }
  company.adopt(rules)
  await company.start(opening.presences, false)
  const stage = new Stage(company, courses, after, plan)
  for (let index = 0; index < happenings.length; index++) {
    if (index % progressEvery === 0) await onProgress(index / happenings.length)
    await stage.perform(happenings, index)
  }
  await company.goOn(to)
  after.end(to)
  return { before, after, bugs: company.bugs }
}

/** Takes a line of the rehearsed stream down; inquiries are counted as history opens them. */
function note(ledger: Ledger, id: ConversationId, at: number, event: SystemEvent): void {
  if (event.kind === 'assigned')
    ledger.assigned(id, event.to?.kind === 'operator' ? event.to.id : null, at, event.cause)
  if (event.kind === 'closed') ledger.closed(id, at)
  if (event.kind === 'opened' || event.kind === 'reopened') ledger.stands(id, at)
}

/** What happened, taken down in the same words. */
function recorded({ from, to, happenings }: History, company: RehearsedCompany): Ledger {
  const ledger = new Ledger(from)
  for (const { row } of company.rows.open())
    ledger.found(row.id, row.assignee?.kind === 'operator' ? row.assignee.id : null)
  for (const one of happenings) {
    if (one.kind === 'reopened' || (one.kind === 'spoke' && one.opens))
      ledger.opened(one.conversationId, one.channelId, one.at)
    if (one.kind === 'assigned') {
      const { to: assignee, cause } = one.event
      ledger.assigned(one.conversationId, assignee?.kind === 'operator' ? assignee.id : null, one.at, cause)
    }
    if (one.kind === 'replied') ledger.replied(one.conversationId, one.at)
    if (one.kind === 'closed') ledger.closed(one.conversationId, one.at)
  }
  ledger.end(to)
  return ledger
}

/** Carries out what history brings, one thing after another. */
class Stage {
  readonly #company: RehearsedCompany
  readonly #courses: Courses
  readonly #ledger: Ledger
  readonly #plan: Plan
  readonly #done = new Set<Happening>()

  constructor(company: RehearsedCompany, courses: Courses, ledger: Ledger, plan: Plan) {
    this.#company = company
    this.#courses = courses
    this.#ledger = ledger
    this.#plan = plan
  }

  async perform(happenings: readonly Happening[], index: number): Promise<void> {
    const happening = happenings[index]
    if (happening === undefined || this.#done.has(happening)) return
    if (happening.kind === 'hubStarted') return await this.#restart(happenings, index)
    await this.#company.goOn(happening.at)
    switch (happening.kind) {
      case 'presence':
        await this.#company.become(happening.operatorId, happening.presence)
        return this.#courses.back(happening.operatorId)
      case 'spoke':
      case 'reopened': {
        const { conversationId, channelId, at } = happening
        const inquiry = this.#plan.begun.get(happening)
        if (inquiry !== undefined) {
          this.#courses.begin(conversationId, inquiry)
          this.#ledger.opened(conversationId, channelId, at)
        }
        return await this.#company.write((work) =>
          happening.kind === 'spoke' ? speak(work, conversationId, channelId) : open(work, happening),
        )
      }
      case 'replied':
      case 'closed': {
        const handling = this.#plan.handlings.get(happening)
        return handling && (await this.#courses.due(happening.conversationId, handling))
      }
      case 'prioritized':
        return await this.#company.write((work) => prefer(work, happening))
      case 'assigned':
        return await this.#assigned(happenings, index, happening.event)
      case 'waited':
        return
      default:
        return assertNever(happening)
    }
  }

  /** What a person did about assignments is done again; what he passed on at once is one transaction. */
  async #assigned(happenings: readonly Happening[], index: number, event: Assigned): Promise<void> {
    if (isByEngine(event) || event.cause === 'started') return
    const acts = together(happenings, index)
    for (const act of acts) this.#done.add(act)
    await this.#company.write(async (work) => {
      for (const act of acts) {
        await assign(work, act.conversationId, act.event)
        await work.flush()
      }
    })
  }

  /** From the last that is known of the hub to its start nothing fell due; everybody is as he was found then. */
  async #restart(happenings: readonly Happening[], index: number): Promise<void> {
    const at = happenings[index]?.at ?? 0
    const presences = new Map<Extract<Happening, { kind: 'presence' }>['operatorId'], Presence>()
    for (let next = index + 1; next < happenings.length; next++) {
      const one = happenings[next]
      if (one === undefined || one.kind !== 'presence' || one.at !== at || presences.has(one.operatorId)) break
      presences.set(one.operatorId, one.presence)
      this.#done.add(one)
    }
    this.#company.halt()
    await this.#company.goOn(at)
    await this.#company.start(presences, true)
  }
}

type AssignedHappening = Extract<Happening, { kind: 'assigned' }>

const isPassedOn = ({ by, cause }: Assigned): boolean =>
  by !== null && (cause === 'released' || cause === 'transferred')

/** Conversations one person passed on in one moment: a handover, which is one transaction. */
function together(happenings: readonly Happening[], index: number): readonly AssignedHappening[] {
  const acts: AssignedHappening[] = []
  for (let next = index; next < happenings.length; next++) {
    const one = happenings[next]
    const first = acts[0]
    if (one === undefined || (first !== undefined && one.at !== first.at)) break
    if (one.kind === 'waited') continue
    if (one.kind !== 'assigned') break
    if (isByEngine(one.event)) continue
    if (first !== undefined && (one.event.by !== first.event.by || !isPassedOn(one.event))) break
    acts.push(one)
    if (!isPassedOn(one.event)) break
  }
  return acts
}
