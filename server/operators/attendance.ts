import type { OperatorId } from '#protocol/ids'
import type { Hub } from '../conversations/ports'
import { JumpWatch } from './jump-watch'
import type { Clock, DistributionLog, OperatorsWork, PresenceRow, Timers } from './ports'
import {
  durable,
  newcomer,
  type PresenceEvent,
  type PresenceState,
  presenceOf,
  restored,
  shifted,
  step,
} from './presence'
import type { Roster } from './roster'

/** After a failed store an event of a link is tried again: a link that is lost must not stay live because a disk was full. */
const retryMs = 1_000

export interface AttendanceOptions {
  readonly roster: Roster
  readonly hub: () => Hub<OperatorsWork>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: DistributionLog
}

/**
 * Who is here: the shell around the presence machine. Links of devices, chosen statuses and passing time come in as events,
 * one after another for each operator; each is a transaction that keeps what must outlive the hub and sets distribution going.
 */
export class Attendance {
  readonly #options: AttendanceOptions
  readonly #states = new Map<OperatorId, PresenceState>()
  readonly #alarms = new Map<OperatorId, () => void>()
  readonly #queues = new Map<OperatorId, PresenceEvent[]>()
  readonly #watch: JumpWatch
  #whenLive: (operatorId: OperatorId) => void = () => {}
  #whenJumped: (ms: number) => void = () => {}

  constructor(options: AttendanceOptions) {
    this.#options = options
    this.#watch = new JumpWatch(options.clock)
  }

  /** The moment of a transaction. When the wall clock has jumped, presence moves along first, so nobody's time runs out or stops. */
  now(): number {
    const jump = this.#watch.jumped()
    if (jump !== 0) this.#follow(jump)
    return this.#options.clock.now()
  }

  /** Called after the commit for everybody whose link has become live. */
  onLive(listener: (operatorId: OperatorId) => void): void {
    this.#whenLive = listener
  }

  /** Called when the wall clock has jumped by so much: what was set by it is to be set anew. */
  onJump(listener: (ms: number) => void): void {
    this.#whenJumped = listener
  }

  /** What he has chosen, or what was chosen for him, as this transaction sees it. */
  chosen(operatorId: OperatorId): Pick<PresenceState, 'chosen' | 'cause'> {
    return this.#states.get(operatorId) ?? { chosen: 'offline', cause: 'hub' }
  }

  /** A device has a socket with a valid session; `lease` is the socket's id. Resolves after the commit. */
  connected(operatorId: OperatorId, lease: string): Promise<void> {
    return this.#tell(operatorId, { kind: 'connected', lease })
  }

  /** The socket has ended however: closed, silent, asleep. */
  lost(operatorId: OperatorId, lease: string): Promise<void> {
    return this.#tell(operatorId, { kind: 'lost', lease })
  }

  /** He has quit or signed out on this device, or its session was ended. */
  left(operatorId: OperatorId, lease: string): Promise<void> {
    return this.#tell(operatorId, { kind: 'left', lease })
  }

  /** Something has happened to somebody that is not stored yet. */
  isBehind(): boolean {
    return this.#queues.size > 0
  }

