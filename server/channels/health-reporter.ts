import type { ChannelTrouble } from '#protocol/channel'
import type { ChannelSink, ChannelState } from './channel'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'

/**
 * Tells the hub how an account is, each time it is found out: what a send has told of it meanwhile is over once the account answers
 * again, so a state that repeats is news too.
 */
export class HealthReporter {
  readonly #report: (state: ChannelState) => void

  constructor(sink: Pick<ChannelSink, 'health'>) {
    this.#report = (state) => sink.health(state)
  }

  green(): void {
    this.say({ kind: 'green' })
  }

  stopped(reason: ChannelTrouble): void {
    this.say({ kind: 'stopped', reason, detail: null })
  }

  /** What a failed call means for the channel. An error of neither kind is our store's: calls fail in no other way. */
  failed(error: unknown): void {
    this.say(stateAfter(error))
  }

  say(state: ChannelState): void {
    this.#report(state)
  }
}

function stateAfter(error: unknown): ChannelState {
  if (error instanceof MessengerUnreachable) return { kind: 'degraded', reason: 'unreachable', detail: null }
  if (!(error instanceof MessengerRefused)) return { kind: 'degraded', reason: 'storeUnavailable', detail: null }
  switch (error.reason) {
    case 'auth':
      return { kind: 'stopped', reason: 'auth', detail: error.words }
    case 'takenByAnother':
      return { kind: 'stopped', reason: 'takenByAnother', detail: null }
    case 'rate_limited':
      return { kind: 'degraded', reason: 'rateLimited', detail: null }
    case 'temporary':
      return { kind: 'degraded', reason: 'unreachable', detail: error.words }
    default:
      return { kind: 'degraded', reason: 'refused', detail: error.words }
  }
}
