import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { RehearsalDraft, RehearsalState } from '#protocol/rehearsal'
import type { Clock, Timers } from '../operators/ports'
import type { RunningRehearsal, RunRehearsal } from './ports'

const dayMs = 86_400_000
/** Whoever does not ask for so long has gone, or his session has ended: nobody waits for the result. */
const patienceMs = 15_000
/** A result stays for as long as somebody may look at it again. */
const keptMs = 600_000

export interface RehearsalDeskOptions {
  readonly run: RunRehearsal
  readonly clock: Clock
  readonly timers: Timers
  readonly newId: () => string
}

interface Order {
  readonly id: string
  readonly by: OperatorId
  readonly running: RunningRehearsal
  state: RehearsalState
  callOff: () => void
}

/** Rehearsals of the hub: one at a time, ended when nobody asks how it goes. */
export class RehearsalDesk {
  readonly #options: RehearsalDeskOptions
  #order: Order | null = null

  constructor(options: RehearsalDeskOptions) {
    this.#options = options
  }

  /** Whoever asks again drops what he asked for before; somebody else's is waited for. */
  start(by: OperatorId, draft: RehearsalDraft, days: number, zone: string): Outcome<{ id: string }> {
    const current = this.#order
    if (current !== null && current.by !== by && current.state.kind === 'running')
      return refused('OVERLOADED', 'Another rehearsal is running.', { retryAfterMs: 5_000 })
    this.#drop()
    const { run, clock, newId } = this.#options
    const to = clock.now()
    const id = newId()
    const running = run({ from: to - days * dayMs, to, zone, draft }, (done) => {
      if (this.#order?.id === id && this.#order.state.kind === 'running') this.#order.state = { kind: 'running', done }
    })
    const order: Order = { id, by, running, state: { kind: 'running', done: 0 }, callOff: () => {} }
    this.#order = order
    void running.outcome.then((outcome) => {
      order.state = outcome
    })
    this.#wait(order)
    return accepted({ id })
  }

  state(by: OperatorId, id: string): Outcome<RehearsalState> {
    const order = this.#find(by, id)
    if (order === null) return refused('NOT_FOUND', 'No such rehearsal.')
    this.#wait(order)
    return accepted(order.state)
  }

  /** Done, or gone before: both are as asked. */
  cancel(by: OperatorId, id: string): Outcome<Record<never, never>> {
    if (this.#find(by, id) !== null) this.#drop()
    return accepted({})
  }

  close(): void {
    this.#drop()
  }

  #find(by: OperatorId, id: string): Order | null {
    return this.#order?.id === id && this.#order.by === by ? this.#order : null
  }

  #wait(order: Order): void {
    order.callOff()
    const ms = order.state.kind === 'running' ? patienceMs : keptMs
    order.callOff = this.#options.timers.after(ms, () => {
      if (this.#order === order) this.#drop()
    })
  }

  #drop(): void {
    this.#order?.callOff()
    this.#order?.running.stop()
    this.#order = null
  }
}
