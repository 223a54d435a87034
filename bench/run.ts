import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { startBareChain } from './cases/bare-chain'
import { measureChain, prepare } from './cases/chain'
import { startHubIntake } from './cases/hub-intake'
import { type Figure, skippedFigure } from './figure'
import { table } from './table'

const operators = 4

/** Names of `--only`; each measures the figures beside it. */
const groups: Readonly<
  Record<string, { readonly figures: readonly string[]; run(rounds: number): Promise<readonly Figure[]> }>
> = {
  chain: { figures: ['P1', 'P2', 'P5'], run: (rounds) => chain(rounds) },
}
/** `bytes` is measured with the chain: the same servers, the same load. */
const aliases: Readonly<Record<string, string>> = { bytes: 'chain' }

async function chain(rounds: number): Promise<readonly Figure[]> {
  const limit = await prepare(await startBareChain(operators))
  const product = await prepare(await startHubIntake(operators))
  try {
    return await measureChain(limit, product, rounds)
  } finally {
    await limit.intake.stop()
    await product.intake.stop()
  }
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
})

const names = [...new Set((values.only?.split(',') ?? Object.keys(groups)).map((name) => aliases[name] ?? name))]
const rounds = Number(values.rounds)
const figures: Figure[] = []
for (const name of names) {
  const group = groups[name]
  if (group === undefined) {
    figures.push(skippedFigure('-', name, 'there is no such group'))
    continue
  }
  console.log(`== ${name}: ${group.figures.join(', ')}, ${rounds} rounds`)
  figures.push(...(await group.run(rounds)))
}
const report = { runs: rounds, loadAverage: loadavg()[0] ?? 0, figures }
console.log(table(report))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
process.exit(0)
