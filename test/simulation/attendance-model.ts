import type { OperatorId } from '#protocol/ids'
import type { ChosenStatus } from '#protocol/operator'

interface Person {
  chosen: ChosenStatus
  isConnected: boolean
  /** When his connection ended, or the hub came back without him. */
  unlinkedAt: number
  /** How long he is forgiven for from then. */
  graceMs: number
  /** When he last changed his status. */
  chosenAt: number
}

const graceMs = 10_000
const restartGraceMs = 30_000
const awayMs = 300_000

/**
 * Who is here, told by what the simulation itself has done: reliability.md section 3 in the fewest words, and a second opinion
 * that shares no line with the presence machine.
 */
export class AttendanceModel {
  readonly #people = new Map<OperatorId, Person>()

  arrives(id: OperatorId, now: number): void {
    this.#people.set(id, { chosen: 'online', isConnected: true, unlinkedAt: now, graceMs, chosenAt: now })
  }

  chooses(id: OperatorId, chosen: ChosenStatus, now: number): void {
    Object.assign(this.#of(id), { chosen, chosenAt: now })
  }

  isCut(id: OperatorId, now: number): void {
    Object.assign(this.#of(id), { isConnected: false, unlinkedAt: now, graceMs })
  }

  isBack(id: OperatorId, now: number): void {
    const person = this.#of(id)
    if (this.#isAway(person, now)) Object.assign(person, { chosen: 'offline', chosenAt: person.unlinkedAt + awayMs })
    person.isConnected = true
  }

  quits(id: OperatorId, now: number): void {
    Object.assign(this.#of(id), { isConnected: false, chosen: 'offline', unlinkedAt: now, chosenAt: now, graceMs: 0 })
  }

  /** The hub has been restarted: every connection is gone, and who was there is forgiven for longer. Gives those. */
  restarts(now: number): readonly OperatorId[] {
    const linked: OperatorId[] = []
    for (const [id, person] of this.#people) {
      if (this.#isAway(person, now)) Object.assign(person, { chosen: 'offline', chosenAt: person.unlinkedAt + awayMs })
      const wasLinked = person.isConnected || !this.isLost(id, now)
      if (wasLinked) linked.push(id)
      Object.assign(person, { isConnected: false, unlinkedAt: now, graceMs: wasLinked ? restartGraceMs : 0 })
    }
    return linked
  }

  isConnected(id: OperatorId): boolean {
    return this.#of(id).isConnected
  }

  /** May be given something. */
  isReady(id: OperatorId): boolean {
    const person = this.#of(id)
    return person.isConnected && person.chosen === 'online'
  }

  isLost(id: OperatorId, now: number): boolean {
    const person = this.#of(id)
    return !person.isConnected && now >= person.unlinkedAt + person.graceMs
  }

  /** Online for his colleagues: nothing may be taken from him. */
  isHere(id: OperatorId, now: number): boolean {
    const person = this.#of(id)
    return person.chosen === 'online' && !this.isLost(id, now)
  }

  /** The latest moment at which his present absence can have begun; null while he is here. */
  awayFrom(id: OperatorId, now: number): number | null {
    if (this.isHere(id, now)) return null
    const person = this.#of(id)
    if (person.chosen !== 'online') return person.chosenAt
    return person.unlinkedAt + person.graceMs
  }

  /** Nothing may be taken from him before this: he was there when the hub went down and has not come back. */
  keepsUntil(id: OperatorId): number {
    const { chosen, isConnected, unlinkedAt, graceMs: forgiven } = this.#of(id)
    return chosen === 'online' && !isConnected && forgiven === restartGraceMs ? unlinkedAt + 60_000 : 0
  }

  #isAway(person: Person, now: number): boolean {
    return !person.isConnected && person.chosen !== 'offline' && now >= person.unlinkedAt + awayMs
  }

  #of(id: OperatorId): Person {
    const person = this.#people.get(id)
    if (person === undefined) throw new Error(`nobody knows ${id}`)
    return person
  }
}
