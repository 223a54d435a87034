import { describe, expect, it, onTestFinished } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { VirtualTime } from '#test/support/virtual-time'
import { TemplateWatch } from './template-desk'

const minute = 60_000
const [quiet, waiting] = [ChannelId.parse('quiet'), ChannelId.parse('waiting')]

/** What is asked of the messenger, by the minute. */
function aWatch(reviewed: (id: ChannelId) => Promise<boolean>) {
  const timers = new VirtualTime()
  const asked: string[] = []
  const errors: unknown[] = []
  const watch = new TemplateWatch({
    ...{ timers, channels: () => [quiet, waiting], isReviewed: reviewed },
    sync: async (id) => void asked.push(id),
    onError: (_id, error) => void errors.push(error),
  })
  watch.start()
  onTestFinished(() => watch.stop())
  return { timers, asked, errors, watch }
}

describe('the watch over the templates of a channel', () => {
  it('asks every hour, and every ten minutes while something is reviewed', async () => {
    const { timers, asked } = aWatch(async (id) => id === waiting)
    await timers.advance(50 * minute)
    expect(asked).toEqual(Array.from({ length: 5 }, () => 'waiting'))
    await timers.advance(10 * minute)
    expect(asked.slice(5)).toEqual(['quiet', 'waiting'])
  })

  it('goes on when it cannot be told whether anything is', async () => {
    const { timers, asked, errors } = aWatch(() => Promise.reject(new Error('the store is away')))
    await timers.advance(60 * minute)
    expect(errors).toHaveLength(10)
    expect(asked).toEqual(['quiet', 'waiting'])
  })

  it('asks once more for what changes while it asks', async () => {
    const { asked, watch, timers } = aWatch(async () => false)
    for (let count = 0; count < 3; count++) watch.changed(quiet)
    await timers.advance(0)
    expect(asked).toEqual(['quiet', 'quiet'])
  })
})
