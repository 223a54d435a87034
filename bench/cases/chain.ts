import { performance } from 'node:perf_hooks'
import { type Figure, median, percentile, plainFigure, ratioFigure } from '../figure'
import { cpuSeconds } from '../load/child'
import { mix, warmUpMessages } from '../load/mix'
import { drive, driveAtRate } from '../load/webhook-load'
import type { Intake } from './intake'

/** Rows of one measured round against one server. */
interface Round {
  readonly perSecond: number
  readonly cpuPerThousand: number
  readonly p50: number
  readonly p99: number
}

const messages = 10_000
const latencySeconds = 5
const latencyRate = 1_000

/** A server and the number of its next message: rounds go on where the last one ended. */
export interface Measured {
  readonly intake: Intake
  next: number
}

export async function prepare(intake: Intake): Promise<Measured> {
  await drive(intake.webhook, 0, warmUpMessages, mix.inFlight, intake.body)
  return { intake, next: warmUpMessages }
}

/** The next messages, as fast as they are answered. Gives the seconds they took, of the clock and of the server's CPU. */
export async function take(
  measured: Measured,
  count: number,
): Promise<{ readonly seconds: number; readonly cpu: number }> {
  const { pid } = measured.intake
  const cpuBefore = cpuSeconds(pid)
  const { seconds, answers, refused } = await drive(
    measured.intake.webhook,
    measured.next,
    count,
    mix.inFlight,
    measured.intake.body,
  )
  if (answers !== count) throw new Error(`only ${answers} of ${count} were taken: ${[...refused].join(' ')}`)
  const cpu = cpuSeconds(pid) - cpuBefore
  measured.next += count
  return { seconds, cpu }
}

async function round(measured: Measured): Promise<Round> {
  const { seconds, cpu } = await take(measured, messages)
  const latencies = await latency(measured)
  return {
    perSecond: messages / seconds,
    cpuPerThousand: (cpu / messages) * 1000,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  }
}

async function latency(measured: Measured): Promise<readonly number[]> {
  const count = latencySeconds * latencyRate
  const first = measured.next
  measured.next += count
  return await latencies(measured.intake, { first, count, perSecond: latencyRate, body: measured.intake.body })
}

interface Stream {
  readonly first: number
  readonly count: number
  readonly perSecond: number
  body(index: number): string
}

/** Milliseconds from the sending of each message to an operator's socket. */
export async function latencies(intake: Intake, { first, count, perSecond, body }: Stream): Promise<readonly number[]> {
  const arrivedAt = new Map<number, number>()
  let isComplete: () => void = () => undefined
  const complete = new Promise<void>((resolve) => {
    isComplete = resolve
  })
  intake.onArrival((index) => {
    if (index < first || arrivedAt.has(index)) return
    arrivedAt.set(index, performance.now())
    if (arrivedAt.size === count) isComplete()
  })
  const sentAt = await driveAtRate(intake.webhook, first, count, perSecond, body)
  await Promise.race([complete, new Promise((resolve) => setTimeout(resolve, 5_000))])
  if (arrivedAt.size < count) throw new Error(`only ${arrivedAt.size} of ${count} messages reached a socket`)
  return [...sentAt].map(([index, at]) => (arrivedAt.get(index) ?? Number.NaN) - at)
}

const of = (rounds: readonly Round[], key: keyof Round) => median(rounds.map((one) => one[key]))

/** P1 and P2: limit and product in turn, `count` rounds each, medians. */
export async function measureChain(
  limit: Measured,
  product: Measured,
  count: number,
  /** Letter at the end of each id. */
  suffix = '',
): Promise<readonly Figure[]> {
  const limits: Round[] = []
  const products: Round[] = []
  for (let index = 0; index < count; index++) {
    limits.push(await round(limit))
    products.push(await round(product))
  }
  const pair = (key: keyof Round): readonly [number, number] => [of(limits, key), of(products, key)]
  return [
    ratioFigure(`P1${suffix}`, `durable intake, messages/s`, ...pair('perSecond')),
    ratioFigure(`P1${suffix}`, `durable intake, CPU s per 1,000`, ...pair('cpuPerThousand')),
    plainFigure(`P1${suffix}`, `durable intake, guard`, of(products, 'perSecond'), 'messages/s'),
    ratioFigure(`P2${suffix}`, `webhook to socket at 1,000/s, p50 ms`, ...pair('p50')),
    ratioFigure(`P2${suffix}`, `webhook to socket at 1,000/s, p99 ms`, ...pair('p99')),
  ]
}
