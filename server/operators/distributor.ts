import type { ConversationId, OperatorId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'
import type { Hub } from '../conversations/ports'
import type { Attendance } from './attendance'
import { differences } from './differences'
import { type Moments, momentOf } from './moments'
import type { Clock, DistributionLog, Moment, OperatorsWork, QueuePlace, Timers } from './ports'
import type { Roster } from './roster'
import { type Afterwards, WorkDistribution } from './work-distribution'

/** After a start nothing is handed out until everybody who was there is back, at the latest after this. */
export const pauseMs = 10_000
const sweepMs = 5_000
/** A timer of Node cannot be set further ahead than 24.8 days. */
const longestTimerMs = 86_400_000
/** A clock that was behind the last known time at the start, or far ahead of it, takes nothing for so long from who was away before. */
const doubtMs = 600_000
/** What has become due just now has a timer of its own, which may run a moment after the sweep: nothing was missed. */
const sweepSlackMs = 1_000
/** What could not be stored is tried again: nobody else would do what fell due while the disk was full. */
const retryMs = 1_000
/** Operators away with open conversations that one sweep looks at; the next one goes on from there. */
const sweptOperators = 20

interface Job {
  readonly what: string
  readonly job: (work: OperatorsWork) => Promise<void>
}

export interface DistributorOptions {
  readonly roster: Roster
  readonly hub: () => Hub<OperatorsWork>
  readonly attendance: Pick<Attendance, 'onLive' | 'onJump' | 'chosen' | 'restore' | 'step' | 'now' | 'isBehind'>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: DistributionLog
  /** How far the wall clock has gone from the last time known before the start, when that is more than can be believed; else 0. */
  readonly clockOff: number
  readonly moments: Moments
  /** The net under everything; a rehearsal lives without it. */
  readonly isSwept: boolean
}

/**
 * The one distributor of the hub: gives each transaction its distribution, and keeps what goes on between transactions: the
 * pause after a start, rests that end, long queues handed out page by page, and the sweep that finds what events missed.
 */
export class Distributor implements Afterwards {
  readonly #options: DistributorOptions
  readonly #rests = new Map<ConversationId, () => void>()
  readonly #expected = new Set<OperatorId>()
  #isPaused = true
  #isClockDoubted: boolean
  /** While the clock is doubted: what was given since the start to somebody away, so that time that really passed tells how long he has had it. */
  readonly #sure = new Set<ConversationId>()
  #startedAt = 0
  #cancelDoubt: () => void = () => {}
  /** Distribution, when the rules were looked at last. */
  #wasOn = true
  #isClosed = false
  #cancelPause: () => void = () => {}
  #cancelSweep: () => void = () => {}
  #cancelEdge: () => void = () => {}
  /** When the next working hours begin or end. */
  #edgeAt = Number.POSITIVE_INFINITY
  #sweptUpTo = 0
  /** The longest wait the moments to come were reckoned with. */
  #foreseenBy = 0
  #found = 0
  /** Jobs that are known to be due and have not been begun. */
  #behind = 0
  /** Jobs that failed, and those behind them, in their order. */
  readonly #failed: Job[] = []
  /** How far the wall clock has jumped since stored deadlines last followed it. */
  #jumpedBy = 0

  constructor(options: DistributorOptions) {
    this.#options = options
    this.#isClockDoubted = options.clockOff !== 0
    // It was set back while the hub was down, by this much at least; how far forward nobody can tell from time that passed.
    this.#jumpedBy = Math.min(0, options.clockOff)
    options.attendance.onLive((operatorId) => this.#returned(operatorId))
    options.attendance.onJump((ms) => this.#jumped(ms))
  }

  within(work: OperatorsWork): WorkDistribution {
    return new WorkDistribution(work, this.#options.roster, this, this.#options.log)
  }

  /** From now on connections are accepted: takes presence up and begins to distribute when everybody who was there is back. */
  async start(): Promise<void> {
    const { hub, attendance, clock, timers } = this.#options
    this.#startedAt = clock.now()
    this.#doubtClock()
    const { linked, resting, awaited } = await hub().write(async (work) => ({
      linked: await attendance.restore(work),
      resting: await work.queue.resting(),
      awaited: await work.queue.awaited(),
    }))
    this.#foresee(awaited)
    for (const { id, until } of resting) this.restsUntil(id, until)
    for (const operatorId of linked) this.#expected.add(operatorId)
    if (this.#expected.size === 0) return this.#begin()
    this.#cancelPause = timers.after(pauseMs, () => this.#begin())
  }

  close(): void {
    this.#isClosed = true
    this.#cancelPause()
    this.#cancelDoubt()
    this.#cancelSweep()
    this.#cancelEdge()
    this.#options.moments.close()
    for (const cancel of this.#rests.values()) cancel()
    this.#rests.clear()
  }

  isPaused(): boolean {
    return this.#isPaused
  }

  isAbsenceDoubted(operatorId: OperatorId, conversationId: ConversationId): boolean {
    if (!this.#isClockDoubted || this.#sure.has(conversationId)) return false
    const since = this.#options.roster.members.get(operatorId)?.presence.unavailableSince
    return since !== undefined && since !== null && since <= this.#startedAt
  }

  /** What has come, each in a transaction of its own. */
  came(moments: readonly Moment[]): void {
    for (const moment of moments) this.#later(moment.kind, (work) => work.distribution.momentCame(moment))
  }

  putOff(moment: Moment, at: number): void {
    this.#options.moments.putOff(moment, at)
  }

  rulesChanged(): void {
    if (this.#isPaused) return
    this.#armEdge()
    const { isOn } = this.#options.roster.settings
    // While distribution was off nobody's answer time counted; whose has passed by now has let it lapse.
    if (isOn && !this.#wasOn) this.#options.moments.again('answerTimeOver')
    this.#wasOn = isOn
    if (this.#foreseenBy !== this.#options.roster.settings.waitAlarmMs)
      this.#later('moments', async (work) => this.#foresee(await work.queue.awaited()))
  }

  #foresee(awaited: readonly ConversationFacts[]): void {
    const { moments, roster } = this.#options
    this.#foreseenBy = roster.settings.waitAlarmMs
    for (const facts of awaited) moments.set(facts.row.id, momentOf(facts, roster.settings.waitAlarmMs))
  }

  takeJump(): number {
    const ms = this.#jumpedBy
    this.#jumpedBy = 0
    return ms
  }

  giveBackJump(ms: number): void {
    this.#jumpedBy += ms
  }

  /** It may be another hour, and what was written down by the clock another time ago: what follows from that is done at once. */
  #jumped(ms: number): void {
    this.#jumpedBy += ms
    if (this.#isPaused) return
    this.#armEdge()
    // It is noticed in the middle of a transaction.
    this.#soon(0, 'hours', async (work) => {
      await work.distribution.drain('scheduleEdge', null)
      work.announce({ kind: 'hours' })
      for (const operatorId of this.#longAway(work.now)) await work.distribution.reassignmentDue(operatorId)
    })
  }

  /** Working hours begin or end at the right moment, not with the next thing that happens. */
  #armEdge(): void {
    const { roster, clock, timers } = this.#options
    this.#cancelEdge()
    if (this.#isClosed) return
    roster.atMoment(clock.now())
    const edge = roster.nextEdge
    this.#edgeAt = edge ?? Number.POSITIVE_INFINITY
    if (edge === null) return
    this.#cancelEdge = timers.after(Math.min(edge - clock.now(), longestTimerMs), () => {
      if (clock.now() >= edge) this.#later('hours', (work) => this.#edge(work, edge))
      this.#armEdge()
    })
  }

  async #edge(work: OperatorsWork, edge: number): Promise<void> {
    const { roster, attendance } = this.#options
    if (roster.settings.offlineAtClosing)
      for (const id of roster.members.keys()) {
        const isOver = roster.worksAt(id, edge - 1) && !roster.worksAt(id, edge)
        if (isOver && attendance.chosen(id).chosen !== 'offline')
          await attendance.step(work, id, { kind: 'forced', status: 'offline', cause: 'schedule' })
      }
    await work.distribution.drain('scheduleEdge', null)
    work.announce({ kind: 'hours' })
  }

  /** What sweeps have had to do since the start: every one is an event nobody told. */
  found(): number {
    return this.#found
  }

  goOn(after: QueuePlace): void {
    this.#later('queue', async (work) => void (await work.distribution.drain('capacityFreed', after)))
  }

  restsUntil(conversationId: ConversationId, until: number): void {
    const { clock, timers } = this.#options
    this.#rests.get(conversationId)?.()
    const over = () => {
      this.#rests.delete(conversationId)
      this.#later('rest', (work) => work.distribution.restOver(conversationId))
    }
    this.#rests.set(conversationId, timers.after(Math.max(0, until - clock.now()), over))
  }

  async given(work: OperatorsWork, operatorId: OperatorId, conversationId: ConversationId): Promise<void> {
    if (this.#isClockDoubted) work.afterCommit(() => this.#sure.add(conversationId))
    await this.delayedFrom(work, operatorId, work.now)
  }

  async delayedFrom(work: OperatorsWork, operatorId: OperatorId, from: number): Promise<void> {
    await this.#options.attendance.step(work, operatorId, { kind: 'given', at: from })
  }

  modelDiffers(): void {
    this.#later('loads', async (work) =>
      work.people.takeLoads(await work.company.loads(), await work.company.tallies()),
    )
  }

  /** The net under everything: compares the model with the rows and looks at the queue as if something had happened. */
  async sweep(): Promise<number> {
    const { hub, log, roster, attendance } = this.#options
    // A clock that has jumped is noticed first, and what is being tried again was not missed.
    attendance.now()
    const isEdge = this.#options.clock.now() >= this.#edgeAt
    const isBehind =
      this.#behind + this.#failed.length > 0 || attendance.isBehind() || this.#options.moments.isBehind() || isEdge
    if (this.#isPaused || isBehind) return 0
    const found = await hub().write(async (work) => {
      const differing = await differences(roster, work)
      if (differing > 0) {
        log.bug('loadsDiffer', differing)
        work.people.takeLoads(await work.company.loads(), await work.company.tallies())
      }
      let changed = await work.distribution.drain('sweep', null)
      const asOf = work.now - sweepSlackMs
      for (const operatorId of this.#sweptOperators(asOf)) {
        changed += await work.distribution.reassignmentDue(operatorId, asOf)
      }
      return changed + differing
    })
    if (found > 0) log.bug('sweepFound', found)
    this.#found += found
    return found
  }

  #doubtClock(): void {
    if (!this.#isClockDoubted) return
    const { timers, log, clockOff } = this.#options
    log.clockJumped(clockOff)
    this.#cancelDoubt = timers.after(doubtMs, () => {
      this.#isClockDoubted = false
      this.#sure.clear()
      this.lookAtAway()
    })
  }

  /** For longer than the delay. */
  #longAway(now: number): readonly OperatorId[] {
    const { members, settings } = this.#options.roster
    return this.#awayWithOpen().filter((id) => {
      const since = members.get(id)?.presence.unavailableSince ?? null
      return since !== null && since + settings.reassignmentDelayMs <= now
    })
  }

  #awayWithOpen(): readonly OperatorId[] {
    const members = [...this.#options.roster.members.values()]
    const away = members.filter(({ open, presence }) => open > 0 && presence.effective !== 'online')
    return away.map((member) => member.account.id)
  }

  #sweptOperators(now: number): readonly OperatorId[] {
    const away = this.#longAway(now)
    if (this.#sweptUpTo >= away.length) this.#sweptUpTo = 0
    const taken = away.slice(this.#sweptUpTo, this.#sweptUpTo + sweptOperators)
    this.#sweptUpTo += taken.length
    return taken
  }

  #returned(operatorId: OperatorId): void {
    if (!this.#isPaused || !this.#expected.delete(operatorId)) return
    if (this.#expected.size === 0) this.#begin()
  }

  #begin(): void {
    this.#cancelPause()
    if (!this.#isPaused || this.#isClosed) return
    this.#isPaused = false
    this.#wasOn = this.#options.roster.settings.isOn
    this.#later('start', (work) => this.#takeUp(work))
    this.lookAtAway()
    if (this.#options.isSwept) this.#armSweep()
    this.#armEdge()
    this.#options.moments.start()
  }

  /** While it was paused nothing was decided, so whoever came back meanwhile may still have conversations marked as waiting. */
  async #takeUp(work: OperatorsWork): Promise<void> {
    const { members, tallies } = this.#options.roster
    await work.distribution.drain('hubStarted', null)
    if (tallies.queued === tallies.unassigned) return
    for (const [id, { open, presence }] of members)
      if (open > 0 && presence.effective === 'online') await work.distribution.operatorReady(id)
  }

  lookAtAway(): void {
    for (const operatorId of this.#awayWithOpen())
      this.#later('reassignment', async (work) => void (await work.distribution.reassignmentDue(operatorId)))
  }

  #armSweep(): void {
    const { timers, log } = this.#options
    this.#cancelSweep = timers.after(sweepMs, () => {
      this.sweep()
        .catch((error: unknown) => log.failed('sweep', error))
        .finally(() => {
          if (!this.#isClosed) this.#armSweep()
        })
    })
  }

  #later(what: string, job: Job['job']): void {
    if (this.#isClosed) return
    // Nobody overtakes another because that one's turn came while the disk was full.
    if (this.#failed.length > 0) this.#failed.push({ what, job })
    else this.#try({ what, job })
  }

  #try(one: Job): void {
    const { hub, log } = this.#options
    hub()
      .write(one.job)
      .catch((error: unknown) => {
        log.failed(one.what, error)
        this.#failed.push(one)
        if (this.#failed.length === 1) this.#retryLater()
      })
  }

  #retryLater(): void {
    this.#options.timers.after(retryMs, () => void this.#retry())
  }

  /** What failed and what came after it, one after another, up to the first that fails again. */
  async #retry(): Promise<void> {
    const { hub, log } = this.#options
    for (let [first] = this.#failed; first !== undefined && !this.#isClosed; [first] = this.#failed) {
      try {
        await hub().write(first.job)
      } catch (error) {
        log.failed(first.what, error)
        return this.#retryLater()
      }
      this.#failed.shift()
    }
  }

  #soon(ms: number, what: string, job: Job['job']): void {
    this.#behind++
    this.#options.timers.after(ms, () => {
      this.#behind--
      this.#later(what, job)
    })
  }
}
