import { describe, expect, it } from 'vitest'
import { aConversation } from '#test/support/demo-conversations'
import { channelId } from '#test/support/demo-people'
import { isFiltering, noFilter, passes, withChannel } from './list-filter'

const calm = aConversation('calm')
const waiting = aConversation('waiting', { waits: 5 })
const marked = { ...waiting, waitingSince: 1 }

describe('a filter of the list', () => {
  it('shows everything while nothing is chosen', () => {
    expect([isFiltering(noFilter), passes(calm, 0, noFilter)]).toEqual([false, true])
  })

  it.each([
    ['unread', { isUnread: true }, [false, true]],
    ['awaiting an answer', { isAwaiting: true }, [false, true]],
    ['marked as waiting', { isMarked: true }, [false, true]],
  ])('keeps what is %s', (_what, change, kept) => {
    const filter = { ...noFilter, ...change }
    expect([passes(calm, 0, filter), passes(marked, 2, filter)]).toEqual(kept)
  })

  it('asks for all conditions at once, and for any of the channels', () => {
    const own = withChannel(noFilter, waiting.channelId, true)
    const foreign = withChannel(noFilter, channelId('nowhere'), true)
    const both = withChannel(own, channelId('nowhere'), true)
    expect([passes(waiting, 0, own), passes(waiting, 0, foreign), passes(waiting, 0, both)]).toEqual([
      true,
      false,
      true,
    ])
    expect(passes(waiting, 0, { ...own, isUnread: true })).toBe(false)
    expect(isFiltering(withChannel(own, waiting.channelId, false))).toBe(false)
  })
})
