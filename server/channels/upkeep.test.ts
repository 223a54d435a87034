import { describe, expect, it } from 'vitest'
import { VirtualTime } from '#test/support/virtual-time'
import type { ChannelState } from './channel'
import { MessengerUnreachable } from './messenger-error'
import { type Registered, Upkeep } from './upkeep'

const minute = 60_000

/** A messenger that holds on to every call until it is cut. */
class Silent implements Registered {
  readonly asked: string[] = []
  cuts = 0

  register(): Promise<void> {
    this.asked.push('register')
    return new Promise(() => {})
  }

  look(): Promise<ChannelState> {
    this.asked.push('look')
    return new Promise(() => {})
  }

  cut(): void {
    this.cuts += 1
  }
}

function anUpkeep(registered: Registered) {
  const time = new VirtualTime()
  const told: ChannelState[] = []
  const random = { number: () => 0.5, uuid: () => '', id: () => '', bytes: () => Buffer.alloc(0) }
  const tools = { clock: time, timers: time, random }
  const upkeep = new Upkeep(registered, { health: (state) => void told.push(state) }, tools, minute)
  return { time, told, upkeep }
}

describe('looking after a registration', () => {
  it('ends at once though the messenger does not answer, and says nothing more', async () => {
    const silent = new Silent()
    const { upkeep, told, time } = anUpkeep(silent)
    upkeep.start()
    await upkeep.stop()
    expect([silent.asked, silent.cuts, told, time.pendingTimers]).toEqual([['register'], 1, [], 0])
  })

  it('ends at once in the middle of a later look', async () => {
    const silent = new Silent()
    silent.register = async () => {}
    const { upkeep, told, time } = anUpkeep(silent)
    upkeep.start()
    await time.advance(minute)
    await upkeep.stop()
    expect([silent.asked, silent.cuts, told, time.pendingTimers]).toEqual([['look'], 1, [], 0])
  })

  it('registers once and then only looks, however often', async () => {
    const silent = new Silent()
    silent.register = async () => void silent.asked.push('register')
    silent.look = async () => {
      silent.asked.push('look')
      return { kind: 'green' }
    }
    const { upkeep, time } = anUpkeep(silent)
    upkeep.start()
    await time.advance(2 * minute)
    await upkeep.stop()
    expect(silent.asked).toEqual(['register', 'look', 'look', 'look'])
  })

  it('tries again when the messenger is away, and tells it', async () => {
    const silent = new Silent()
    let isAway = true
    silent.register = async () => {
      if (isAway) throw new MessengerUnreachable(false, 'ECONNREFUSED')
    }
    silent.look = async () => ({ kind: 'green' })
    const { upkeep, told, time } = anUpkeep(silent)
    upkeep.start()
    await time.advance(0)
    isAway = false
    await time.advance(minute)
    await upkeep.stop()
    expect(told.map(({ kind }) => kind)).toEqual(['degraded', 'green'])
  })
})
