import { randomBytes, randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'

export interface Clock {
  /** Epoch milliseconds: for what is stored and shown. May jump. */
  now(): number
  /** Milliseconds since some start, never back: for what runs. */
  monotonic(): number
}

export interface Timers {
  /** Calls once after `ms`; the returned function calls it off. Does not keep the process alive. */
  after(ms: number, work: () => void): () => void
}

export interface Random {
  /** From 0 inclusive to 1 exclusive; for jitter, never for secrets. */
  number(): number
  uuid(): string
  /** 16 characters of 96 random bits: ids of conversations, contacts, channels. */
  id(): string
  bytes(length: number): Buffer
}

/** Node's longest timer; a later deadline is armed again from there. */
const longestTimerMs = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}

export const systemTimers: Timers = {
  after: (ms, work) => {
    const timer = setTimeout(work, Math.min(Math.max(ms, 0), longestTimerMs))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

const idBytes = 12
const idsAtOnce = 256

/** Asking the system for 12 bytes costs as much as for a thousand, and every request and message has an id. */
function pooledIds(): () => string {
  let pool = Buffer.alloc(0)
  let next = 0
  return () => {
    if (next === pool.length) {
      pool = randomBytes(idBytes * idsAtOnce)
      next = 0
    }
    next += idBytes
    return pool.toString('base64url', next - idBytes, next)
  }
}

export const systemRandom: Random = {
  number: () => Math.random(),
  uuid: () => randomUUID(),
  id: pooledIds(),
  bytes: (length) => randomBytes(length),
}

/** The next turn of the event loop. */
export const soon = (work: () => void): void => void setImmediate(work)
