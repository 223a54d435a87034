import type { ChannelTrouble } from '#protocol/channel'
import type { ChannelSink, ChannelState } from '../channel'
import { TelegramRefused, TelegramUnreachable } from './refusals'

/** Reports a state once, however often it is found. */
export class HealthReporter {
  readonly #report: (state: ChannelState) => void
  #last = ''

  constructor(sink: Pick<ChannelSink, 'health'>) {
    this.#report = (state) => sink.health(state)
  }

  green(): void {
    this.#say({ kind: 'green' })
  }

  degraded(reason: ChannelTrouble, detail: string | null = null): void {
    this.#say({ kind: 'degraded', reason, detail })
  }

  stopped(reason: ChannelTrouble): void {
    this.#say({ kind: 'stopped', reason, detail: null })
  }

  #say(state: ChannelState): void {
    const key = JSON.stringify(state)
    if (key === this.#last) return
    this.#last = key
    this.#report(state)
  }
}

/** True when the token is of no use any more. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof TelegramRefused && (error.code === 401 || error.code === 404)

/** Says what a failed call means for the channel. */
export function reportFailure(health: HealthReporter, error: unknown): void {
  if (error instanceof TelegramUnreachable) health.degraded('unreachable')
  else if (!(error instanceof TelegramRefused)) health.degraded('storeUnavailable')
  else if (isTokenRefused(error)) health.stopped('auth')
  else if (error.code === 409) health.stopped('takenByAnother')
  else if (error.code === 429) health.degraded('rateLimited')
  else if (error.code >= 500) health.degraded('unreachable')
  else health.degraded('refused', error.description)
}
