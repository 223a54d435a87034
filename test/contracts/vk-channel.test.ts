import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ChannelHub } from '#test/support/a-channel-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aVk, aVkForm } from '#test/support/a-vk-channel'
import type { FakeCommunity, FakeVkUser } from '#test/support/fake-messengers/vk/community'
import { tooFast } from '#test/support/fake-messengers/vk/faults'
import type { FakeEvent } from '#test/support/fake-messengers/vk/news'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

class Person implements Customer {
  readonly #community: FakeCommunity
  readonly #user: FakeVkUser
  #last: FakeEvent | null = null

  constructor(community: FakeCommunity, id: number, name: string) {
    this.#community = community
    this.#user = { id, first_name: name, last_name: 'С.' }
  }

  /** VK tells those who listen by then, and nobody afterwards. */
  async writes(text: string): Promise<void> {
    await this.#community.until(() => this.#community.news.isHeard)
    this.#last = this.#community.userWrites(this.#user, text)
  }

  async repeats(): Promise<void> {
    if (this.#last !== null) this.#community.news.repeat(this.#last)
  }

  hears(): readonly string[] {
    return this.#community.seenBy(this.#user).map(({ text }) => text)
  }

  async presses(label: string): Promise<void> {
    this.#community.userPresses(this.#user, this.#community.sentTo(this.#user.id).at(-1)?.cmid ?? 0, label)
  }

  async reads(): Promise<void> {
    this.#community.userReads(this.#user)
  }

  async blocks(): Promise<void> {
    this.#community.userDeniesSilently(this.#user)
  }
}

async function aStand(mode: 'polling' | 'webhook'): Promise<ChannelStand> {
  const { vk } = await someFakeMessengers()
  const community = vk.addCommunity()
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const kinds = [aVk({ clock: time, timers: time, publicUrl: 'http://127.0.0.1' })]
  const start = () =>
    ChannelHub.start({ ...{ file, clock: time, timers: time, kinds }, isDiskFull: () => isDiskFull, isPublic: true })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const form = aVkForm(community, vk.baseUrl, mode)
  const { id } = await hub.connect({ name: 'ВКонтакте', receiver: null, form })
  const kind = hub.registry.kind('vk')
  if (kind === undefined) throw new Error('the hub has no VK')
  let people = 7000
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [community.profile.token] },
    wrongForm: { ...form, token: 'vk1.a.not-the-token-of-this-community' },
    customer: async (name) => new Person(community, ++people, name),
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
    },
    slowsDown: () => community.faults.plan(tooFast, { method: 'messages.send' }),
    passes: (ms) => time.advance(ms),
  }
}

channelContract('VK by Long Poll', () => aStand('polling'))
channelContract('VK by Callback API', () => aStand('webhook'))
