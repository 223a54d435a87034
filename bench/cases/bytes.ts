import { type Figure, median, plainFigure, ratioFigure } from '../figure'
import { mix } from '../load/mix'
import { Volleys } from '../load/volley'
import { watchWal, writesByTree } from '../load/wal'
import type { Measured } from './chain'

interface Round {
  readonly bytesPerMessage: number
  readonly messagesPerCommit: number
  /** Pages a message, by table and index. */
  readonly trees: ReadonlyMap<string, number>
}

const volleys = 40

async function round(measured: Measured): Promise<Round> {
  const { intake } = measured
  const guns = new Volleys(intake.webhook, intake.pid, mix.inFlight)
  const fire = async () => {
    await guns.fire(measured.next, intake.body)
    measured.next += mix.inFlight
  }
  await fire()
  const wal = watchWal(intake.storeFile)
  try {
    for (let index = 0; index < volleys; index++) await fire()
    const messages = volleys * mix.inFlight
    const { pages, commits } = wal.frames()
    const writes = writesByTree(intake.storeFile, pages)
    const trees = new Map([...writes].map(([tree, count]) => [tree, count / messages]))
    return { bytesPerMessage: wal.bytes() / messages, messagesPerCommit: messages / commits, trees }
  } finally {
    wal.end()
    guns.close()
  }
}

const of = (rounds: readonly Round[], key: 'bytesPerMessage' | 'messagesPerCommit') =>
  median(rounds.map((one) => one[key]))

/** Where the bytes go: the first question when the figure is too large. */
const where = (rounds: readonly Round[]): string =>
  [...(rounds.at(-1)?.trees ?? [])].map(([tree, pages]) => `${tree} ${pages.toFixed(2)}`).join(', ')

/** P5: what the log grows by for a message when 50 share a commit. Bytes, not seconds: the same on a fast and on a busy machine. */
export async function measureBytes(
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
  console.log(`Pages a message, limit: ${where(limits)}\nPages a message, product: ${where(products)}`)
  const bytes = of(products, 'bytesPerMessage')
  const batches: readonly [number, number] = [of(limits, 'messagesPerCommit'), of(products, 'messagesPerCommit')]
  return [
    ratioFigure(`P5${suffix}`, `WAL bytes a message at batch 50`, of(limits, 'bytesPerMessage'), bytes),
    plainFigure(`P5${suffix}`, `WAL bytes a message at batch 50, guard`, bytes, 'bytes'),
    ratioFigure(`P5${suffix}`, `messages a commit`, ...batches),
  ]
}
