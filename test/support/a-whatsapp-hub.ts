import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ChannelHub } from './a-channel-hub'
import { someFakeMessengers } from './a-telegram-channel'
import { aTemporaryFolder } from './a-temporary-folder'
import { aWhatsApp, aWhatsAppForm } from './a-whatsapp-number'
import { VirtualTime } from './virtual-time'

/** A hub under virtual time with a number of WhatsApp connected to the stand-in. */
export async function aWhatsAppHub({ isRouteRefused = false } = {}) {
  const fakes = await someFakeMessengers()
  const number = fakes.whatsApp.addNumber()
  number.isRouteRefused = isRouteRefused
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  let isDiskFull = false
  const kinds = [aWhatsApp('https://hub.example', { clock: time, timers: time })]
  const start = () =>
    ChannelHub.start({ ...{ file, clock: time, timers: time, kinds, isPublic: true }, isDiskFull: () => isDiskFull })
  let hub = await start()
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  const form = aWhatsAppForm(number, fakes.whatsApp.baseUrl)
  const { id: channelId } = await hub.connect({ name: 'WhatsApp', receiver: null, form })
  const kind = hub.registry.kind('whatsapp')
  if (kind === undefined) throw new Error('the hub has no WhatsApp')
  return {
    get hub() {
      return hub
    },
    ...{ number, time, kind, channelId, form },
    /** Another number of the same account, connected as a channel of its own unless it is a stranger to the hub. */
    aSecondNumber: async ({ isStranger = false } = {}) => {
      const second = fakes.whatsApp.addNumber({ beside: number, name: 'Север Дом, опт' })
      second.isRouteRefused = isRouteRefused
      const receiver = null
      const made = () =>
        hub.connect({ name: 'WhatsApp 2', receiver, form: aWhatsAppForm(second, fakes.whatsApp.baseUrl) })
      return { second, secondId: isStranger ? null : (await made()).id }
    },
    diskIsFull: (isFull: boolean) => {
      isDiskFull = isFull
    },
    restart: async () => {
      await hub.stop()
      hub = await start()
      await hub.onDuty()
    },
  }
}
