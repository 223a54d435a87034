import { ensureInstalled } from './install.mjs'
import { packageCommand, run } from './process.mjs'

/**
 * `npm run simulate -- --seeds 20000 --minutes 60`: companies at work in virtual time, as many as asked for.
 * `--from` is the first seed; a failing one names the command that lives it again.
 */
const usage = '--seeds, --from, --minutes and --lines take whole numbers from 1.'
/** @type {Record<string, string>} */
const environment = {}
const words = process.argv.slice(2)
for (let index = 0; index < words.length; index += 2) {
  const name = /^--(seeds|from|minutes|lines)$/.exec(words[index] ?? '')?.[1]
  const value = words[index + 1] ?? ''
  if (name === undefined || !/^[1-9]\d*$/.test(value)) {
    console.error(usage)
    process.exit(64)
  }
  environment[`SIMULATION_${name.toUpperCase()}`] = value
}

await ensureInstalled()
const file = 'test/simulation/distribution.test.ts'
process.exitCode = await run(
  process.execPath,
  [packageCommand('vitest'), 'run', '--project=simulation', file, '--reporter=dot'],
  { environment },
)
