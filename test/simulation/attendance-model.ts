import type { OperatorId } from '#protocol/ids'
import type { ChosenStatus } from '#protocol/operator'

interface Person {
  chosen: ChosenStatus
  /** A device said by itself that nobody touches it, and nobody has chosen since. */
  isIdle: boolean
  readonly devices: Set<string>
  /** When his last device went, or the hub came back without him. */
  unlinkedAt: number
  /** How long he is forgiven for from then. */
  graceMs: number
  isLost: boolean
  absentSince: number | null
  lastAbsence: { readonly since: number; readonly until: number } | null
}

const graceMs = 10_000
const restartGraceMs = 30_000
const awayMs = 300_000
const flapMs = 10_000

/**
 * Who is here, told by what the simulation itself has done: reliability.md section 3 in the fewest words, and a second opinion
 * that shares no line with the presence machine. Moments are of the clock that never jumps.
 */
export class AttendanceModel {
  readonly #people = new Map<OperatorId, Person>()

  hired(id: OperatorId, now: number): void {
    this.#people.set(id, {
      ...{ chosen: 'offline', isIdle: false, devices: new Set(), unlinkedAt: now, graceMs: 0, isLost: true },
      ...{ absentSince: now, lastAbsence: null },
    })
  }

  chooses(id: OperatorId, chosen: ChosenStatus, now: number, isIdle = false): void {
    const person = this.#at(id, now)
    Object.assign(person, { chosen, isIdle })
    this.#judge(person, now)
  }

  /** Nobody touches his device, or somebody does again: the policy takes back only what it has set. */
  idles(id: OperatorId, isIdle: boolean, now: number): void {
    const { chosen, isIdle: wasIdle } = this.#at(id, now)
    if (isIdle && chosen === 'online') this.chooses(id, 'busy', now, true)
    if (!isIdle && chosen === 'busy' && wasIdle) this.chooses(id, 'online', now)
  }

  isCut(id: OperatorId, device: string, now: number): void {
    const person = this.#at(id, now)
    if (!person.devices.delete(device) || person.devices.size > 0) return
    Object.assign(person, { unlinkedAt: now, graceMs })
  }

  isBack(id: OperatorId, device: string, now: number): void {
    const person = this.#at(id, now)
    person.devices.add(device)
    person.isLost = false
    this.#judge(person, now)
  }

  quits(id: OperatorId, device: string, now: number): void {
    const person = this.#at(id, now)
    if (!person.devices.delete(device) || person.devices.size > 0) return
    Object.assign(person, { chosen: 'offline', isIdle: false, unlinkedAt: now, graceMs: 0, isLost: true })
    this.#judge(person, now)
  }

  /** The hub went down then and is up now: every device is gone, and who was there is forgiven for longer. Gives those. */
  restarts(downAt: number, now: number): readonly OperatorId[] {
    const linked: OperatorId[] = []
    for (const id of this.#people.keys()) {
      const person = this.#at(id, downAt)
      const isLinked = person.devices.size > 0 || !person.isLost
      if (isLinked) linked.push(id)
      person.devices.clear()
      Object.assign(person, { unlinkedAt: now, graceMs: restartGraceMs, isLost: !isLinked, lastAbsence: null })
    }
    return linked
  }

  devices(id: OperatorId): readonly string[] {
    return [...(this.#people.get(id)?.devices ?? [])]
  }

  isConnected(id: OperatorId): boolean {
    return this.devices(id).length > 0
  }

  chosen(id: OperatorId, now: number): ChosenStatus {
    return this.#at(id, now).chosen
  }

  /** May be given something. */
  isReady(id: OperatorId): boolean {
    return this.isConnected(id) && this.#people.get(id)?.chosen === 'online'
  }

  /** Since when he is away for his colleagues; null while he is here and nothing may be taken from him. */
  absentSince(id: OperatorId, now: number): number | null {
    return this.#at(id, now).absentSince
  }

  /** As he is now: what has run out by itself is lived through first. */
  #at(id: OperatorId, now: number): Person {
    const person = this.#people.get(id)
    if (person === undefined) throw new Error(`nobody knows ${id}`)
    const lostAt = person.unlinkedAt + person.graceMs
    if (person.devices.size === 0 && !person.isLost && now >= lostAt) {
      person.isLost = true
      this.#leaves(person, person.graceMs === restartGraceMs ? lostAt : person.unlinkedAt)
    }
    const isAway = person.devices.size === 0 && person.chosen !== 'offline' && now >= person.unlinkedAt + awayMs
    if (isAway) Object.assign(person, { chosen: 'offline', isIdle: false })
    return person
  }

  #judge(person: Person, now: number): void {
    const isThere = person.chosen === 'online' && !person.isLost
    if (!isThere) this.#leaves(person, now)
    if (!isThere || person.devices.size === 0 || person.absentSince === null) return
    person.lastAbsence = { since: person.absentSince, until: now }
    person.absentSince = null
  }

  #leaves(person: Person, at: number): void {
    if (person.absentSince !== null) return
    const { lastAbsence } = person
    person.absentSince = lastAbsence !== null && at - lastAbsence.until <= flapMs ? lastAbsence.since : at
  }
}
