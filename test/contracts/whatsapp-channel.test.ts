import { aWhatsAppHub } from '#test/support/a-whatsapp-hub'
import type { FakeNumber } from '#test/support/fake-messengers/whatsapp/number'
import type { FakeUser } from '#test/support/fake-messengers/whatsapp/people'
import type { FakeEvent } from '#test/support/fake-messengers/whatsapp/webhook'
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

  async presses(label: string): Promise<void> {
    this.#number.userPresses(this.#user, this.#number.seenBy(this.#user).at(-1)?.id ?? '', label)
  }

  async reads(): Promise<void> {
    this.#number.userReads(this.#user)
  }
}

async function aStand(): Promise<ChannelStand> {
  const stand = await aWhatsAppHub()
  const { number, time, kind, channelId, form } = stand
  let people = 5000
  return {
    get hub() {
      return stand.hub
    },
    ...{ kind, channelId, form, secrets: [form.token, form.appSecret] },
    wrongForm: { ...form, token: 'EAAG-not-the-token-of-this-number' },
    customer: async (name) => new Person(number, ++people, name),
    diskIsFull: stand.diskIsFull,
    restart: stand.restart,
    slowsDown: () => number.faults.plan({ kind: 'flood', seconds: 3 }, { method: 'messages' }),
    passes: (ms) => time.advance(ms),
  }
}

channelContract('WhatsApp', aStand)
