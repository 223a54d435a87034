import { describe, expect, it } from 'vitest'
import { ConversationId } from './ids'
import { compareRows, listKey } from './list-order'

const row = (id: string, isOpen: boolean, unansweredSince: number | null, lastActivityAt: number) => ({
  id: ConversationId.parse(id),
  isOpen,
  unansweredSince,
  lastActivityAt,
})

describe('order of a list', () => {
  it('puts the longest wait on top, then the latest activity; equal moments go by id', () => {
    const rows = [
      row('quiet', true, null, 10),
      row('lively', true, null, 90),
      row('lively-too', true, null, 90),
      row('waits-longest', true, 20, 95),
      row('waits', true, 30, 99),
      row('also-waits', true, 30, 40),
    ]
    const ids = rows.toSorted(compareRows).map((one) => one.id)
    expect(ids).toEqual(['waits-longest', 'also-waits', 'waits', 'lively-too', 'lively', 'quiet'])
  })

  it('keeps closed ones in one part, whoever had the last word', () => {
    expect(listKey(row('closed', false, 20, 50))).toEqual({ part: 'rest', at: 50, id: 'closed' })
  })
})
