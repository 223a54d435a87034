import { expect, it } from 'vitest'
import type { FarPacket } from '#protocol/events'
import { aConversation } from '#test/support/demo-conversations'
import { VirtualTime } from '#test/support/virtual-time'
import type { Change } from '../conversations/announcer'
import { Feed, type FeedPorts } from './feed'
import { Totals } from './totals'

/** A feed that the staff listens to, with what it has sent. */
function aFeed() {
  const time = new VirtualTime()
  const sent: FarPacket[] = []
  const nothing = () => undefined
  const ports: FeedPorts = {
    broadcast: {
      has: (room) => room === 'staff',
      far: (_to, packet) => void sent.push(packet),
      ...{ near: nothing, notice: nothing, noticeToStaff: nothing, leave: nothing },
    },
    company: {
      ...{ actor: nothing, operator: nothing, operators: () => [], groups: () => [], channels: () => [] },
      settings: () => {
        throw new Error('nobody asks')
      },
    },
    totals: new Totals(),
    store: {
      position: () => 0,
      snapshot: () => Promise.reject(new Error('nobody reads')),
      search: () => Promise.reject(new Error('nobody searches')),
    },
    timers: time,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  }
  return { time, sent, feed: new Feed(ports) }
}

/** New conversations, each an event of its own. */
function arrivals(count: number, after: number): readonly Change[] {
  return Array.from({ length: count }, (_, index) => {
    const position = after + index + 1
    const row = { ...aConversation(`contact ${position}`), position, seq: 1 }
    const item = { conversationId: row.id, seq: 1, position, event: { kind: 'conversation.changed' as const }, row }
    return { item, before: null, contact: null }
  })
}

it('rows for everybody leave a packet at a time, with room between them, in their order and none twice', async () => {
  const { time, sent, feed } = aFeed()
  feed.changed(arrivals(1_050, 0))
  feed.flush()
  expect(sent).toHaveLength(1)
  feed.changed(arrivals(10, 1_050))
  feed.flush()
  expect(sent).toHaveLength(1)
  await time.advance(0)
  expect(sent.flatMap(({ rows }) => rows.map(({ position }) => position))).toEqual(
    Array.from({ length: 1_060 }, (_, index) => index + 1),
  )
  expect(sent.map(({ after }) => after)).toEqual([0, ...sent.slice(0, -1).map(({ position }) => position)])
  feed.changed(arrivals(1, 1_060))
  feed.flush()
  expect(sent.at(-1)?.rows).toHaveLength(1)
})
