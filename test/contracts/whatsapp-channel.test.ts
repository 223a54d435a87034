import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ChannelHub } from '#test/support/a-channel-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aWhatsApp, aWhatsAppForm } from '#test/support/a-whatsapp-number'
import type { FakeNumber } from '#test/support/fake-messengers/whatsapp/number'
import type { FakeUser } from '#test/support/fake-messengers/whatsapp/people'
import type { FakeEvent } from '#test/support/fake-messengers/whatsapp/webhook'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

class Person implements Customer {
  readonly #number: FakeNumber
  readonly #user: FakeUser
  #last: FakeEvent | null = null

  constructor(number: FakeNumber, count: number, name: string) {
    this.#number = number
    this.#user = {
      phone: String(79_990_000_000 + count),
      name,
      userId: `RU.${13_491_208_655_302_740_000n + BigInt(count)}`,
    }
  }

  async writes(text: string): Promise<void> {
    this.#last = this.#number.userWrites(this.#user, text)
  }

  async repeats(): Promise<void> {
    if (this.#last !== null) this.#number.webhook.add(this.#last)
  }

  hears(): readonly string[] {
    return this.#number.seenBy(this.#user).map(({ text }) => text)
  }

  async reads(): Promise<void> {
    this.#number.userReads(this.#user)
  }
}

async function aStand(): Promise<ChannelStand> {
  const fakes = await someFakeMessengers()
  const number = fakes.whatsApp.addNumber()
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const kinds = [aWhatsApp('https://hub.example', { clock: time, timers: time })]
  const start = () =>
    ChannelHub.start({
      ...{ file, clock: time, timers: time, kinds, isPublic: true },
      isDiskFull: () => isDiskFull,
    })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const form = aWhatsAppForm(number, fakes.whatsApp.baseUrl)
  const { id } = await hub.connect({ name: 'WhatsApp', receiver: null, form })
  const kind = hub.registry.kind('whatsapp')
  if (kind === undefined) throw new Error('the hub has no WhatsApp')
  let people = 5000
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [form.token, form.appSecret] },
    wrongForm: { ...form, token: 'EAAG-not-the-token-of-this-number' },
    customer: async (name) => new Person(number, ++people, name),
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
    },
    slowsDown: () => number.faults.plan({ kind: 'flood', seconds: 3 }, { place: 'messages' }),
    passes: (ms) => time.advance(ms),
  }
}

channelContract('WhatsApp', aStand)
