import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { mutants } from './mutants-list.mjs'
import { packageCommand, root, run } from './process.mjs'

/**
 * `npm run mutants`: breaks each rule of distribution in turn, in a copy of the source, and looks whether the tests turn red.
 * `-- --only limit` takes the rules whose name has that word. Leaves with 1 when a mutant survives.
 */
const folders = ['protocol', 'server', 'client', 'preload', 'main', 'renderer', 'widget', 'bench', 'test']
const copied = [
  ...folders,
  ...readdirSync(root).filter((name) => /^(package|tsconfig.*|vitest\.config)\.(json|ts)$/.test(name)),
]
const folder = join(root, 'out/mutants')
const words = process.argv.slice(2)
if (words.length > 0 && (words.length !== 2 || words[0] !== '--only')) {
  console.error('--only takes a word of a rule.')
  process.exit(64)
}
const chosen = mutants.filter(({ rule }) => rule.includes(words[1] ?? ''))

/** The cheap ones first: most mutants do not live to see the simulation. */
const suites = [
  ['--project=node', 'server/distribution'],
  ['--project=node', 'server/operators', 'server/conversations'],
  ['--project=simulation', 'test/simulation/distribution.test.ts'],
]

/** @param {string} file */
const textOf = (file) => readFileSync(join(root, file), 'utf8')

/** @param {readonly string[]} suite */
async function isRed(suite) {
  const vitest = packageCommand('vitest')
  const args = [vitest, 'run', '--root', folder, ...suite, '--bail=1', '--reporter=dot', '--silent']
  const environment = { SIMULATION_SEEDS: '20' }
  const options = { cwd: folder, environment, isSilent: true, timeoutMs: 300_000 }
  return (await run(process.execPath, args, options)) !== 0
}

/**
 * @param {(typeof mutants)[number]} mutant
 * @returns {Promise<string | null>} the suite that found it
 */
async function killerOf({ rule, file, from, to }) {
  const text = textOf(file)
  if (text.split(from).length !== 2) throw new Error(`The mutant of "${rule}" does not fit ${file} any more.`)
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  )
  try {
    for (const suite of suites) if (await isRed(suite)) return suite.at(-1) ?? ''
    return null
  } finally {
    writeFileSync(join(folder, file), text)
  }
}

await ensureInstalled()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

// Red before anything is broken would prove nothing.
for (const suite of suites)
  if (await isRed(suite)) {
    console.error(`${suite.at(-1)} is red as it is.`)
    process.exit(1)
  }

let survivors = 0
for (const mutant of chosen) {
  const startedAt = Date.now()
  const killer = await killerOf(mutant)
  if (killer === null) survivors++
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)
  console.log(`${mutant.rule.padEnd(36)}${seconds} s  ${killer === null ? 'SURVIVES' : `killed by ${killer}`}`)
}
rmSync(folder, { recursive: true, force: true })
console.log(`${chosen.length} mutants, ${survivors} survived`)
process.exitCode = survivors === 0 ? 0 : 1
