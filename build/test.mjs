import { chromiumArguments, ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'
import { npm, packageCommand, readFlags, run } from './process.mjs'
import { buildStale } from './programs.mjs'
import { clearReports, reportFile, suiteCounts } from './reports.mjs'

/** @typedef {import('./reports.mjs').Counts} Counts */

const suiteLimitMs = 900_000
const nightly = readFlags(['--nightly']).has('--nightly')
/** @type {{ name: string, seconds: number, counts: Counts }[]} */
const done = []

/**
 * @param {string} name
 * @param {() => Promise<Counts>} work
 */
async function step(name, work) {
  const startedAt = Date.now()
  console.log(`\n== ${name}`)
  const counts = await work()
  done.push({ name, seconds: (Date.now() - startedAt) / 1000, counts })
}

/**
 * A gate is not a test: it counts, and is heard, only when it fails.
 * @param {string} script
 * @param {readonly string[]} [args]
 */
const gate = (script, args = []) =>
  step(script, async () => {
    const words = ['run', '--silent', script, ...(args.length === 0 ? [] : ['--', ...args])]
    return { passed: 0, failed: (await npm(words, { quiet: true })) === 0 ? 0 : 1, skipped: 0 }
  })

/**
 * @param {string} name
 * @param {string} runner the script of the test runner
 * @param {readonly string[]} args
 */
const suite = (name, runner, args) =>
  step(name, async () => {
    const environment = { CHROMIUM: chromium ?? '', ...(nightly ? { NIGHTLY: '1' } : {}) }
    return suiteCounts(name, await run(process.execPath, [runner, ...args], { environment, timeoutMs: suiteLimitMs }))
  })

/**
 * @param {string} name
 * @param {readonly string[]} projects
 */
const vitest = (name, projects) =>
  suite(name, packageCommand('vitest'), [
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile(name)}`,
  ])

/** @type {string | null} */
let chromium = null
const none = { passed: 0, failed: 0, skipped: 0 }
const failedOnce = { ...none, failed: 1 }

if (!process.stdout.isTTY) process.env.NO_COLOR = '1'
clearReports()
await step('install', async () => {
  await ensureInstalled()
  return none
})
await step('chromium', async () => {
  chromium = await ensureChromium()
  console.log(chromium ?? 'There is no Chromium and none could be installed; CHROMIUM names one.')
  return chromium === null ? failedOnce : none
})
await step('build', async () => {
  const failed = (await buildStale(['hub', 'workspace', 'widget', 'double', 'gallery'])).filter(
    ({ code }) => code !== 0,
  ).length
  return { ...none, failed }
})
async function gates() {
  for (const script of ['lint', 'boundaries', 'unused', 'types']) await gate(script)
}
// Side by side: the unit tests need no answer of the compiler. The suites after them want the machine for themselves.
await Promise.all([gates(), vitest('unit', ['node', 'dom', 'fuzz'])])
await vitest('simulation', ['simulation'])
await vitest('blackbox', ['blackbox'])
if (nightly) await gate('mutants')
// Bytes are the same on any machine; the goals of time need a quiet one.
if (process.platform === 'linux') await gate('bench:gate', ['--only', 'bytes', '--rounds', '5'])
await suite('e2e', packageCommand('@playwright/test', 'playwright'), ['test', '--pass-with-no-tests'])

console.log(`\nChromium ${chromium ?? 'none'} ${chromiumArguments.join(' ')}`)
for (const { name, seconds, counts } of done) {
  const { passed, failed, skipped } = counts
  console.log(
    `${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s  ${passed} passed, ${failed} failed, ${skipped} skipped`,
  )
}
/** @param {keyof Counts} key */
const total = (key) => done.reduce((sum, { counts }) => sum + counts[key], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') === 0 ? 0 : 1
