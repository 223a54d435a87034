import { statSync } from 'node:fs'
import { type Figure, median, plainFigure } from '../figure'
import { cpuSeconds } from '../load/child'
import { firstWriter, type Grown, growBareChain, growHub, take } from './grown'
import { measurePages } from './pages-of-store'

const operators = 4
const few = 1_000
const messages = 4_000

interface Pair {
  readonly small: Grown
  readonly large: Grown
}

async function cpuOf(grown: Grown): Promise<number> {
  const before = cpuSeconds(grown.intake.pid)
  await take(grown, messages)
  return cpuSeconds(grown.intake.pid) - before
}

/** How much dearer a message is in the large store: small and large in turn, medians. */
async function growthOf(pairs: readonly Pair[], rounds: number): Promise<readonly number[]> {
  const costs = pairs.map(() => ({ small: [] as number[], large: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [place, pair] of pairs.entries()) {
      costs[place]?.small.push(await cpuOf(pair.small))
      costs[place]?.large.push(await cpuOf(pair.large))
    }
  }
  return costs.map(({ small, large }) => median(large) / median(small))
}

const sayReady = (what: string, startedAt: number) =>
  console.log(`${what} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)

/** P13: what a store that has grown for years costs. `conversations` makes it smaller for a quick look. */
export async function measureGrowth(rounds: number, conversations: number): Promise<readonly Figure[]> {
  const opened: Grown[] = []
  const open = async (what: string, growing: Promise<Grown>) => {
    const startedAt = performance.now()
    const grown = await growing
    opened.push(grown)
    const megabytes = statSync(grown.intake.storeFile).size / 1_000_000
    sayReady(`${what}: ${megabytes.toFixed(0)} MB`, startedAt)
    return grown
  }
  try {
    const limit = {
      small: await open('bare limit, small', growBareChain(operators, few)),
      large: await open('bare limit, large', growBareChain(operators, conversations)),
    }
    const product = {
      small: await open('hub, small', growHub(operators, few)),
      large: await open('hub, large', growHub(operators, conversations)),
    }
    const [limitGrowth = Number.NaN, growth = Number.NaN] = await growthOf([limit, product], rounds)
    const many = conversations === 1_000_000 ? '1M' : String(conversations)
    const what = `CPU a message, ${many} conversations by 1k`
    return [
      { ...plainFigure('P13', what, growth, 'ratio'), limit: limitGrowth },
      ...(await measurePages(product.large.intake.storeFile, firstWriter, rounds)),
      plainFigure('P13', `start of the hub over ${many} conversations`, product.large.startMs ?? Number.NaN, 'ms'),
    ]
  } finally {
    for (const { intake } of opened) await intake.stop()
  }
}
