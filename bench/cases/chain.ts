import { performance } from 'node:perf_hooks'
import { type Figure, median, percentile, plainFigure, ratioFigure } from '../figure'
import { cpuSeconds } from '../load/child'
import { mix, updateOf, warmUpMessages } from '../load/mix'
import { watchWal } from '../load/wal'
import { drive, driveAtRate } from '../load/webhook-load'
import type { Intake } from './intake'

/** Rows of one measured round against one server. */
interface Round {
  readonly perSecond: number
  readonly cpuPerThousand: number
  readonly walBytes: number
  readonly p50: number
  readonly p99: number
}

const messages = 10_000
const walMessages = 3_000
const latencySeconds = 5
const latencyRate = 1_000

/** A server and the number of its next message: rounds go on where the last one ended. */
export interface Measured {
  readonly intake: Intake
  next: number
}

export async function prepare(intake: Intake): Promise<Measured> {
  await drive(intake.webhook, 0, warmUpMessages, mix.inFlight, updateOf)
  return { intake, next: warmUpMessages }
}

async function take(measured: Measured, count: number): Promise<number> {
  const { seconds, answers, refused } = await drive(
    measured.intake.webhook,
    measured.next,
    count,
    mix.inFlight,
    updateOf,
  )
  if (answers !== count) throw new Error(`only ${answers} of ${count} were taken: ${[...refused].join(' ')}`)
  measured.next += count
  return seconds
}

async function round(measured: Measured): Promise<Round> {
  const { intake } = measured
  const cpuBefore = cpuSeconds(intake.pid)
  const seconds = await take(measured, messages)
  const cpu = cpuSeconds(intake.pid) - cpuBefore
  // The hold keeps the log from being folded back, which slows the store down: bytes and speed are measured apart.
  const wal = watchWal(intake.storeFile)
  await take(measured, walMessages)
  const walBytes = wal.bytes()
  wal.end()
  const latencies = await latency(measured)
  return {
    perSecond: messages / seconds,
    cpuPerThousand: (cpu / messages) * 1000,
    walBytes: walBytes / walMessages,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  }
}

async function latency(measured: Measured): Promise<readonly number[]> {
  const count = latencySeconds * latencyRate
  const first = measured.next
  measured.next += count
  const arrivedAt = new Map<number, number>()
  let isComplete: () => void = () => undefined
  const complete = new Promise<void>((resolve) => {
    isComplete = resolve
  })
  measured.intake.onArrival((index) => {
    if (index < first || arrivedAt.has(index)) return
    arrivedAt.set(index, performance.now())
    if (arrivedAt.size === count) isComplete()
  })
  const sentAt = await driveAtRate(measured.intake.webhook, first, count, latencyRate, updateOf)
  await Promise.race([complete, new Promise((resolve) => setTimeout(resolve, 5_000))])
  if (arrivedAt.size < count) throw new Error(`only ${arrivedAt.size} of ${count} messages reached a socket`)
  return [...sentAt].map(([index, at]) => (arrivedAt.get(index) ?? Number.NaN) - at)
}

const of = (rounds: readonly Round[], key: keyof Round) => median(rounds.map((one) => one[key]))

/** P1, P2 and P5: limit and product in turn, `count` rounds each, medians. */
export async function measureChain(limit: Measured, product: Measured, count: number): Promise<readonly Figure[]> {
  const limits: Round[] = []
  const products: Round[] = []
  for (let index = 0; index < count; index++) {
    limits.push(await round(limit))
    products.push(await round(product))
  }
  const pair = (key: keyof Round): readonly [number, number] => [of(limits, key), of(products, key)]
  const rate = of(products, 'perSecond')
  return [
    ratioFigure('P1', 'durable intake, messages/s', ...pair('perSecond'), { least: 0.6 }),
    ratioFigure('P1', 'durable intake, CPU s per 1,000', ...pair('cpuPerThousand'), { most: 1.8 }),
    plainFigure('P1', 'durable intake, guard', rate, 'messages/s', '>= 4000', rate >= 4_000),
    ratioFigure('P2', 'webhook to socket at 1,000/s, p50 ms', ...pair('p50'), { most: 2 }),
    ratioFigure('P2', 'webhook to socket at 1,000/s, p99 ms', ...pair('p99'), { most: 2 }),
    ratioFigure('P5', 'WAL bytes a message at 50 in flight', ...pair('walBytes'), { most: 1.5 }),
    plainFigure(
      'P5',
      'WAL bytes a message, guard',
      of(products, 'walBytes'),
      'bytes',
      '<= 30720',
      of(products, 'walBytes') <= 30_720,
    ),
  ]
}
