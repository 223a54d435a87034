import { type Figure, median, percentile, plainFigure } from '../figure'
import { updateIn } from '../load/mix'
import { latencies } from './chain'
import { StaffedHub } from './staffed-hub'

const operators = 20
const perSecond = 100
const seconds = 5
/** Longer than from one sweep to the next. */
const sweepsMs = 6_000

/** Everybody writes for the first time. */
const newcomer = (index: number): string => updateIn(index + 1, index)

/** D1: contacts who write for the first time, until the operator who was chosen has the conversation on his socket. */
export async function measureArrivals(rounds: number): Promise<readonly Figure[]> {
  const hub = await StaffedHub.start(operators)
  try {
    const { intake } = hub
    const count = perSecond * seconds
    const taken: (readonly number[])[] = []
    // The first one warms up and is not counted.
    for (let round = 0; round <= rounds; round++)
      taken.push(await latencies(intake, { first: round * count, count, perSecond, body: newcomer }))
    await new Promise((resolve) => setTimeout(resolve, sweepsMs))
    const counted = taken.slice(1)
    const at = (share: number) => median(counted.map((round) => percentile(round, share)))
    return [
      plainFigure('D1', 'webhook to assignment at 100 new a second, p50 ms', at(0.5), 'ms'),
      plainFigure('D1', 'webhook to assignment at 100 new a second, p99 ms', at(0.99), 'ms'),
      plainFigure('D1', 'what the sweep found', hub.bugs().length, 'times'),
    ]
  } finally {
    await hub.stop()
  }
}
