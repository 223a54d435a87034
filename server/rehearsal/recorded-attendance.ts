import type { OperatorId } from '#protocol/ids'
import type { Presence } from '#protocol/operator'
import type { Attendance } from '../operators/attendance'
import type { OperatorsWork, Timers } from '../operators/ports'
import { absent, type Roster } from '../operators/roster'
import type { MemoryHub } from './memory-work'

interface Here {
  readonly presence: Presence
  /** Moments from which a reassignment delay runs that is still to be told. */
  readonly delaysFrom: readonly number[]
}

export interface RecordedOptions {
  readonly roster: () => Roster
  readonly hub: () => MemoryHub
  readonly now: () => number
  readonly timers: Timers
}

/**
 * Who was here, played back: presences come as history has them, whatever the rehearsed rules would have made of a lost
 * connection. What follows from them, the reassignment delays, is reckoned by the rehearsed rules.
 */
export class RecordedAttendance
  implements Pick<Attendance, 'onLive' | 'onJump' | 'chosen' | 'restore' | 'step' | 'now' | 'isBehind'>
{
  readonly #options: RecordedOptions
  readonly #here = new Map<OperatorId, Here>()
  readonly #alarms = new Map<OperatorId, () => void>()
  #whenLive: (operatorId: OperatorId) => void = () => {}
  #isRestart = false

  constructor(options: RecordedOptions) {
    this.#options = options
  }

  onLive(listener: (operatorId: OperatorId) => void): void {
    this.#whenLive = listener
  }

  /** Recorded clocks do not jump. */
  onJump(): void {}

  now(): number {
    return this.#options.now()
  }

  /** Nothing recorded waits for a disk. */
  isBehind(): boolean {
    return false
  }

  chosen(operatorId: OperatorId): Pick<Presence, 'chosen' | 'cause'> {
    return this.#here.get(operatorId)?.presence ?? absent
  }

  /** As people are found at the beginning of the days, or, after a restart, when the hub has started. */
  begin(presences: ReadonlyMap<OperatorId, Presence>, isRestart: boolean): void {
    this.#isRestart = isRestart
    for (const [operatorId, presence] of presences) this.#begin(operatorId, presence)
  }

  #begin(operatorId: OperatorId, presence: Presence): void {
    const { unavailableSince } = presence
    const delaysFrom = unavailableSince === null ? [] : [unavailableSince]
    this.#here.set(operatorId, { presence, delaysFrom })
  }

  async restore(work: OperatorsWork): Promise<readonly OperatorId[]> {
    const linked: OperatorId[] = []
    for (const operatorId of this.#options.roster().members.keys()) {
      const here = this.#here.get(operatorId)
      if (here === undefined) continue
      work.people.setPresence(operatorId, here.presence)
      if (this.#isRestart && here.presence.link === 'shaky') linked.push(operatorId)
      for (const { row } of await work.queue.assignedTo([operatorId]))
        if (here.presence.unavailableSince !== null) this.#delay(operatorId, row.assignedAt ?? 0)
      this.#keep(work, operatorId, this.#due(this.#here.get(operatorId) ?? here, work.now))
    }
    return linked
  }

  /** History says that he is so from now on. */
  async become(work: OperatorsWork, operatorId: OperatorId, presence: Presence): Promise<void> {
    const before = this.#here.get(operatorId) ?? { presence: absent, delaysFrom: [] }
    const was = before.presence
    const since = presence.unavailableSince
    const delaysFrom = since === null ? [] : since === was.unavailableSince ? before.delaysFrom : [since]
    const now = this.#due({ presence, delaysFrom }, work.now)
    this.#keep(work, operatorId, now)
    work.people.setPresence(operatorId, presence)
    const isEffective = was.effective !== presence.effective || was.link !== presence.link
    const isReady = presence.effective === 'online' && presence.link === 'live'
    if (isEffective && isReady) await work.distribution.operatorReady(operatorId)
    if (was.link !== 'live' && presence.link === 'live') work.afterCommit(() => this.#whenLive(operatorId))
    if (now.delaysFrom.length < delaysFrom.length) await work.distribution.reassignmentDue(operatorId)
  }

  /** Of the events of the presence machine only the delay of what he was given is reckoned: the others are in history. */
  async step(work: OperatorsWork, operatorId: OperatorId, event: Parameters<Attendance['step']>[2]): Promise<void> {
    if (event.kind === 'given') this.#delay(operatorId, event.at)
    await this.#tellDue(work, operatorId)
  }

  close(): void {
    for (const cancel of this.#alarms.values()) cancel()
    this.#alarms.clear()
  }

  #delay(operatorId: OperatorId, from: number): void {
    const here = this.#here.get(operatorId)
    if (here === undefined || here.presence.unavailableSince === null || here.delaysFrom.includes(from)) return
    this.#here.set(operatorId, { ...here, delaysFrom: [...here.delaysFrom, from] })
  }

  async #tellDue(work: OperatorsWork, operatorId: OperatorId): Promise<void> {
    const here = this.#here.get(operatorId)
    if (here === undefined) return
    const now = this.#due(here, work.now)
    this.#keep(work, operatorId, now)
    if (now.delaysFrom.length < here.delaysFrom.length) await work.distribution.reassignmentDue(operatorId)
  }

  #due({ presence, delaysFrom }: Here, now: number): Here {
    const delay = this.#options.roster().settings.reassignmentDelayMs
    return { presence, delaysFrom: delaysFrom.filter((from) => from + delay > now) }
  }

  #keep(work: OperatorsWork, operatorId: OperatorId, here: Here): void {
    this.#here.set(operatorId, here)
    work.afterCommit(() => this.#arm(operatorId))
  }

  #arm(operatorId: OperatorId): void {
    this.#alarms.get(operatorId)?.()
    this.#alarms.delete(operatorId)
    const { timers, hub, roster, now } = this.#options
    const from = Math.min(...(this.#here.get(operatorId)?.delaysFrom ?? []))
    if (!Number.isFinite(from)) return
    const wake = () => void hub().write((work) => this.#tellDue(work, operatorId))
    const at = from + roster().settings.reassignmentDelayMs
    this.#alarms.set(operatorId, timers.after(Math.max(0, at - now()), wake))
  }
}
