import type { ConversationId, OperatorId } from '#protocol/ids'
import type { Hub } from '../conversations/ports'
import type { Attendance } from './attendance'
import type { Clock, DistributionLog, OperatorsWork, QueuePlace, Timers } from './ports'
import type { Roster } from './roster'
import { type Afterwards, WorkDistribution } from './work-distribution'

/** After a start nothing is handed out until everybody who was there is back, at the latest after this. */
const pauseMs = 10_000
const sweepMs = 5_000
/** A clock that was behind the last known time at the start, or far ahead of it, takes nothing for so long from who was away before. */
const doubtMs = 600_000
/** What has become due just now has a timer of its own, which may run a moment after the sweep: nothing was missed. */
const sweepSlackMs = 1_000
/** Operators away with open conversations that one sweep looks at; the next one goes on from there. */
const sweptOperators = 20

export interface DistributorOptions {
  readonly roster: Roster
  readonly hub: () => Hub<OperatorsWork>
  readonly attendance: Attendance
  readonly clock: Clock
  readonly timers: Timers
  readonly log: DistributionLog
  /** How far the wall clock has gone from the last time known before the start, when that is more than can be believed; else 0. */
  readonly clockOff: number
}

/**
 * The one distributor of the hub: gives each transaction its distribution, and keeps what goes on between transactions: the
 * pause after a start, rests that end, long queues handed out page by page, and the sweep that finds what events missed.
 */
export class Distributor implements Afterwards {
  readonly #options: DistributorOptions
  readonly #rests = new Map<ConversationId, () => void>()
  readonly #expected = new Set<OperatorId>()
  readonly #alarmed = new Set<string>()
  #isPaused = true
  #isClockDoubted: boolean
  #startedAt = 0
  #cancelDoubt: () => void = () => {}
  #isClosed = false
  #cancelPause: () => void = () => {}
  #cancelSweep: () => void = () => {}
  #sweptUpTo = 0
  #found = 0

  constructor(options: DistributorOptions) {
    this.#options = options
    this.#isClockDoubted = options.clockOff !== 0
    options.attendance.onLive((operatorId) => this.#returned(operatorId))
  }

  within(work: OperatorsWork): WorkDistribution {
    return new WorkDistribution(work, this.#options.roster, this, this.#options.log)
  }

  /** From now on connections are accepted: takes presence up and begins to distribute when everybody who was there is back. */
  async start(): Promise<void> {
    const { hub, attendance, clock, timers } = this.#options
    this.#startedAt = clock.now()
    this.#doubtClock()
    const { linked, resting } = await hub().write(async (work) => ({
      linked: await attendance.restore(work),
      resting: await work.queue.resting(),
    }))
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
    for (const cancel of this.#rests.values()) cancel()
    this.#rests.clear()
  }

  isPaused(): boolean {
    return this.#isPaused
  }

  isAbsenceDoubted(operatorId: OperatorId): boolean {
    if (!this.#isClockDoubted) return false
    const since = this.#options.roster.members.get(operatorId)?.presence.unavailableSince
    return since !== undefined && since !== null && since <= this.#startedAt
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

  async given(work: OperatorsWork, operatorId: OperatorId, at: number): Promise<void> {
    await this.#options.attendance.step(work, operatorId, { kind: 'given', at })
  }

  modelDiffers(): void {
    this.#later('loads', async (work) =>
      work.people.takeLoads(await work.company.loads(), await work.company.tallies()),
    )
  }

  /** The net under everything: compares the model with the rows and looks at the queue as if something had happened. */
  async sweep(): Promise<number> {
    if (this.#isPaused) return 0
    const { hub, log, roster } = this.#options
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
      await this.#alarm(work)
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
      this.lookAtAway()
    })
  }

  /** Says once of each inquiry that its contact has waited too long for somebody to be found. */
  async #alarm(work: OperatorsWork): Promise<void> {
    const waiting = await work.queue.waitingSince(work.now - this.#options.roster.settings.waitAlarmMs)
    const still = new Set(waiting.map(({ id, inquiry }) => `${id} ${inquiry}`))
    for (const known of this.#alarmed) if (!still.has(known)) this.#alarmed.delete(known)
    for (const { id, inquiry } of waiting) {
      const key = `${id} ${inquiry}`
      if (this.#alarmed.has(key)) continue
      this.#alarmed.add(key)
      work.announce({ kind: 'alarm', alarm: 'waitingTooLong', conversationId: id, channel: null })
    }
  }

  #awayWithOpen(now: number): readonly OperatorId[] {
    const { members, settings } = this.#options.roster
    const away = [...members.values()].filter(
      ({ open, presence: { effective, unavailableSince } }) =>
        open > 0 &&
        effective !== 'online' &&
        unavailableSince !== null &&
        unavailableSince + settings.reassignmentDelayMs <= now,
    )
    return away.map((member) => member.account.id)
  }

  #sweptOperators(now: number): readonly OperatorId[] {
    const away = this.#awayWithOpen(now)
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
    this.#later('start', async (work) => void (await work.distribution.drain('hubStarted', null)))
    this.lookAtAway()
    this.#armSweep()
  }

  lookAtAway(): void {
    for (const operatorId of this.#awayWithOpen(this.#options.clock.now()))
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

  #later(what: string, job: (work: OperatorsWork) => Promise<void>): void {
    if (this.#isClosed) return
    const { hub, log } = this.#options
    hub()
      .write(job)
      .catch((error: unknown) => log.failed(what, error))
  }
}

/** Operators whose load in the model is not what the rows say. What waits for an answer is counted only where it decides. */
async function differences({ members, settings }: Roster, work: OperatorsWork): Promise<number> {
  if (settings.loadCounts === 'allOpen') {
    const counts = await work.company.openCounts()
    return [...members].filter(([id, { open }]) => open !== (counts.get(id) ?? 0)).length
  }
  const rows = new Map((await work.company.loads()).map((row) => [row.operatorId, row]))
  return [...members].filter(([id, { open, awaiting }]) => {
    const row = rows.get(id)
    return open !== (row?.open ?? 0) || awaiting !== (row?.awaiting ?? 0)
  }).length
}
