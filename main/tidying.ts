import type { ClientClock } from '#client/clock'

const minute = 60_000
/** The start belongs to the operator: the copy has grown by a day at most. */
const firstLookMs = 2 * minute
const lookEveryMs = minute
const dailyMs = 24 * 60 * minute
const idleSeconds = 60
/** Somebody who never stops typing still gets a bounded copy: the work is done in small pieces. */
const longestWaitLooks = 60

export interface TidyingPorts {
  readonly clock: ClientClock
  /** Since keyboard or mouse were touched. */
  readonly idleSeconds: () => number
  readonly tidy: (now: number) => Promise<void>
  readonly onTrouble: (error: unknown) => void
}

/** Keeps the local copy within its bounds: soon after the start and once a day, in moments when nobody works. */
export class Tidying {
  readonly #ports: TidyingPorts
  #cancel: () => void
  #isStopped = false
  #looks = 0

  constructor(ports: TidyingPorts) {
    this.#ports = ports
    this.#cancel = ports.clock.after(firstLookMs, () => this.#look())
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
  }

  #look(): void {
    this.#looks += 1
    const { clock, tidy, onTrouble } = this.#ports
    if (this.#ports.idleSeconds() < idleSeconds && this.#looks < longestWaitLooks) {
      this.#again(lookEveryMs)
      return
    }
    this.#looks = 0
    void tidy(clock.now())
      .catch(onTrouble)
      .then(() => this.#again(dailyMs))
  }

  #again(ms: number): void {
    if (!this.#isStopped) this.#cancel = this.#ports.clock.after(ms, () => this.#look())
  }
}
