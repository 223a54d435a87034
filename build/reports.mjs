import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './process.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const folder = 'out/reports'

export function clearReports() {
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder), { recursive: true })
}

/** @param {string} name */
export const reportFile = (name) => `${folder}/${name}.json`

/**
 * @param {unknown} report what vitest or Playwright wrote as JSON
 * @returns {Counts}
 */
export function countTests(report) {
  const { stats, numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = Object(report)
  if (stats === undefined) {
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
  }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}

/**
 * What a suite did. A suite that ended badly counts as a failure even when no test of it could say so.
 * @param {string} name
 * @param {number} code the exit code of its runner
 * @returns {Counts}
 */
export function suiteCounts(name, code) {
  const file = join(root, reportFile(name))
  const counts = existsSync(file)
    ? countTests(JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
