import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Section, sectionOf, unreadCount } from './conversation'
import { BotId, OperatorId } from './ids'

const me = OperatorId.parse('ivan')
const colleague = OperatorId.parse('regina')

describe('the section of a conversation', () => {
  const mine = { kind: 'operator' as const, id: me }
  const his = { kind: 'operator' as const, id: colleague }
  const bots = { kind: 'bot' as const, id: BotId.parse('robot') }
  const cases: readonly [string, Parameters<typeof sectionOf>[0], Section][] = [
    ['of nobody is unassigned', { isOpen: true, assignee: null, coAssignees: [] }, 'unassigned'],
    ['that I answer is mine', { isOpen: true, assignee: mine, coAssignees: [] }, 'mine'],
    ['whose work I share is mine', { isOpen: true, assignee: his, coAssignees: [me] }, 'mine'],
    ['of nobody whose work I share is mine', { isOpen: true, assignee: null, coAssignees: [me] }, 'mine'],
    ['of a colleague is of others', { isOpen: true, assignee: his, coAssignees: [] }, 'others'],
    ['of a bot is of others', { isOpen: true, assignee: bots, coAssignees: [] }, 'others'],
    ['closed is closed, also mine', { isOpen: false, assignee: mine, coAssignees: [me] }, 'closed'],
  ]

  it.each(cases)('%s', (_name, row, section) => {
    expect(sectionOf(row, me)).toBe(section)
  })
})

describe('unread messages', () => {
  it.each([
    ['are all of this inquiry before the first reading', 5, 2, undefined, 3],
    ['are those after the read mark', 5, 2, 4, 1],
    ['never count an earlier inquiry', 5, 4, 1, 1],
    ['are none when all is read', 5, 2, 5, 0],
    ['are none when the mark is ahead of the row', 5, 2, 7, 0],
    ['are none in a new inquiry without a message', 5, 5, undefined, 0],
  ])('%s', (_name, contactMessages, contactMessagesBefore, read, expected) => {
    const mark = read === undefined ? undefined : { contactMessages: read }
    expect(unreadCount({ contactMessages, contactMessagesBefore }, mark)).toBe(expected)
  })

  it('grow by one with each message of the contact and vanish by reading', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.nat({ max: 50 }), (before, read, more) => {
        const row = { contactMessages: before + more, contactMessagesBefore: before }
        const grown = { ...row, contactMessages: row.contactMessages + 1 }
        const mark = { contactMessages: Math.min(read, row.contactMessages) }
        expect(unreadCount(grown, mark)).toBe(unreadCount(row, mark) + 1)
        expect(unreadCount(row, row)).toBe(0)
      }),
      { numRuns: 1_000 },
    )
  })
})