  /** Takes presence up after a start, from now on counting the restart grace. Gives those whose link was not gone. */
  async restore(work: OperatorsWork): Promise<readonly OperatorId[]> {
    const stored = new Map((await work.presences.all()).map(({ operatorId, ...row }) => [operatorId, row]))
    const linked: OperatorId[] = []
    await work.presences.started(work.now)
    for (const operatorId of this.#options.roster.members.keys()) {
      const row = notAhead(stored.get(operatorId) ?? newcomer(work.now), work.now)
      const { state, effects } = restored(row, work.now, this.#options.roster.settings)
      this.#states.set(operatorId, state)
      work.people.setPresence(operatorId, presenceOf(state))
      await work.presences.note(operatorId, work.now, presenceOf(state), null)
      if (row.wasLinked) linked.push(operatorId)
      work.afterCommit(() => this.#arm(operatorId, state.wakeAt))
      if (effects.some((effect) => effect.kind === 'reassignmentDue'))
        await work.distribution.reassignmentDue(operatorId)
    }
    return linked
  }

  #follow(jump: number): void {
    const { roster, log } = this.#options
    for (const [operatorId, state] of this.#states) {
      const moved = shifted(state, jump)
      this.#states.set(operatorId, moved)
      const member = roster.members.get(operatorId)
      if (member !== undefined) roster.place(member, presenceOf(moved))
    }
    log.clockJumped(jump)
    this.#whenJumped(jump)
  }

  /** One event inside an open transaction. */
  async step(
    work: OperatorsWork,
    operatorId: OperatorId,
    event: PresenceEvent,
    by: OperatorId | null = null,
  ): Promise<void> {
    const { settings } = this.#options.roster
    const before = this.#states.get(operatorId)
    const from = before ?? restored(newcomer(work.now), work.now, settings).state
    const { state, effects } = step(from, event, work.now, settings)
    this.#states.set(operatorId, state)
    work.onUndone(() => void (before ? this.#states.set(operatorId, before) : this.#states.delete(operatorId)))
    if (!isSame(durable(from), durable(state))) await work.presences.save(operatorId, durable(state))
    for (const effect of effects) {
      if (effect.kind === 'wake') work.afterCommit(() => this.#arm(operatorId, effect.at))
      if (effect.kind === 'reassignmentDue') await work.distribution.reassignmentDue(operatorId)
      if (effect.kind !== 'changed') continue
      const { presence, before: was, isEffective } = effect
      work.people.setPresence(operatorId, presence)
      if (isEffective || was.version !== presence.version) await work.presences.note(operatorId, work.now, presence, by)
      const isReady = presence.effective === 'online' && presence.link === 'live'
      if (isEffective && isReady) await work.distribution.operatorReady(operatorId)
      if (was.link !== 'live' && presence.link === 'live') work.afterCommit(() => this.#whenLive(operatorId))
    }
  }

  /** Calls off every timer: the hub is stopping. */
  close(): void {
    for (const cancel of this.#alarms.values()) cancel()
    this.#alarms.clear()
  }

  #arm(operatorId: OperatorId, at: number | null): void {
    this.#alarms.get(operatorId)?.()
    this.#alarms.delete(operatorId)
    if (at === null) return
    const wake = () => void this.#tell(operatorId, { kind: 'timeElapsed' })
    this.#alarms.set(operatorId, this.#options.timers.after(Math.max(0, at - this.#options.clock.now()), wake))
  }

  /** Events of one operator keep their order, also when the store has to be asked again. */
  #tell(operatorId: OperatorId, event: PresenceEvent): Promise<void> {
    const waiting = this.#queues.get(operatorId)
    if (waiting !== undefined) {
      waiting.push(event)
      return Promise.resolve()
    }
    this.#queues.set(operatorId, [event])
    return this.#work(operatorId)
  }

  async #work(operatorId: OperatorId): Promise<void> {
    const queue = this.#queues.get(operatorId) ?? []
    try {
      for (let event = queue[0]; event !== undefined; event = queue[0]) {
        const next = event
        await this.#options.hub().write((work) => this.step(work, operatorId, next))
        queue.shift()
      }
      this.#queues.delete(operatorId)
    } catch (error) {
      this.#options.log.failed('presence', error)
      this.#options.timers.after(retryMs, () => void this.#work(operatorId))
    }
  }
}

/** A clock that was set back while the hub was down leaves moments in the future: they were before now all the same. */
const notAhead = (row: PresenceRow, now: number): PresenceRow => ({
  ...row,
  since: Math.min(row.since, now),
  unavailableSince: row.unavailableSince === null ? null : Math.min(row.unavailableSince, now),
})

const isSame = (one: PresenceRow, other: PresenceRow): boolean =>
  one.chosen === other.chosen &&
  one.version === other.version &&
  one.cause === other.cause &&
  one.since === other.since &&
  one.unavailableSince === other.unavailableSince &&
  one.wasLinked === other.wasLinked
