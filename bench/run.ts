import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Figure } from './figure'
import { judged, missed, readGoals } from './goals'
import { groups } from './groups'
import { table } from './table'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    /** Smaller for a quick look at P13; then it is not the goal's figure. */
    conversations: { type: 'string', default: '1000000' },
    json: { type: 'string' },
    /** Leaves with 1 when a goal of the groups was missed or not measured. */
    gate: { type: 'boolean', default: false },
  },
})

const names = [...new Set(values.only?.split(',') ?? Object.keys(groups))]
const unknown = names.filter((name) => groups[name] === undefined)
const [rounds, conversations] = [Number(values.rounds), Number(values.conversations)]
const isCount = (value: number) => Number.isInteger(value) && value >= 1
if (unknown.length > 0 || !isCount(rounds) || !isCount(conversations)) {
  console.error(`--only takes ${Object.keys(groups).join(',')}; --rounds and --conversations whole numbers from 1.`)
  process.exit(64)
}

const goals = readGoals()
/** Taken before anything of ours runs: what others do to this machine. The bench itself keeps two cores busy. */
const loadAverage = loadavg()[0] ?? 0
const figures: Figure[] = []
const ids: string[] = []
for (const name of names) {
  const group = groups[name]
  if (group === undefined) continue
  console.log(`== ${name}: ${group.ids.join(', ')}, ${rounds} rounds`)
  ids.push(...group.ids)
  const measured = await group.run({ rounds, conversations })
  figures.push(...measured.filter(({ id }) => group.ids.includes(id)))
}
const report = {
  runs: rounds,
  loadAverage,
  figures: judged(figures, goals, { ids, isBusy: loadAverage > availableParallelism() }),
}
console.log(table(report))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
const misses = missed(report.figures)
if (values.gate) console.log(misses.length === 0 ? 'The gate is open.' : `The gate is shut: ${misses.length} not met.`)
process.exit(values.gate && misses.length > 0 ? 1 : 0)
