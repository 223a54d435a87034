import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { aContactMessage } from '#test/support/entries'
import { HubModel } from '#test/support/hub-model'
import { VirtualTime } from '#test/support/virtual-time'
import { ChangeFeed } from './change-feed'
import { type Change, mergeChanges } from './changes'

const model = new HubModel()
const { row } = model.kept(model.openConversation('one'))
const newer = { ...row, version: 2 }
const other = ConversationId.parse('other')

describe('what windows are told', () => {
  it('is each thing once, as it ended up', () => {
    const merged = mergeChanges([
      { kind: 'rows', rows: [row] },
      { kind: 'entries', conversationId: row.id, entries: [aContactMessage(2)] },
      { kind: 'outbox', items: [] },
      { kind: 'rows', rows: [newer] },
      { kind: 'entries', conversationId: row.id, entries: [aContactMessage(1)] },
      { kind: 'outbox', items: [] },
      { kind: 'reloaded' },
      { kind: 'reloaded' },
    ])
    expect(merged).toEqual([
      { kind: 'outbox', items: [] },
      { kind: 'rows', rows: [newer] },
      { kind: 'entries', conversationId: row.id, entries: [aContactMessage(1), aContactMessage(2)] },
      { kind: 'reloaded' },
    ])
  })

  it('is nothing of a conversation that is gone, and a regained one as held', () => {
    const gone: Change = { kind: 'gone', ids: [row.id, other] }
    expect(mergeChanges([{ kind: 'rows', rows: [row] }, gone])).toEqual([gone])
    expect(mergeChanges([gone, { kind: 'rows', rows: [newer] }])).toEqual([
      { kind: 'gone', ids: [other] },
      { kind: 'rows', rows: [newer] },
    ])
  })

  it('comes a frame at a time', async () => {
    const time = new VirtualTime()
    const feed = new ChangeFeed(time)
    const told: (readonly Change[])[] = []
    const stop = feed.subscribe((changes) => void told.push(changes))
    feed.push({ kind: 'rows', rows: [row] })
    feed.push({ kind: 'rows', rows: [newer] })
    await time.advance(15)
    expect(told).toEqual([])
    await time.advance(1)
    expect(told).toEqual([[{ kind: 'rows', rows: [newer] }]])
    stop()
    feed.push({ kind: 'reloaded' })
    await time.advance(100)
    expect(told).toHaveLength(1)
  })
})
