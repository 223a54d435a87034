import { measureArrivals } from './cases/arrivals'
import { startBareChain } from './cases/bare-chain'
import { measureBytes } from './cases/bytes'
import { measureCache } from './cases/cache'
import { type Measured, measureChain, prepare } from './cases/chain'
import { measureDecide } from './cases/decide'
import { measureDrain } from './cases/drain'
import { measureGrowth } from './cases/growth'
import type { BenchMessenger } from './cases/intake'
import { measurePresence } from './cases/presence'
import { measureRehearsal } from './cases/rehearsal'
import { measureRenderer } from './cases/renderer'
import { StaffedHub } from './cases/staffed-hub'
import type { Figure } from './figure'

const operators = 4

export interface Settings {
  readonly rounds: number
  /** Conversations of the large store of P13. */
  readonly conversations: number
}

export interface Group {
  /** Goals it measures, by id. */
  readonly ids: readonly string[]
  run(settings: Settings): Promise<readonly Figure[]>
}

/** The bare limit and the real hub side by side, with as many sockets and both with the conversations of the mix. */
async function withIntakes(
  work: (limit: Measured, product: Measured) => Promise<readonly Figure[]>,
  messenger: BenchMessenger = 'telegram',
): Promise<readonly Figure[]> {
  const limit = await prepare(await startBareChain(operators, undefined, messenger))
  const staffed = await StaffedHub.start(operators, messenger)
  staffed.chief.close()
  const product = await prepare(staffed.intake)
  try {
    return await work(limit, product)
  } finally {
    await limit.intake.stop()
    await product.intake.stop()
  }
}

/** Names of `--only`. */
export const groups: Readonly<Record<string, Group>> = {
  chain: {
    ids: ['P1', 'P2'],
    run: ({ rounds }) => withIntakes((limit, product) => measureChain(limit, product, rounds)),
  },
  bytes: {
    ids: ['P5'],
    run: ({ rounds }) => withIntakes((limit, product) => measureBytes(limit, product, rounds)),
  },
  /** The same for a messenger that signs its calls. */
  signed: {
    ids: ['P1s', 'P2s', 'P5s'],
    run: ({ rounds }) =>
      withIntakes(async (limit, product) => {
        const chain = await measureChain(limit, product, rounds, 's')
        return [...chain, ...(await measureBytes(limit, product, rounds, 's'))]
      }, 'whatsapp'),
  },
  growth: { ids: ['P13'], run: ({ rounds, conversations }) => measureGrowth(rounds, conversations) },
  cache: { ids: ['P15'], run: ({ rounds }) => measureCache(rounds) },
  decide: { ids: ['P7'], run: async ({ rounds }) => measureDecide(rounds) },
  drain: { ids: ['P8', 'P9'], run: ({ rounds }) => measureDrain(rounds) },
  arrivals: { ids: ['D1'], run: ({ rounds }) => measureArrivals(rounds) },
  presence: { ids: ['S1'], run: ({ rounds }) => measurePresence(rounds) },
  rehearsal: { ids: ['R1'], run: ({ rounds }) => measureRehearsal(rounds) },
  renderer: { ids: ['P16'], run: ({ rounds }) => measureRenderer(rounds) },
}
