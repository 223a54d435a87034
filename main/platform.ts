import { createHash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { ClientClock, ClientRandom } from '#client/clock'

/** The only file of main with time, timers and randomness. */
export const systemClock: ClientClock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

export const systemRandom: ClientRandom = {
  uuid: () => randomUUID(),
  number: () => Math.random(),
}

/** A name for a folder that tells nothing about what it stands for. */
export const folderName = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24)

export const deviceName = (): string => hostname().slice(0, 120) || 'desktop'

export const monotonic = (): number => performance.now()

/** Lets windows and sockets have their turn between two pieces of long work. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
