import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConversationRow } from '#protocol/conversation'
import { listKey } from '#protocol/list-order'
import { aConversation } from '#test/support/demo-conversations'
import { demoAccount, operatorId } from '#test/support/demo-people'
import { orderOf, readRows, reordered } from './section-order'

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

  const order = orderOf(rows, demoAccount.id)

  it('of mine put the longest wait first, then the latest activity, and hold what I share', () => {
    expect(names(order.mine)).toEqual(['waits nine', 'waits two', 'answered', 'shared', 'answered long ago'])
  })

  it('hold back what lies beyond the pages read', () => {
    const end = listKey(aConversation('end', { ago: 3 }))
    expect(names(readRows(order.mine, end))).toEqual(['waits nine', 'waits two', 'answered'])
  })

  it('put each conversation into one section', () => {
    const sections = (['unassigned', 'others', 'closed'] as const).map((section) => names(order[section]))
    expect(sections).toEqual([['free'], ['of a colleague'], ['closed']])
  })

  it('stand where sorting anew would put them, whatever changes', () => {
    const me = demoAccount.id
    const anyRow = (name: string): fc.Arbitrary<ConversationRow> =>
      fc
        .record({
          isOpen: fc.boolean(),
          waits: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
          ago: fc.nat({ max: 5 }),
          assignee: fc.constantFrom(
            null,
            { kind: 'operator' as const, id: me },
            { kind: 'operator' as const, id: operatorId('ivan') },
          ),
        })
        .map(({ isOpen, waits, ago, assignee }) => ({
          ...aConversation(name, { ago, assignee, ...(waits !== undefined && { waits }) }),
          isOpen,
        }))
    const anyChange = fc
      .constantFrom(...'abcdefgh')
      .chain((name) => fc.tuple(fc.constant(name), fc.option(anyRow(name))))
    fc.assert(
      fc.property(fc.array(fc.array(anyChange, { maxLength: 6 }), { maxLength: 8 }), (batches) => {
        const held = new Map<string, ConversationRow>()
        let order = orderOf([], me)
        for (const batch of batches) {
          const changes = batch.map(([name, is]) => {
            const was = held.get(name)
            if (is === null) held.delete(name)
            else held.set(name, is)
            return { was, is: is ?? undefined }
          })
          order = reordered(order, changes, me, () => held.values())
          expect(order).toEqual(orderOf(held.values(), me))
        }
      }),
    )
  })
})
