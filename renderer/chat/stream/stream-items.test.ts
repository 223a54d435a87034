import { describe, expect, it } from 'vitest'
import { aContactMessage, aNote, anOutboxMessage, aReply, aSystemEntry, commandId, noon } from '#test/support/entries'
import { type StreamInput, type StreamItem, streamItems } from './stream-items'

const day = 24 * 60 * 60 * 1000
const stream = (fields: Partial<StreamInput>) =>
  streamItems({
    entries: [],
    outbox: [],
    firstUnread: null,
    unfolded: new Set(),
    lostSince: null,
    isTyping: false,
    dayOf: (at) => String(Math.floor(at / day)),
    ...fields,
  })

const kinds = (items: readonly StreamItem[]) => items.map((item) => item.kind)
const bubbles = (items: readonly StreamItem[]) =>
  items.flatMap((item) =>
    item.kind === 'message' ? [`${item.isJoined ? 'joined' : 'apart'} ${item.isLastOfRun ? 'last' : 'inner'}`] : [],
  )

describe('the stream', () => {
  it('has a line above the first entry of every day', () => {
    const items = stream({ entries: [aContactMessage(1), aContactMessage(2), aContactMessage(3, { at: noon + day })] })
    expect(kinds(items)).toEqual(['day', 'message', 'message', 'day', 'message'])
  })

  it('joins what one author says within three minutes, and puts the avatar at the last', () => {
    const items = stream({
      entries: [
        aContactMessage(1, { at: noon }),
        aContactMessage(2, { at: noon + 180_000 }),
        aContactMessage(3, { at: noon + 360_001 }),
        aReply(4, 'anna', { at: noon + 360_002 }),
        aReply(5, 'regina', { at: noon + 360_003 }),
      ],
    })
    expect(bubbles(items)).toEqual(['apart inner', 'joined last', 'apart last', 'apart last', 'apart last'])
  })

  it('does not join across a note or a system entry', () => {
    const items = stream({ entries: [aContactMessage(1), aNote(2, 'anna'), aContactMessage(3)] })
    expect(bubbles(items)).toEqual(['apart last', 'apart last'])
  })

  it('marks where the unread messages begin', () => {
    const items = stream({ entries: [aContactMessage(1), aContactMessage(2), aContactMessage(3)], firstUnread: 2 })
    expect(kinds(items)).toEqual(['day', 'message', 'unreadLine', 'message', 'message'])
    expect(bubbles(items)).toEqual(['apart last', 'apart inner', 'joined last'])
  })

  it('shows an album that came as several messages as one', () => {
    const items = stream({
      entries: [1, 2, 3].map((seq) => aContactMessage(seq, { album: seq < 3 ? 'a' : 'b' })),
    })
    expect(items.flatMap((item) => (item.kind === 'message' ? [item.entries.length] : []))).toEqual([2, 1])
  })

  it('shows three system entries in a row, and folds the inside of a longer run', () => {
    const three = [1, 2, 3].map((seq) => aSystemEntry(seq))
    expect(kinds(stream({ entries: three }))).toEqual(['day', 'system', 'system', 'system'])
    const seven = [1, 2, 3, 4, 5, 6, 7].map((seq) => aSystemEntry(seq))
    const folded = stream({ entries: seven })
    expect(kinds(folded)).toEqual(['day', 'system', 'fold', 'system'])
    const fold = folded.find((item) => item.kind === 'fold')
    expect(fold?.kind === 'fold' && fold.entries.length).toBe(5)
    expect(kinds(stream({ entries: seven, unfolded: new Set([fold?.key ?? '']) }))).toHaveLength(8)
  })

  it('never folds a failure away', () => {
    const items = stream({
      entries: [
        ...[1, 2, 3].map((seq) => aSystemEntry(seq)),
        aSystemEntry(4, { kind: 'contactBlocked' }),
        ...[5, 6].map((seq) => aSystemEntry(seq)),
      ],
    })
    expect(kinds(items)).not.toContain('fold')
  })

  it('ends with what has not left yet, below the line that tells of the lost connection', () => {
    const items = stream({
      entries: [aContactMessage(1)],
      outbox: [anOutboxMessage(1), anOutboxMessage(2)],
      lostSince: noon,
    })
    expect(kinds(items)).toEqual(['day', 'message', 'lost', 'outbox', 'outbox'])
    expect(items.map((item) => item.kind === 'outbox' && item.isJoined)).toEqual([false, false, false, false, true])
  })

  it('does not show a reply twice while it leaves the outbox, and keeps its key', () => {
    const queued = stream({ outbox: [anOutboxMessage(1)] })
    const sent = stream({ entries: [aReply(7, 'anna', { clientId: commandId(1) })], outbox: [anOutboxMessage(1)] })
    expect(kinds(sent)).toEqual(['day', 'message'])
    expect(sent.at(-1)?.key).toBe(queued.at(-1)?.key)
  })

  it('has no key twice', () => {
    const items = stream({
      entries: [aContactMessage(1), aNote(2, 'anna'), aSystemEntry(3), aContactMessage(4, { at: noon + day })],
      outbox: [anOutboxMessage(1)],
      firstUnread: 4,
      lostSince: noon,
    })
    expect(new Set(items.map((item) => item.key)).size).toBe(items.length)
  })
})
