import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { max } from '#server/channels/max/max'
import { Outgoing } from '#server/outgoing'
import { systemRandom, systemTimers } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { eventually } from '#test/support/eventually'
import type { FakeMaxBot, MaxUser } from '#test/support/fake-messengers/max/bot'
import type { MaxUpdate } from '#test/support/fake-messengers/max/updates'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

class Person implements Customer {
  readonly #bot: FakeMaxBot
  readonly #user: MaxUser
  #last: MaxUpdate | null = null

  constructor(bot: FakeMaxBot, user: MaxUser) {
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
    this.#bot.userPresses(this.#user, this.#bot.seenBy(this.#user).at(-1)?.mid ?? '', label)
  }

  async blocks(): Promise<void> {
    this.#bot.userStopsSilently(this.#user)
  }
}

const aStand = (mode: 'polling' | 'webhook') => async (): Promise<ChannelStand> => {
  const fakes = await someFakeMessengers()
  const bot = fakes.max.addBot()
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const world = { clock: time, timers: time, random: systemRandom, publicUrl: 'https://hub.example' }
  const kinds = [max({ ...world, outgoing: new Outgoing(systemTimers) })]
  const start = () =>
    ChannelHub.start({ file, clock: time, timers: time, kinds, isPublic: true, isDiskFull: () => isDiskFull })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const form = { messenger: 'max', token: bot.profile.token, mode, baseUrl: fakes.max.baseUrl } as const
  const { id } = await hub.connect({ name: 'MAX', receiver: null, form })
  const isOurs = () =>
    mode === 'polling' || bot.updates.subscriptions.some(({ url }) => url === `${hub.url}/hooks/${id}`)
  await eventually(isOurs, true)
  const kind = hub.registry.kind('max')
  if (kind === undefined) throw new Error('the hub has no MAX')
  let people = 123_000_000
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [bot.profile.token] },
    wrongForm: { ...form, token: 'not-the-token-of-this-bot' },
    customer: async (name) => new Person(bot, { user_id: ++people, first_name: name, phone: '+79990000000' }),
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
      await eventually(isOurs, true)
    },
    slowsDown: () => bot.faults.plan({ kind: 'flood', seconds: 3 }, { method: 'POST /messages' }),
    passes: (ms) => time.advance(ms),
  }
}

channelContract('MAX by webhook', aStand('webhook'))
channelContract('MAX by polling', aStand('polling'))
