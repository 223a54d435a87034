import { describe, expect, it } from 'vitest'
import { countTests } from './reports.mjs'

describe('a test report', () => {
  it('of vitest gives its numbers', () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
    expect(countTests(report)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })

  it('of Playwright counts a test that passed only when repeated as failed', () => {
    const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 } }
    expect(countTests(report)).toEqual({ passed: 7, failed: 2, skipped: 2 })
  })
})
