import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, deliveryStatuses } from './receipts'

/** Where each receipt leads from each status; a dot is "stays". */
const table = deliveryStatuses.map((current) => {
  const after = deliveryStatuses.map((receipt) => {
    const next = advance(current, receipt)
    return next === current ? '.' : next
  })
  return [current, ...after].join(' ')
})

describe('the delivery ladder', () => {
  it('is climbed as the table says', () => {
    expect(table).toEqual([
      // receipt: queued sending unconfirmed sent failed delivered read
      'queued . sending unconfirmed sent failed delivered read',
      'sending . . unconfirmed sent failed delivered read',
      'unconfirmed . . . sent failed delivered read',
      'sent . . . . failed delivered read',
      'failed . . . . . delivered read',
      'delivered . . . . . . read',
      'read . . . . . . .',
    ])
  })

  const receipts = fc.array(fc.constantFrom(...deliveryStatuses), { maxLength: 12 })
  const status = fc.constantFrom(...deliveryStatuses)

  it('never steps back, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(status, receipts, (start, list) => {
        let now = start
        for (const receipt of list) {
          const next = advance(now, receipt)
          expect(deliveryStatuses.indexOf(next)).toBeGreaterThanOrEqual(deliveryStatuses.indexOf(now))
          now = next
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('stands still when a receipt comes twice', () => {
    fc.assert(
      fc.property(status, status, (start, receipt) => {
        const once = advance(start, receipt)
        expect(advance(once, receipt)).toBe(once)
      }),
      { numRuns: 1_000 },
    )
  })

  it('ends at "read" once the contact has read, in any order', () => {
    fc.assert(
      fc.property(status, receipts, (start, list) => {
        const end = [...list, 'read' as const].reduce(advance, start)
        expect(end).toBe('read')
      }),
      { numRuns: 1_000 },
    )
  })
})
