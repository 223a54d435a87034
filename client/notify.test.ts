import { describe, expect, it } from 'vitest'
import type { ConversationRow } from '#protocol/conversation'
import { HubModel } from '#test/support/hub-model'
import { badgeCount, type Concern, type NoticeContext, noticesBetween, type Watched } from './notify'

const model = new HubModel()
const plain = model.kept(model.openConversation('plain')).row

function watched(name: string, concern: Concern, unread: number, over: Partial<ConversationRow> = {}): Watched {
  return { row: { ...plain, id: model.openConversation(name), unansweredSince: 1, ...over }, concern, unread }
}

const mapOf = (...list: Watched[]) => new Map(list.map((one) => [one.row.id, one]))

const calm: NoticeContext = {
  status: 'online',
  inSight: new Set(),
  mentions: new Set(),
  ownActs: new Set(),
  wasAway: false,
}

const told = (before: Watched[], after: Watched[], context: Partial<NoticeContext> = {}) =>
  noticesBetween(mapOf(...before), mapOf(...after), { ...calm, ...context }).map((notice) =>
    notice.kind === 'summary' ? notice : `${notice.event} ${notice.row.id}`,
  )

describe('what an operator is notified of', () => {
  it('is one thing for a conversation, whatever happened in it', () => {
    const before = watched('a', 'assignee', 1)
    expect(told([before], [{ ...before, unread: 5 }])).toEqual(['message a'])
  })

  it('is that a conversation has become his, unless he took it himself', () => {
    const [before, after] = [watched('a', 'unassigned', 1), watched('a', 'assignee', 1)]
    expect(told([before], [after])).toEqual(['assigned a'])
    expect(told([before], [after], { ownActs: new Set([after.row.id]) })).toEqual([])
  })

  it('is that somebody new waits for anybody, while he is online', () => {
    const waiting = watched('a', 'unassigned', 1)
    expect(told([], [waiting])).toEqual(['waiting a'])
    expect(told([], [waiting], { status: 'busy' })).toEqual([])
  })

  it('is a note that names him and a reply that could not be delivered', () => {
    const before = watched('a', 'assignee', 0)
    const delivery = { status: 'failed', reason: 'blocked', detail: null } as const
    const lastMessage = {
      seq: 2,
      at: 1,
      author: { kind: 'contact', name: null },
      preview: '',
      attachment: null,
      delivery,
    } as const
    const failed = { ...before, row: { ...before.row, lastMessage } }
    expect(told([before], [before], { mentions: new Set([before.row.id]) })).toEqual(['mentioned a'])
    expect(told([before], [failed])).toEqual(['deliveryFailed a'])
    expect(told([failed], [failed])).toEqual([])
  })

  it('is nothing of what he sees, of what he has read elsewhere, of what changed without a word', () => {
    const [before, after] = [watched('a', 'assignee', 1), watched('a', 'assignee', 2)]
    expect(told([before], [after], { inSight: new Set([after.row.id]) })).toEqual([])
    expect(told([after], [before])).toEqual([])
    expect(told([after], [after])).toEqual([])
  })

  it('is one summary after an absence in which much has happened', () => {
    const list = ['a', 'b', 'c', 'd'].map((name) => watched(name, 'assignee', 125))
    const none = list.map((one) => ({ ...one, unread: 0 }))
    expect(told(none, list, { wasAway: true })).toEqual([{ kind: 'summary', conversations: 4, messages: 500 }])
    expect(told(none.slice(1), list.slice(1), { wasAway: true })).toHaveLength(3)
  })

  it.each([
    ['message', 'assignee', 'online busy lost'],
    ['message', 'coAssignee', 'online lost'],
    ['message', 'observer', ''],
    ['message', 'unassigned', ''],
    ['assigned', 'assignee', 'online busy lost'],
    ['waiting', 'unassigned', 'online lost'],
    ['mentioned', 'assignee', 'online busy lost'],
    ['mentioned', 'coAssignee', 'online busy lost'],
    ['mentioned', 'observer', 'online busy lost'],
    ['mentioned', 'unassigned', 'online busy lost'],
    ['deliveryFailed', 'assignee', 'online busy lost'],
    ['deliveryFailed', 'coAssignee', 'online lost'],
    ['deliveryFailed', 'observer', ''],
    ['deliveryFailed', 'unassigned', ''],
  ] as const)('%s as %s makes itself heard when he is: %s', (event, concern, heard) => {
    const after = watched('a', concern, event === 'message' ? 1 : 0)
    const former = { ...after, concern: 'observer', unread: 0 } as const
    const delivery = { status: 'failed', reason: 'blocked', detail: null } as const
    const lastMessage = { seq: 2, at: 1, author: calmAuthor, preview: '', attachment: null, delivery } as const
    const failed = { ...after, row: { ...after.row, lastMessage } }
    const isNew = event === 'assigned' || event === 'waiting'
    const mentions = new Set(event === 'mentioned' ? [after.row.id] : [])
    const loud = (['online', 'busy', 'offline', 'lost'] as const).filter((status) => {
      const before = isNew ? [former] : [{ ...after, unread: 0 }]
      return told(before, [event === 'deliveryFailed' ? failed : after], { status, mentions }).length > 0
    })
    expect(loud.join(' ')).toBe(heard)
  })
})

const calmAuthor = { kind: 'contact', name: null } as const

describe('the badge', () => {
  it('counts unread conversations that wait for his answer: his own, and those he could take while online', () => {
    const list = mapOf(
      watched('mine', 'assignee', 2),
      watched('shared', 'coAssignee', 1),
      watched('seen', 'assignee', 0),
      watched('answered', 'assignee', 3, { unansweredSince: null }),
      watched('free', 'unassigned', 1),
      watched('watching', 'observer', 4),
    )
    expect(badgeCount(list, 'online')).toBe(3)
    expect(badgeCount(list, 'busy')).toBe(2)
    expect(badgeCount(list, 'offline')).toBe(2)
  })
})
