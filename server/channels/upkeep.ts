import { backOffMs } from './back-off'
import type { ChannelSink, ChannelState } from './channel'
import { HealthReporter } from './health-reporter'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'
import type { LoopTools } from './poll-loop'

/** Our registration with a messenger that calls us. Both reject with MessengerRefused or MessengerUnreachable. */
export interface Registered {
  /** Once at opening, never again by itself: taking a webhook back from another system would be a war without end. */
  register(): Promise<void>
  /** How the messenger sees it now; may mend what is lost and belongs to nobody else. */
  look(): Promise<ChannelState>
  /** Cuts the call under way: nobody waits for it any more. */
  cut(): void
}

/** Registers, and looks after it: another system with the same credentials takes it over without a word (pitfall 11.1). */
export class Upkeep {
  readonly #registered: Registered
  readonly #tools: LoopTools
  readonly #everyMs: number
  readonly #health: HealthReporter
  #isRegistered = false
  #isStopped = false
  #failures = 0
  #cancel: () => void = () => {}
  #endWait: () => void = () => {}
  #run: Promise<void> = Promise.resolve()

  constructor(registered: Registered, sink: Pick<ChannelSink, 'health'>, tools: LoopTools, everyMs: number) {
    this.#registered = registered
    this.#tools = tools
    this.#everyMs = everyMs
    this.#health = new HealthReporter(sink)
  }

  start(): void {
    this.#run = this.#look()
  }

  /** At once, whatever the messenger is at: a hub that ends has no time to wait for one that does not answer. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel()
    this.#registered.cut()
    this.#endWait()
    await this.#run
  }

  async #look(): Promise<void> {
    const pause = await this.#round()
    if (this.#isStopped) return
    this.#cancel = this.#tools.timers.after(pause, () => {
      this.#run = this.#look()
    })
  }

  /** Milliseconds until the next look. */
  async #round(): Promise<number> {
    try {
      if (!this.#isRegistered) await this.#untilStopped(this.#registered.register())
      this.#isRegistered = true
      const state = await this.#untilStopped(this.#registered.look())
      if (!this.#isStopped) this.#health.say(state)
      this.#failures = 0
      return this.#everyMs
    } catch (error) {
      if (this.#isStopped) return 0
      this.#health.failed(error)
      const refused = error instanceof MessengerRefused ? error : null
      if (refused?.reason === 'auth') return this.#everyMs
      this.#failures += 1
      return Math.max(refused?.retryAfterMs ?? 0, backOffMs(this.#failures, this.#tools.random.number()))
    }
  }
  #untilStopped<Value>(call: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#endWait = () => reject(new MessengerUnreachable(true, 'stopped'))
      call.then(resolve, reject)
    })
  }
}
