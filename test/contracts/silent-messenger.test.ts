import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ConnectionForm } from '#protocol/connection'
import { max } from '#server/channels/max/max'
import { telegram } from '#server/channels/telegram/telegram'
import { viber } from '#server/channels/viber/viber'
import { vk } from '#server/channels/vk/vk'
import { whatsApp } from '#server/channels/whatsapp/whatsapp'
import { Outgoing } from '#server/outgoing'
import { systemClock, systemRandom, systemTimers } from '#server/platform'
import { anOpenChannel } from '#test/support/an-open-channel'
import { eventually } from '#test/support/eventually'

const outgoing = new Outgoing(systemTimers)
const world = { clock: systemClock, timers: systemTimers, random: systemRandom, outgoing, publicUrl: null }
const kinds = [telegram(world), viber(world), max(world), whatsApp(world), vk({ ...world, onLost: () => {} })]

const whatsAppForm = { phoneNumberId: '100', accountId: '200', appSecret: 'secret', apiVersion: 'v23.0' }
const forms = (baseUrl: string): readonly (readonly [string, ConnectionForm])[] => [
  ['webhook', { messenger: 'telegram', token: '1:token', mode: 'webhook', baseUrl }],
  ['polling', { messenger: 'telegram', token: '1:token', mode: 'polling', baseUrl }],
  ['webhook', { messenger: 'vk', token: 'token', mode: 'webhook', comments: false, baseUrl }],
  ['polling', { messenger: 'vk', token: 'token', mode: 'polling', comments: false, baseUrl }],
  ['webhook', { messenger: 'max', token: 'token', mode: 'webhook', baseUrl }],
  ['polling', { messenger: 'max', token: 'token', mode: 'polling', baseUrl }],
  ['webhook', { messenger: 'viber', token: 'token', baseUrl }],
  ['webhook', { messenger: 'whatsapp', token: 'token', baseUrl, ...whatsAppForm }],
]

/** Takes every call and says nothing. */
async function aSilentMessenger() {
  const calls: string[] = []
  const server = createServer((request) => void calls.push(request.url ?? ''))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { baseUrl: `http://127.0.0.1:${address.port}`, calls }
}

describe('a hub that ends while a messenger does not answer', () => {
  it.each(forms('').map(([mode, { messenger }], index) => [messenger, mode, index] as const))(
    'does not wait for %s by %s',
    async (messenger, _mode, index) => {
      const { baseUrl, calls } = await aSilentMessenger()
      const kind = kinds.find((one) => one.messenger === messenger)
      const form = forms(baseUrl)[index]?.[1]
      if (kind === undefined || form === undefined) throw new Error('no such messenger')
      const { close } = await anOpenChannel({ kind, form, chat: 'chat', accountKey: '300' })
      await eventually(() => calls.length > 0, true)
      await expect(close()).resolves.toBeUndefined()
    },
    // Their calls wait for an answer far longer.
    10_000,
  )
})
