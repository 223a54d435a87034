import { createHash } from 'node:crypto'
import type { GatewayClock, GatewayLog } from './ports'
import { TokenBucket } from './token-bucket'

/** Why a call to a webhook was not taken. */
export type CallRefusal = 'contentType' | 'tooBig' | 'tooSlow' | 'tooDeep' | 'notRead' | 'notSigned' | 'noChannel'

/** A call that was not taken. `read` is what of it was read; the whole may be longer. */
export interface RefusedCall {
  readonly channelId: string
  readonly why: CallRefusal
  readonly size: number
  readonly read: Buffer
}

export interface RefusedCallPorts {
  readonly clock: GatewayClock
  readonly log: GatewayLog
  /** Of no readable shape: counted for the channel's health. False when there is no such channel. */
  readonly malformed: (channelId: string) => boolean
}

const linesPerMinute = 20

/** Half of a SHA-256, which is enough to find a call again and short enough not to be taken for a secret. */
const digest = (body: Buffer) => createHash('sha256').update(body).digest('hex').slice(0, 32)

/**
 * Calls that were not taken: counted by reason and named in the log by hash and size, never by what they said. Whoever sends very
 * many fills neither log nor time: beyond a pace they are only counted.
 */
export class RefusedCalls {
  readonly #ports: RefusedCallPorts
  readonly #lines: TokenBucket
  readonly #counts = new Map<CallRefusal, number>()

  constructor(ports: RefusedCallPorts) {
    this.#ports = ports
    this.#lines = new TokenBucket(linesPerMinute / 60, linesPerMinute, ports.clock.monotonic())
  }

  take({ channelId, why, size, read }: RefusedCall): void {
    const { clock, log, malformed } = this.#ports
    const count = (this.#counts.get(why) ?? 0) + 1
    this.#counts.set(why, count)
    const isStrangers = why === 'notSigned' || why === 'noChannel'
    // A name nobody here has given is a stranger's words.
    const isKnown = isStrangers ? why === 'notSigned' : malformed(channelId)
    if (this.#lines.take(clock.monotonic()) > 0) return
    const what = isStrangers ? {} : { size, sha256: digest(read) }
    log.warn('webhook.refused', { channelId: isKnown ? channelId : null, why, count, ...what })
  }
}
