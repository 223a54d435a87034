import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { settle, VirtualTime } from '#test/support/virtual-time'
import { HeldEvents } from './held-events'
import type { HeldChat } from './ports'

const channelId = ChannelId.parse('channel')

describe('an event that is held', () => {
  it.each(Array.from({ length: 30 }, (_, turns) => [turns]))(
    'is tried again though that is known only %i turns after the last look has begun',
    async (turns) => {
      const time = new VirtualTime()
      const held: HeldChat[] = []
      const retried: string[] = []
      const events = new HeldEvents({
        ...{ clock: time, timers: time, isOpen: () => true, onError: () => undefined },
        inbox: {
          held: async () => [...held],
          retry: async (_channelId, externalChat) => {
            retried.push(externalChat)
            held.splice(0)
          },
        },
      })
      events.look()
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      held.push({ channelId, externalChat: 'anna', nextAt: time.now() })
      events.look()
      await settle()
      expect(retried).toEqual(['anna'])
      await events.stop()
    },
  )
})
