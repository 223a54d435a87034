import { describe, expect, it } from 'vitest'
import { listKey } from '#protocol/list-order'
import { aConversation } from '#test/support/demo-conversations'
import { demoAccount, operatorId } from '#test/support/demo-people'
import { rowsOfSection } from './list-order'

const names = (rows: readonly { contactName: string }[]) => rows.map((row) => row.contactName)

describe('rows of a section', () => {
  const rows = [
    aConversation('answered', { ago: 1 }),
    aConversation('waits two', { waits: 2, ago: 2 }),
    aConversation('waits nine', { waits: 9, ago: 1 }),
    aConversation('answered long ago', { ago: 60 }),
    aConversation('of a colleague', { assignee: { kind: 'operator', id: operatorId('ivan') } }),
    aConversation('shared', { assignee: { kind: 'operator', id: operatorId('ivan') }, coAssignees: [demoAccount.id] }),
    aConversation('free', { assignee: null, waits: 1 }),
    aConversation('closed', { isOpen: false, closedAt: 1 }),
  ]

  it('of mine put the longest wait first, then the latest activity, and hold what I share', () => {
    expect(names(rowsOfSection(rows, 'mine', demoAccount.id, null))).toEqual([
      'waits nine',
      'waits two',
      'answered',
      'shared',
      'answered long ago',
    ])
  })

  it('hold back what lies beyond the pages read', () => {
    const end = listKey(aConversation('end', { ago: 3 }))
    expect(names(rowsOfSection(rows, 'mine', demoAccount.id, end))).toEqual(['waits nine', 'waits two', 'answered'])
  })

  it('put each conversation into one section', () => {
    const sections = (['unassigned', 'others', 'closed'] as const).map((section) =>
      names(rowsOfSection(rows, section, demoAccount.id, null)),
    )
    expect(sections).toEqual([['free'], ['of a colleague'], ['closed']])
  })
})
