import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { plainWebForm } from '#protocol/connection'
import type { ChannelId } from '#protocol/ids'
import { systemRandom } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aVisitor, type Visitor } from '#test/support/a-visitor'
import { VirtualTime } from '#test/support/virtual-time'
import { type ChannelStand, type Customer, channelContract } from './channel.contract'

const form = { ...plainWebForm, allowedOrigins: ['https://shop.example'] }

/** A page that keeps what it has to say until it is acknowledged, as the widget does. */
class Page implements Customer {
  private last = { id: '', text: '' }
  private token: string | null = null
  private visitor: Visitor | null = null
  private readonly heard: string[] = []

  constructor(
    private readonly url: () => string,
    private readonly channel: ChannelId,
  ) {}

  async writes(text: string): Promise<void> {
    const id = systemRandom.uuid()
    this.last = { id, text }
    await this.say(id, text)
  }

  repeats(): Promise<void> {
    return this.say(this.last.id, this.last.text)
  }

  hears(): readonly string[] {
    return this.heard
  }

  async reads(): Promise<void> {
    const visitor = await this.connected()
    visitor.socket.emit('read', visitor.lines.at(-1)?.seq)
  }

  async presses(label: string): Promise<void> {
    const visitor = await this.connected()
    const { seq, buttons = [] } = visitor.lines.at(-1) ?? {}
    const buttonId = buttons.flat().find((button) => button.label === label)?.id
    await visitor.socket.timeout(5000).emitWithAck('press', { id: systemRandom.uuid(), seq, buttonId })
  }

  async connected(): Promise<Visitor> {
    if (this.visitor?.socket.connected) return this.visitor
    const visitor = await aVisitor(this.url(), this.channel, { token: this.token })
    visitor.socket.on('line', (line) => (line.from === 'company' ? this.heard.push(line.text) : undefined))
    this.token = visitor.token
    this.visitor = visitor
    return visitor
  }

  private async say(id: string, text: string): Promise<void> {
    const answer = await (await this.connected()).say(text, id)
    if (!answer.ok) throw new Error(answer.code)
  }
}

async function aStand(): Promise<ChannelStand> {
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const start = () => ChannelHub.start({ file, clock: time, timers: time, isDiskFull: () => isDiskFull })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const { id } = await hub.connect({ name: 'Сайт', receiver: null, form })
  const kind = hub.registry.kind('web')
  if (kind === undefined) throw new Error('the hub has no web chat')
  return {
    get hub() {
      return hub
    },
    ...{ kind, channelId: id, form, secrets: [], wrongForm: null },
    customer: async () => {
      const page = new Page(() => hub.url, id)
      await page.connected()
      return page
    },
    diskIsFull: (isFull) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
    },
    passes: (ms) => time.advance(ms),
  }
}

channelContract('web chat', aStand)
