import { describe, expect, it } from 'vitest'
import type { Command } from '#protocol/commands'
import type { Presence } from '#protocol/operator'
import { anOperator, aPresence, demoAccount, demoSettings, operatorId } from '#test/support/demo-people'
import { VirtualTime } from '#test/support/virtual-time'
import { IdleWatch } from './idle-watch'

type Rule = Partial<Pick<typeof demoSettings, 'idleAfterMs' | 'busyWhenLocked'>>
const minute = 60_000

/** A hub that obeys `presence.set` by idle as the real one does, and devices of one operator at it. */
class Desk {
  readonly time = new VirtualTime()
  readonly said: string[] = []
  isConnected = true
  presence: Presence = aPresence({ cause: 'operator' })
  readonly #rule: Rule

  constructor(rule: Rule) {
    this.#rule = rule
  }

  device(name: string) {
    const input = { touchedAt: this.time.now(), locked: false }
    const desk = this
    const workspace = {
      get state() {
        const me = anOperator('anna', { id: operatorId('anna'), presence: desk.presence })
        return {
          session: { kind: desk.isConnected ? 'live' : 'notConnected' },
          company: { account: demoAccount, operators: [me], settings: { ...demoSettings, ...desk.#rule } },
        }
      },
      command: async ({ status, by }: Command<'presence.set'>) => {
        if (!desk.isConnected) return { ok: false }
        desk.said.push(`${name}: ${status}`)
        const { chosen, cause } = desk.presence
        const isMine = (status === 'busy' && chosen === 'online') || (chosen === 'busy' && cause === 'idle')
        if (by === 'idle' && isMine) desk.presence = aPresence({ chosen: status, cause: 'idle' })
        return { ok: true }
      },
    }
    const watch = new IdleWatch(
      workspace,
      { idleMs: () => this.time.now() - input.touchedAt, isLocked: () => input.locked },
      this.time,
    )
    watch.start()
    return {
      touch: () => {
        input.touchedAt = this.time.now()
      },
      lock: (locked: boolean) => {
        input.locked = locked
        watch.look()
      },
    }
  }

  /** Works at a device for so long. */
  async works(device: { touch(): void }, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10_000) {
      device.touch()
      await this.time.advance(10_000)
    }
  }
}

describe('an idle device', () => {
  it('says Busy after the time set and Online at the next touch, each once', async () => {
    const desk = new Desk({ idleAfterMs: 5 * minute })
    const laptop = desk.device('laptop')
    await desk.time.advance(5 * minute - 10_000)
    expect(desk.said).toEqual([])
    await desk.time.advance(60 * minute)
    expect(desk.said).toEqual(['laptop: busy'])
    laptop.touch()
    await desk.time.advance(2_000)
    expect([desk.said, desk.presence.chosen]).toEqual([['laptop: busy', 'laptop: online'], 'online'])
  })

  it('says nothing where the company has no such rule', async () => {
    const desk = new Desk({})
    const laptop = desk.device('laptop')
    laptop.lock(true)
    await desk.time.advance(60 * minute)
    expect(desk.said).toEqual([])
  })

  it('leaves alone what a person has chosen', async () => {
    const desk = new Desk({ idleAfterMs: minute })
    const laptop = desk.device('laptop')
    desk.presence = aPresence({ chosen: 'busy', cause: 'operator' })
    await desk.time.advance(10 * minute)
    await desk.works(laptop, minute)
    desk.presence = aPresence({ chosen: 'offline', cause: 'operator' })
    await desk.time.advance(10 * minute)
    expect(desk.said).toEqual([])
  })

  it('counts a locked screen at once, and the key that unlocks it as coming back', async () => {
    const desk = new Desk({ busyWhenLocked: true })
    const laptop = desk.device('laptop')
    await desk.works(laptop, minute)
    laptop.lock(true)
    await desk.time.advance(minute)
    expect(desk.said).toEqual(['laptop: busy'])
    laptop.touch()
    await desk.time.advance(5_000)
    expect(desk.said).toEqual(['laptop: busy'])
    laptop.touch()
    laptop.lock(false)
    await desk.time.advance(2_000)
    expect(desk.said).toEqual(['laptop: busy', 'laptop: online'])
  })

  it('of several gives way to the one in use, and they do not quarrel', async () => {
    const desk = new Desk({ idleAfterMs: 5 * minute })
    desk.device('office')
    const home = desk.device('home')
    await desk.works(home, 60 * minute)
    expect([desk.said, desk.presence.chosen]).toEqual([['office: busy', 'home: online'], 'online'])
    await desk.time.advance(10 * minute)
    expect([desk.said.at(-1), desk.presence.chosen]).toEqual(['home: busy', 'busy'])
  })

  it('says it when the link is back, if he is still away', async () => {
    const desk = new Desk({ idleAfterMs: minute })
    desk.device('laptop')
    desk.isConnected = false
    await desk.time.advance(5 * minute)
    desk.isConnected = true
    await desk.time.advance(10_000)
    expect(desk.said).toEqual(['laptop: busy'])
  })

  it('started while he is away waits for a touch of its own', async () => {
    const desk = new Desk({ idleAfterMs: minute })
    desk.presence = aPresence({ chosen: 'busy', cause: 'idle' })
    const laptop = desk.device('laptop')
    await desk.time.advance(5_000)
    expect(desk.said).toEqual([])
    laptop.touch()
    await desk.time.advance(2_000)
    expect(desk.said).toEqual(['laptop: online'])
  })
})
