import type { RawApi } from 'grammy'
import { z } from 'zod'
import type { Clock, Random, Timers } from '../../platform'
import { backOffMs } from '../back-off'
import type { ChannelSink, RawInbound } from '../channel'
import type { TelegramApi } from './api'
import { HealthReporter, isTokenRefused, reportFailure } from './health'
import { rawOf } from './inbound'
import { TelegramRefused, TelegramUnreachable } from './refusals'
import { allowedUpdates, pollSeconds, pollWatchdogMs } from './settings'

/** Where polling stands: the next update's number, and when that was so. */
const Position = z.object({ offset: z.number().int(), at: z.number() })

/**
 * After a week without updates Telegram goes on with a random number, perhaps a lower one, and an offset above it would drop the
 * contact's words. So an old offset is not used: what comes again is known by its key.
 */
const offsetForMs = 6 * 24 * 3600_000

/** Another hub polls, or a webhook is set: only a person can end that, so we look once in a while. */
const conflictPauseMs = 30_000
const quickAnswerMs = 1000
const revokedPauseMs = 5 * 60_000

export interface PollingTools {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

/** Asks Telegram for updates, stores each batch, and only then lets it go. Survives everything but `stop`. */
export class Polling {
  readonly #api: TelegramApi
  readonly #sink: ChannelSink
  readonly #tools: PollingTools
  readonly #health: HealthReporter
  #position: z.infer<typeof Position> | null
  #endCall: () => void = () => {}
  #isStopped = false
  #isReady = false
  #failures = 0
  #endPause: () => void = () => {}
  #run: Promise<void> = Promise.resolve()

  /** `api` is this poller's own: its connections are cut when it hangs or stops. */
  constructor(api: TelegramApi, sink: ChannelSink, position: string | null, tools: PollingTools) {
    this.#api = api
    this.#sink = sink
    this.#tools = tools
    this.#health = new HealthReporter(sink)
    this.#position = positionOf(position)
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
        await this.#prepare()
        await this.#poll()
        this.#failures = 0
      } catch (error) {
        if (this.#isStopped) return
        reportFailure(this.#health, error)
        await this.#pause(this.#pauseAfter(error))
      }
    }
  }

  /** A webhook of ours may stand from another mode. Done once: a later one is somebody else's, and is not taken from him. */
  async #prepare(): Promise<void> {
    if (this.#isReady) return
    await this.#watched((api) => api.deleteWebhook({}))
    this.#isReady = true
  }

  async #poll(): Promise<void> {
    const offset = this.#offset()
    const ask = {
      ...(offset === null ? {} : { offset }),
      ...{ limit: 100, timeout: pollSeconds, allowed_updates: [...allowedUpdates] },
    }
    const startedAt = this.#tools.clock.monotonic()
    const updates = await this.#watched((api) => api.getUpdates(ask))
    this.#health.green()
    if (updates.length === 0) return await this.#rest(startedAt)
    const raws = updates.map((update) => rawOf(update, JSON.stringify(update))).filter(isRaw)
    await this.#sink.receive(raws)
    const last = updates.reduce((highest, { update_id }) => Math.max(highest, update_id), 0)
    this.#position = { offset: last + 1, at: this.#tools.clock.now() }
    await this.#sink.savePosition(JSON.stringify(this.#position))
  }

  /** A server that does not wait for news must not be asked without pause. */
  async #rest(startedAt: number): Promise<void> {
    if (this.#tools.clock.monotonic() - startedAt < quickAnswerMs) await this.#pause(quickAnswerMs)
  }

  #offset(): number | null {
    if (this.#position === null) return null
    return this.#tools.clock.now() - this.#position.at < offsetForMs ? this.#position.offset : null
  }

  /** Ends a call that hangs though its own limit has passed, or that nobody waits for any more: cuts its connection. */
  #watched<Value>(ask: (api: RawApi) => Promise<Value>): Promise<Value> {
    if (this.#isStopped) return Promise.reject(new TelegramUnreachable(false, 'stopped'))
    return new Promise((resolve, reject) => {
      this.#endCall = () => {
        this.#api.close()
        reject(new TelegramUnreachable(true, 'ended'))
      }
      const cancel = this.#tools.timers.after(pollWatchdogMs, this.#endCall)
      void this.#api.call(ask).then(resolve, reject).finally(cancel)
    })
  }

  #pauseAfter(error: unknown): number {
    this.#failures += 1
    if (isTokenRefused(error)) return revokedPauseMs
    if (error instanceof TelegramRefused && error.code === 409) return conflictPauseMs
    const backOff = backOffMs(this.#failures, this.#tools.random.number())
    const asked = error instanceof TelegramRefused ? (error.retryAfterMs ?? 0) : 0
    return Math.max(asked, backOff)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#tools.timers.after(ms, resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
  }
}

const isRaw = (raw: RawInbound | null): raw is RawInbound => raw !== null

function positionOf(stored: string | null): z.infer<typeof Position> | null {
  if (stored === null) return null
  try {
    return Position.parse(JSON.parse(stored))
  } catch {
    return null
  }
}
