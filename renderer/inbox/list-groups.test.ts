import { describe, expect, it } from 'vitest'
import { aConversation } from '#test/support/demo-conversations'
import { conversationId } from '#test/support/demo-people'
import { arrived, groupsOf, heldGroups, keepEqual, type ListGroup } from './list-groups'

const ids = (...names: string[]) => names.map(conversationId)
const waiting = (...names: string[]): ListGroup => ({ key: 'waiting', ids: ids(...names) })
const rest = (...names: string[]): ListGroup => ({ key: 'rest', ids: ids(...names) })

describe('groups of a list', () => {
  it('part those who wait from the rest, and leave out what is empty', () => {
    const rows = [aConversation('a', { waits: 2 }), aConversation('b'), aConversation('c')]
    expect([groupsOf(rows, 'mine'), groupsOf(rows.slice(1), 'mine'), groupsOf([], 'mine')]).toEqual([
      [waiting('a'), rest('b', 'c')],
      [rest('b', 'c')],
      [],
    ])
  })

  it('are one for closed conversations', () => {
    expect(groupsOf([aConversation('a'), aConversation('b')], 'closed')).toEqual([
      { key: 'closed', ids: ids('a', 'b') },
    ])
  })

  it('stay the same object while nothing moved', () => {
    const before = [waiting('a'), rest('b')]
    expect([keepEqual(before, [waiting('a'), rest('b')]) === before, keepEqual(before, [rest('b')])]).toEqual([
      true,
      [rest('b')],
    ])
  })
})

describe('a list under the pointer', () => {
  const shown = [waiting('a', 'b'), rest('c', 'd')]

  it('keeps rows where they are when somebody writes', () => {
    expect(heldGroups(shown, [waiting('d', 'a', 'b'), rest('c')])).toEqual(shown)
  })

  it('lets new rows wait outside', () => {
    expect(heldGroups(shown, [waiting('new', 'a', 'b'), rest('newer', 'c', 'd')])).toEqual(shown)
  })

  it('drops rows that left the section, and groups that became empty', () => {
    expect(heldGroups(shown, [rest('c', 'd')])).toEqual([rest('c', 'd')])
  })

  it('appends a page loaded at the end', () => {
    expect(heldGroups(shown, [waiting('a', 'b'), rest('c', 'd', 'e', 'f')])).toEqual([
      waiting('a', 'b'),
      rest('c', 'd', 'e', 'f'),
    ])
  })

  it('is empty when everything left', () => {
    expect(heldGroups(shown, [])).toEqual([])
  })
})

describe('a row that comes', () => {
  it('is news among those shown, not in a list just filled nor in a page read at its end', () => {
    const shown = [waiting('a'), rest('c')]
    expect(arrived(shown, [waiting('new', 'a'), rest('c')])).toEqual(ids('new'))
    expect(arrived(shown, [waiting('a'), rest('c', 'page')])).toEqual([])
    expect(arrived([], shown)).toEqual([])
  })
})
