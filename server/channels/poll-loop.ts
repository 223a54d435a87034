import type { Clock, Random, Timers } from '../platform'
import { backOffMs } from './back-off'
import type { ChannelSink, RawInbound } from './channel'
import { HealthReporter } from './health-reporter'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'

export interface LoopTools {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

/** News of a messenger that is asked for them. Both reject with MessengerRefused or MessengerUnreachable. */
export interface PollSource {
  /** Before the first poll, until it succeeds once. */
  prepare(): Promise<void>
  /** Everything since `position` (null: the beginning), and where to go on; null keeps the position as it is, and with news is a fault. */
  poll(position: string | null): Promise<{ readonly raws: readonly RawInbound[]; readonly position: string | null }>
  /** Cuts the call under way: it hangs though its own limit has passed, or nobody waits for it any more. */
  cut(): void
}

/** Another system polls, or a webhook is set: only a person can end that, so we look once in a while. */
const conflictPauseMs = 30_000
const quickAnswerMs = 1000
const revokedPauseMs = 5 * 60_000

/** Asks for news, stores each batch, and only then lets it go. Survives everything but `stop`. */
export class PollLoop {
  readonly #source: PollSource
  readonly #sink: ChannelSink
  readonly #tools: LoopTools
  readonly #watchdogMs: number
  readonly #health: HealthReporter
  #position: string | null
  #endCall: () => void = () => {}
  #isStopped = false
  #isReady = false
  #failures = 0
  #endPause: () => void = () => {}
  #run: Promise<void> = Promise.resolve()

  /** `watchdogMs`: a call that says nothing for so long is dead. */
  constructor(source: PollSource, sink: ChannelSink, position: string | null, tools: LoopTools, watchdogMs: number) {
    this.#source = source
    this.#sink = sink
    this.#tools = tools
    this.#watchdogMs = watchdogMs
    this.#health = new HealthReporter(sink)
    this.#position = position
  }

  start(): void {
    this.#run = this.#loop()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#endPause()
    this.#endCall()
    await this.#run
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped) {
      try {
        if (!this.#isReady) await this.#watched(() => this.#source.prepare())
        this.#isReady = true
        await this.#poll()
        this.#failures = 0
      } catch (error) {
        if (this.#isStopped) return
        this.#health.failed(error)
        await this.#pause(this.#pauseAfter(error))
      }
    }
  }

  async #poll(): Promise<void> {
    const startedAt = this.#tools.clock.monotonic()
    const { raws, position } = await this.#watched(() => this.#source.poll(this.#position))
    // The same news would come for ever, and nothing behind them: kept once more, and then it is a failure like others.
    const isStuck = raws.length > 0 && position === null
    if (!isStuck) this.#health.green()
    if (raws.length > 0) await this.#sink.receive(raws)
    if (isStuck) throw new MessengerUnreachable(true, 'news without a place to go on from')
    if (position !== null && position !== this.#position) {
      this.#position = position
      await this.#sink.savePosition(position)
    }
    // A server that does not wait for news must not be asked without pause.
    if (raws.length === 0 && this.#tools.clock.monotonic() - startedAt < quickAnswerMs) await this.#pause(quickAnswerMs)
  }

  #watched<Value>(ask: () => Promise<Value>): Promise<Value> {
    if (this.#isStopped) return Promise.reject(new MessengerUnreachable(false, 'stopped'))
    return new Promise((resolve, reject) => {
      this.#endCall = () => {
        this.#source.cut()
        reject(new MessengerUnreachable(true, 'ended'))
      }
      const cancel = this.#tools.timers.after(this.#watchdogMs, this.#endCall)
      void ask().then(resolve, reject).finally(cancel)
    })
  }

  #pauseAfter(error: unknown): number {
    this.#failures += 1
    const refused = error instanceof MessengerRefused ? error : null
    if (refused?.reason === 'auth') return revokedPauseMs
    if (refused?.reason === 'takenByAnother') return conflictPauseMs
    return Math.max(refused?.retryAfterMs ?? 0, backOffMs(this.#failures, this.#tools.random.number()))
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#tools.timers.after(ms, resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
  }
}
