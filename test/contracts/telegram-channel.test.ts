import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { telegram } from '#server/channels/telegram/telegram'
import { Outgoing } from '#server/outgoing'
import { systemRandom, systemTimers } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aTelegramForm, someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import type { FakeBot } from '#test/support/fake-messengers/telegram/bot'
import type { FakeUser } from '#test/support/fake-messengers/telegram/people'
import type { FakeUpdate } from '#test/support/fake-messengers/telegram/updates'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

class Person implements Customer {
  readonly #bot: FakeBot
  readonly #user: FakeUser
  #last: FakeUpdate | null = null

  constructor(bot: FakeBot, id: number, name: string) {
    this.#bot = bot
    this.#user = { id, first_name: name, phone: '+79990000000' }
  }

  async writes(text: string): Promise<void> {
    this.#last = this.#bot.userWrites(this.#user, text)
  }

  async repeats(): Promise<void> {
    if (this.#last !== null) this.#bot.updates.repeat(this.#last)
  }

  hears(): readonly string[] {
    return this.#bot.seenBy(this.#user).map(({ text }) => text)
  }

  async presses(label: string): Promise<void> {
    this.#bot.userPresses(this.#user, this.#bot.seenBy(this.#user).at(-1)?.messageId ?? 0, label)
  }

  async blocks(): Promise<void> {
    this.#bot.userBlocksSilently(this.#user)
  }
}

async function aStand(): Promise<ChannelStand> {
  const fakes = await someFakeMessengers()
  const bot = fakes.telegram.addBot()
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const world = { clock: time, timers: time, random: systemRandom }
  const kinds = [telegram({ ...world, outgoing: new Outgoing(systemTimers), publicUrl: null })]
  const start = () => ChannelHub.start({ ...{ file, clock: time, timers: time, kinds }, isDiskFull: () => isDiskFull })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const form = aTelegramForm(bot, fakes.telegram.baseUrl)
  const { id } = await hub.connect({ name: 'Telegram', receiver: null, form })
  const kind = hub.registry.kind('telegram')
  if (kind === undefined) throw new Error('the hub has no Telegram')
  let people = 5000
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [bot.profile.token] },
    wrongForm: { ...form, token: `${bot.id}:not-the-token-of-this-bot` },
    customer: async (name) => new Person(bot, ++people, name),
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
    },
    slowsDown: () => bot.faults.plan({ kind: 'flood', seconds: 3 }, { method: 'sendMessage' }),
    passes: (ms) => time.advance(ms),
  }
}

channelContract('Telegram', aStand)
