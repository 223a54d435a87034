import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { viber } from '#server/channels/viber/viber'
import { Outgoing } from '#server/outgoing'
import { systemRandom, systemTimers } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { eventually } from '#test/support/eventually'
import type { FakeViberBot, ViberUser } from '#test/support/fake-messengers/viber/bot'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

class Person implements Customer {
  readonly #bot: FakeViberBot
  readonly #user: ViberUser
  #last: string | null = null

  constructor(bot: FakeViberBot, user: ViberUser) {
    this.#bot = bot
    this.#user = user
  }

  async writes(text: string): Promise<void> {
    this.#last = this.#bot.userWrites(this.#user, text)
  }

  async repeats(): Promise<void> {
    if (this.#last !== null) this.#bot.updates.add(this.#last)
  }

  hears(): readonly string[] {
    return this.#bot.seenBy(this.#user).map(({ text }) => text)
  }

  async presses(label: string): Promise<void> {
    this.#bot.userPresses(this.#user, label)
  }

  async reads(): Promise<void> {
    this.#bot.userReads(this.#user)
  }

  async blocks(): Promise<void> {
    this.#bot.userUnsubscribesSilently(this.#user)
  }
}

async function aStand(): Promise<ChannelStand> {
  const fakes = await someFakeMessengers()
  const bot = fakes.viber.addBot()
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const world = { clock: time, timers: time, random: systemRandom, publicUrl: 'https://hub.example' }
  const kinds = [viber({ ...world, outgoing: new Outgoing(systemTimers) })]
  const start = () =>
    ChannelHub.start({ file, clock: time, timers: time, kinds, isPublic: true, isDiskFull: () => isDiskFull })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const form = { messenger: 'viber', token: bot.profile.token, baseUrl: fakes.viber.baseUrl } as const
  const { id } = await hub.connect({ name: 'Viber', receiver: null, form })
  const isOurs = () => bot.webhook?.url === `${hub.url}/hooks/${id}`
  await eventually(isOurs, true)
  const kind = hub.registry.kind('viber')
  if (kind === undefined) throw new Error('the hub has no Viber')
  let people = 0
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [bot.profile.token] },
    wrongForm: { ...form, token: 'not-the-token-of-this-bot' },
    customer: async (name) => new Person(bot, { id: `0123456789${++people}A=`, name, phone: '79990000000' }),
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
      await eventually(isOurs, true)
    },
    slowsDown: () => bot.faults.plan({ kind: 'flood', seconds: 3 }, { method: 'send_message' }),
    passes: (ms) => time.advance(ms),
  }
}

channelContract('Viber', aStand)
