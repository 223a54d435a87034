import { npm } from './process.mjs'

/**
 * Steps of one lane run one after another, lanes side by side: the tests need no answer of the compiler.
 * What a step says is shown only when it fails.
 */
const lanes = [['lint', 'boundaries', 'unused', 'types'], ['unit']]

/** @param {number} startedAt */
const since = (startedAt) => `${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`

/**
 * @param {string} script
 * @returns {Promise<boolean>} whether all is well
 */
async function step(script) {
  const startedAt = Date.now()
  const isGood = (await npm(['run', '--silent', script], { quiet: true })) === 0
  console.log(`${script.padEnd(12)}${since(startedAt)}${isGood ? '' : '  failed'}`)
  return isGood
}

/** @param {readonly string[]} scripts */
async function lane(scripts) {
  let isGood = true
  for (const script of scripts) isGood = (await step(script)) && isGood
  return isGood
}

if (!process.stdout.isTTY) process.env.NO_COLOR = '1'
const startedAt = Date.now()
const isReady = (await Promise.all(lanes.map(lane))).every(Boolean)
console.log(`${(isReady ? 'ready' : 'not ready').padEnd(12)}${since(startedAt)}`)
process.exitCode = isReady ? 0 : 1
