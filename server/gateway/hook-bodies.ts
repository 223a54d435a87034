import type { IncomingMessage } from 'node:http'
import { Deadlines } from './deadlines'
import type { GatewayClock, GatewayTimers } from './ports'

/** A body, as far as it was read: to its end, or to where it was too long, too slow or broke off. */
export interface HookBody {
  readonly kind: 'whole' | 'tooBig' | 'tooSlow' | 'brokenOff'
  readonly bytes: Buffer
}

const bodyLimitBytes = 4 << 20
/** Messengers send a body in one go. */
const bodyLimitMs = 10_000
const mostAtOnce = 500
const mostBytesAtOnce = 64 << 20

interface Reading {
  bytes: number
  readonly end: (kind: HookBody['kind']) => void
}

/**
 * Reads the bodies of webhooks. Anybody may open a connection and dawdle, so each has its time, and all of them together their number
 * and their bytes: when it gets too much, whoever has been at it longest gives way to who comes now.
 */
export class HookBodies {
  readonly #limits: Deadlines
  /** The oldest first. */
  readonly #readings = new Set<Reading>()
  #bytes = 0

  constructor(clock: GatewayClock, timers: GatewayTimers) {
    this.#limits = new Deadlines(clock, timers, bodyLimitMs)
  }

  /** `taken` is called once, with what there is. */
  read(request: IncomingMessage, taken: (body: HookBody) => void): void {
    const chunks: Buffer[] = []
    const end = (kind: HookBody['kind']) => {
      if (!this.#readings.delete(reading)) return
      inTime()
      this.#bytes -= reading.bytes
      const [only = Buffer.alloc(0)] = chunks
      taken({ kind, bytes: chunks.length > 1 ? Buffer.concat(chunks, reading.bytes) : only })
    }
    const inTime = this.#limits.begin(() => end('tooSlow'))
    const reading: Reading = { bytes: 0, end }
    this.#readings.add(reading)
    request.on('data', (chunk: Buffer) => {
      if (!this.#readings.has(reading)) return
      chunks.push(chunk)
      reading.bytes += chunk.length
      this.#bytes += chunk.length
      if (reading.bytes > bodyLimitBytes) end('tooBig')
      else this.#makeRoom()
    })
    request.on('end', () => end('whole'))
    // Also what broke off: without a listener of its own an error only closes.
    request.on('close', () => end('brokenOff'))
    this.#makeRoom()
  }

  #makeRoom(): void {
    for (const oldest of this.#readings) {
      if (this.#readings.size <= mostAtOnce && this.#bytes <= mostBytesAtOnce) return
      oldest.end('tooSlow')
    }
  }
}
