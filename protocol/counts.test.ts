import { describe, expect, it } from 'vitest'
import { countsOf } from './conversation'

const totals = { unassigned: 3, assigned: 10, closed: 40, unassignedWaitingSince: 5, assignedWaitingSince: null }

describe('counts of the sections', () => {
  it('take what is mine out of what is assigned', () => {
    expect(countsOf(totals, { load: 4, shared: 1 })).toMatchObject({ mine: 5, unassigned: 3, others: 5, closed: 40 })
  })

  it('never fall below zero while a newer load meets older totals', () => {
    expect(countsOf(totals, { load: 12, shared: 0 })).toMatchObject({ mine: 12, others: 0 })
  })
})
