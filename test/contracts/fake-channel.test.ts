import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ConnectionForm } from '#protocol/connection'
import type { RawInbound } from '#server/channels/channel'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { FakeMessenger } from '#test/support/fake-channel'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

const form = {
  messenger: 'telegram',
  token: 'bot-1:very-secret',
  mode: 'webhook',
  baseUrl: null,
} as const satisfies ConnectionForm

class Person implements Customer {
  #last: RawInbound | null = null
  #written = 0

  constructor(
    private readonly messenger: FakeMessenger,
    private readonly chat: string,
  ) {}

  async writes(text: string): Promise<void> {
    this.#last = { eventKey: `${this.chat} ${++this.#written}`, externalChat: this.chat, body: text }
    await this.repeats()
  }

  async repeats(): Promise<void> {
    if (this.#last !== null) await this.messenger.sink.receive([this.#last])
  }

  hears(): readonly string[] {
    return this.messenger.arrived.filter((part) => part.externalChat === this.chat).map(({ text }) => text)
  }

  async blocks(): Promise<void> {
    const detail = 'bot was blocked by the user'
    this.messenger.usually({ kind: 'refuses', result: { kind: 'failed', reason: 'blocked', detail } })
  }
}

async function aStand(): Promise<ChannelStand> {
  const messenger = new FakeMessenger()
  messenger.textLimit = 200
  const { kind } = messenger
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const start = () => ChannelHub.start({ file, clock: time, timers: time, kinds: [kind], isDiskFull: () => isDiskFull })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const { id } = await hub.connect({ name: 'Бот', receiver: null, form })
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [form.token], wrongForm: { ...form, token: 'wrong:token' } },
    customer: async (name) => new Person(messenger, name),
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
    },
    slowsDown: () => {
      const result = { kind: 'retry', afterMs: 3000, reason: 'rate_limited', detail: 'Too Many Requests' } as const
      messenger.next({ kind: 'refuses', result })
    },
    passes: (ms) => time.advance(ms),
  }
}

channelContract('the fake messenger', aStand)
