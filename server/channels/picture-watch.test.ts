import { describe, expect, it, onTestFinished } from 'vitest'
import { ChannelId, ContactId, ConversationId } from '#protocol/ids'
import type { PictureFound } from '#server/conversations/look-for-pictures'
import { VirtualTime } from '#test/support/virtual-time'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'
import { PictureWatch } from './picture-watch'
import type { PictureWanted } from './ports'

const channelId = ChannelId.parse('channel')
const roundMs = 30_000

const a = (name: string): PictureWanted => ({
  conversationId: ConversationId.parse(name),
  contactId: ContactId.parse(name),
  externalChat: name,
})

/** A watch over one channel in which these people wait for their faces. */
function aWatch(
  people: readonly string[],
  says: (name: string) => string | null | Promise<string | null> = (name) => `face of ${name}`,
) {
  const time = new VirtualTime()
  const asked: string[] = []
  const taken: PictureFound[][] = []
  const errors: unknown[] = []
  const state = { lastActiveAt: null as number | null, wanted: people }
  const watch = new PictureWatch({
    clock: time,
    timers: time,
    askers: () => [
      {
        channelId,
        lastActiveAt: () => state.lastActiveAt,
        ask: async (name) => {
          asked.push(name)
          return says(name)
        },
      },
    ],
    wanted: async (_id, limit) => state.wanted.slice(0, limit).map(a),
    take: async (_id, found) => {
      taken.push([...found])
      state.wanted = state.wanted.filter((name) => found.every(({ contactId }) => contactId !== name))
    },
    onError: (_id, error) => void errors.push(error),
  })
  watch.start()
  onTestFinished(() => watch.stop())
  const names = () => taken.map((found) => found.map(({ contactId, reference }) => [contactId, reference]))
  return { time, asked, names, errors, state, watch }
}

describe('pictures a messenger tells only when it is asked', () => {
  it('are asked for one after another, and taken all at once', async () => {
    const { time, asked, names } = aWatch(['anna', 'oleg', 'vera'], (name) => (name === 'oleg' ? null : name))
    await time.advance(roundMs - 1)
    expect(asked).toEqual([])
    await time.advance(1)
    expect(asked).toEqual(['anna'])
    await time.advance(2000)
    expect(names()).toEqual([
      [
        ['anna', 'anna'],
        ['oleg', null],
        ['vera', 'vera'],
      ],
    ])
    await time.advance(roundMs * 3)
    expect(asked).toHaveLength(3)
  })

  it('wait while people talk: one a round, so that a busy channel gets its faces too', async () => {
    const { time, asked, state } = aWatch(['anna', 'oleg', 'vera'])
    state.lastActiveAt = time.now() + roundMs
    await time.advance(roundMs)
    expect(asked).toEqual(['anna'])
    state.lastActiveAt = null
    await time.advance(roundMs + 5000)
    expect(asked).toEqual(['anna', 'oleg', 'vera'])
  })

  it('stop when somebody begins to talk', async () => {
    const { time, asked, names, state } = aWatch(['anna', 'oleg', 'vera'])
    await time.advance(roundMs)
    state.lastActiveAt = time.now()
    await time.advance(5000)
    expect(asked).toEqual(['anna'])
    expect(names()).toEqual([[['anna', 'face of anna']]])
  })

  it.each([
    ['is away', new MessengerUnreachable(true, 'timeout')],
    ['asks for a pause', new MessengerRefused('rate_limited', 'too many', 3000)],
    ['does not know us any more', new MessengerRefused('auth', 'unauthorized')],
  ])('are asked for again next time when the messenger %s', async (_how, error) => {
    const { time, asked, names, errors } = aWatch(['anna', 'oleg'], (name) => {
      if (name === 'oleg' && asked.length < 3) throw error
      return name
    })
    await time.advance(roundMs + 2000)
    expect(names()).toEqual([[['anna', 'anna']]])
    await time.advance(roundMs)
    expect(names()).toEqual([[['anna', 'anna']], [['oleg', 'oleg']]])
    expect(errors).toEqual([])
  })

  it('are none of whom the messenger does not know', async () => {
    const { time, names } = aWatch(['anna'], () => {
      throw new MessengerRefused('not_found', 'user not found')
    })
    await time.advance(roundMs)
    expect(names()).toEqual([[['anna', null]]])
  })

  it('hold up nothing: a watch that ends leaves with what it has', async () => {
    const { time, asked, names, watch } = aWatch(['anna', 'oleg'])
    await time.advance(roundMs)
    await watch.stop()
    await time.advance(roundMs * 2)
    expect(asked).toEqual(['anna'])
    expect(names()).toEqual([[['anna', 'face of anna']]])
  })

  it('hold up nothing when the messenger does not answer either', async () => {
    const silence = new Promise<string>(() => {})
    const { time, asked, names, errors, watch } = aWatch(['anna', 'oleg'], (name) => (name === 'oleg' ? silence : name))
    await time.advance(roundMs + 1000)
    expect(asked).toEqual(['anna', 'oleg'])
    await watch.stop()
    expect(names()).toEqual([[['anna', 'anna']]])
    expect(errors).toEqual([])
  })
})
