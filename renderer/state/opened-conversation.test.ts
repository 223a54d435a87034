import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bridge, WorkspaceChange } from '#preload/contract'
import type { Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { demoRows } from '#test/support/demo-conversations'
import { aContactMessage, aReply } from '#test/support/entries'
import { FakeBridge, liveSession } from '#test/support/fake-bridge'
import { OpenedFeed, type OpenedReady } from './opened-conversation'
import { firstUnreadOf, mergedEntries, rereadEntries } from './opened-entries'

const row = demoRows()[0]!
const settled = () => new Promise<void>((done) => setImmediate(done))
const seqs = (entries: readonly Entry[]): readonly Seq[] => entries.map((entry) => entry.seq)

function opening(bridge: Bridge) {
  let tell: (changes: readonly WorkspaceChange[]) => void = () => undefined
  const feed = new OpenedFeed(row.id, bridge, {
    listen: (listener) => {
      tell = listener
      return () => undefined
    },
  })
  const leave = feed.start()
  const ready = () => {
    const state = feed.store.getState()
    if (state.kind !== 'ready') throw new Error(`the conversation is ${state.kind}`)
    return state satisfies OpenedReady
  }
  return { feed, leave, ready, tell: (...changes: WorkspaceChange[]) => tell(changes) }
}

function aBridge(entries: readonly Entry[]) {
  const bridge = new FakeBridge({ rows: [row] })
  bridge.entries.set(row.id, [...entries])
  return bridge
}

const news = (...entries: Entry[]): WorkspaceChange => ({ kind: 'entries', conversationId: row.id, entries })

describe('an opened conversation', () => {
  it('takes what came while it was being opened', async () => {
    const { ready, tell } = opening(aBridge([aContactMessage(1)]))
    tell(news(aContactMessage(2)))
    await settled()
    expect(seqs(ready().entries)).toEqual([1, 2])
  })

  it('shows a receipt in place, and ignores an older reading that comes late', async () => {
    const { ready, tell } = opening(aBridge([aReply(1, 'anna')]))
    await settled()
    const read = aReply(1, 'anna', { changedSeq: 5, delivery: { status: 'read', reason: null, detail: null } })
    tell(news(read))
    tell(news(aReply(1, 'anna', { changedSeq: 3 })))
    expect(ready().entries).toEqual([read])
  })

  it('draws no gap as none: what was missed while away is read anew', async () => {
    const bridge = aBridge([aContactMessage(1), aContactMessage(2)])
    const { ready, tell } = opening(bridge)
    await settled()
    bridge.openConversation = async () => ({
      ok: true,
      value: {
        view: { row, contact: ready().contact, entries: [aContactMessage(90)], hasOlder: true, mark: null },
        outbox: [],
        draft: null,
        isLive: true,
      },
    })
    tell({ kind: 'reloaded' })
    await settled()
    expect(seqs(ready().entries)).toEqual([90])
  })

  it('is told to be gone when it leaves one’s sight', async () => {
    const { feed, tell } = opening(aBridge([]))
    await settled()
    tell({ kind: 'gone', ids: [row.id] })
    expect(feed.store.getState().kind).toBe('gone')
  })

  it('that could not be opened without the hub opens once it is back', async () => {
    const bridge = new FakeBridge({ rows: [] })
    const { feed, tell } = opening(bridge)
    await settled()
    expect(feed.store.getState().kind).toBe('failed')
    bridge.rows.set(row.id, row)
    tell({ kind: 'session', session: liveSession })
    await settled()
    expect(feed.store.getState().kind).toBe('ready')
  })

  it('is left when its window turns to another', async () => {
    const bridge = aBridge([])
    const { leave } = opening(bridge)
    await settled()
    leave()
    expect(bridge.inputs('leaveConversation')).toEqual([{ conversationId: row.id }])
  })
})

describe('entries of a stream', () => {
  const someEntries = fc
    .array(fc.record({ seq: fc.integer({ min: 1, max: 30 }), later: fc.nat(5) }))
    .map((made) => made.map(({ seq, later }) => aContactMessage(seq, { changedSeq: seq + later })))

  it('end in the same order and the latest reading, whatever order they came in', () => {
    fc.assert(
      fc.property(someEntries, someEntries, (one, other) => {
        const merged = mergedEntries(mergedEntries([], one), other)
        expect(seqs(merged)).toEqual([...new Set(seqs(merged))].sort((a, b) => a - b))
        for (const entry of [...one, ...other]) {
          const held = merged.find((kept) => kept.seq === entry.seq)
          expect(held?.changedSeq ?? -1).toBeGreaterThanOrEqual(entry.changedSeq)
        }
      }),
    )
  })

  it('are joined with a newly read page only where the two meet', () => {
    const held = [1, 2, 3].map((seq) => aContactMessage(seq))
    expect(seqs(rereadEntries(held, [aContactMessage(3), aContactMessage(4)], true))).toEqual([1, 2, 3, 4])
    expect(seqs(rereadEntries(held, [aContactMessage(5)], true))).toEqual([5])
  })
})

describe('the first unread message', () => {
  const view = (contactMessages: number, read: number) => ({
    row: { ...row, contactMessages, contactMessagesBefore: 0 },
    entries: [aContactMessage(1), aReply(2, 'anna'), aContactMessage(3), aContactMessage(4)],
    mark: { conversationId: row.id, seq: 1, contactMessages: read },
  })

  it('is counted back from the end, among messages of the contact', () => {
    expect(firstUnreadOf(view(3, 1))).toBe(3)
  })

  it('is none when all are read, and the oldest loaded when more are unread than loaded', () => {
    expect(firstUnreadOf(view(3, 3))).toBeNull()
    expect(firstUnreadOf(view(30, 1))).toBe(1)
  })
})
