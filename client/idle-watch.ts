import type { Command } from '#protocol/commands'
import type { Operator } from '#protocol/operator'
import type { SharedSettings } from '#protocol/settings'
import type { ClientClock } from './clock'

/** What a device knows of the person at it. */
export interface Input {
  /** Since he last touched it. */
  idleMs(): number
  /** A page never knows. */
  isLocked(): boolean
}

/** The part of a workspace the watch needs. */
export interface WatchedWorkspace {
  readonly state: {
    readonly session: { readonly kind: string }
    readonly company: {
      readonly account: { readonly id: string }
      readonly operators: readonly Operator[]
      readonly settings: Pick<SharedSettings, 'idleAfterMs' | 'busyWhenLocked'>
    } | null
  }
  command(command: Command<'presence.set'>): Promise<{ readonly ok: boolean }>
}

const calmMs = 5_000
/** Who comes back is not to wait for his status. */
const awayMs = 1_000

/**
 * Says Busy for an operator who has left his device, by the company's rule, and Online once he touches it again; never anything else.
 * Each absence is said once: who is Online all the same is at another device, and the one in use has the last word.
 */
export class IdleWatch {
  readonly #workspace: WatchedWorkspace
  readonly #input: Input
  readonly #clock: ClientClock
  #stop: (() => void) | null = null
  #isSaying = false
  /** This absence has been told. */
  #isTold = false
  /** When he was known to be away: a touch after it is a return. */
  #awayAt: number | null = null

  constructor(workspace: WatchedWorkspace, input: Input, clock: ClientClock) {
    this.#workspace = workspace
    this.#input = input
    this.#clock = clock
  }

  start(): void {
    this.#stop?.()
    this.look()
    this.#stop = this.#clock.after(this.#awayAt === null ? calmMs : awayMs, () => this.start())
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  /** Something may have changed: the screen was locked, the device was touched. */
  look(): void {
    const { session, company } = this.#workspace.state
    const me = company?.operators.find(({ id }) => id === company.account.id)
    if (company === null || me === undefined || session.kind !== 'live' || this.#isSaying) return
    const { chosen, cause } = me.presence
    const isAway = chosen === 'busy' && cause === 'idle'
    const isIdle = this.#isIdle(company.settings)
    if (!isIdle) this.#isTold = false
    if (isAway) this.#awayAt ??= this.#clock.now()
    // Told and not yet heard back: he has been away since it was said.
    else if (!this.#isTold) this.#awayAt = null
    if (isAway && !isIdle && this.#isTouchedSince(this.#awayAt ?? 0)) void this.#say('online')
    else if (chosen === 'online' && isIdle && !this.#isTold) void this.#say('busy')
  }

  #isIdle({ idleAfterMs, busyWhenLocked }: Pick<SharedSettings, 'idleAfterMs' | 'busyWhenLocked'>): boolean {
    if (busyWhenLocked && this.#input.isLocked()) return true
    return idleAfterMs !== null && this.#input.idleMs() >= idleAfterMs
  }

  #isTouchedSince(at: number): boolean {
    return this.#clock.now() - this.#input.idleMs() > at
  }

  async #say(status: 'online' | 'busy'): Promise<void> {
    const at = this.#clock.now()
    this.#isSaying = true
    try {
      const reply = await this.#workspace.command({ kind: 'presence.set', status, by: 'idle' })
      if (!reply.ok) return
      this.#isTold = status === 'busy'
      this.#awayAt = status === 'busy' ? at : null
    } finally {
      this.#isSaying = false
    }
  }
}
