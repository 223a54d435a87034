import { describe, expect, it, onTestFinished } from 'vitest'
import { systemRandom } from '#server/platform'
import { VirtualTime } from '#test/support/virtual-time'
import type { ChannelState, RawInbound } from './channel'
import { PollLoop, type PollSource } from './poll-loop'

type Batch = Awaited<ReturnType<PollSource['poll']>>

const update = (key: string): RawInbound => ({ eventKey: key, externalChat: 'anna', body: '{}' })
const waitForNews = new Promise<Batch>(() => {})

/** A loop over a messenger that answers as told, one batch after another, and then waits for news. */
async function aLoop(...batches: readonly Batch[]) {
  const time = new VirtualTime()
  const asked: (string | null)[] = []
  const healths: ChannelState['kind'][] = []
  const stored: string[] = []
  const source: PollSource = {
    prepare: async () => {},
    poll: async (position) => {
      asked.push(position)
      return batches[asked.length - 1] ?? (await waitForNews)
    },
    cut: () => {},
  }
  const sink = {
    receive: async (raws: readonly RawInbound[]) => void stored.push(...raws.map(({ eventKey }) => eventKey)),
    // A state is told as often as it is found; what matters here is when it changes.
    health: ({ kind }: ChannelState) => {
      if (healths.at(-1) !== kind) healths.push(kind)
    },
    typing: () => {},
    savePosition: async () => {},
  }
  const tools = { clock: time, timers: time, random: { ...systemRandom, number: () => 0.5 } }
  const loop = new PollLoop(source, sink, null, tools, 60_000)
  loop.start()
  onTestFinished(() => loop.stop())
  await time.advance(0)
  return { time, asked, healths, stored }
}

describe('asking a messenger for news', () => {
  it('goes on at once from behind what has come', async () => {
    const { asked, stored, healths } = await aLoop(
      { raws: [update('one')], position: '1' },
      { raws: [update('two')], position: '2' },
    )
    expect(asked).toEqual([null, '1', '2'])
    expect(stored).toEqual(['one', 'two'])
    expect(healths).toEqual(['green'])
  })

  it('pauses longer and longer and says so where news name no place to go on from', async () => {
    const nowhere = { raws: [update('one')], position: null }
    const { time, asked, healths } = await aLoop(nowhere, nowhere, nowhere, { raws: [update('two')], position: '2' })
    expect(asked).toHaveLength(1)
    expect(healths).toEqual(['degraded'])
    await time.advance(999)
    expect(asked).toHaveLength(1)
    await time.advance(1)
    expect(asked).toHaveLength(2)
    await time.advance(1999)
    expect(asked).toHaveLength(2)
    await time.advance(10_000)
    expect(asked).toEqual([null, null, null, null, '2'])
    expect(healths).toEqual(['degraded', 'green'])
  })
})
