import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ChannelKind } from '#server/channels/channel'
import { systemClock, systemTimers } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aVk, aVkForm, vera } from '#test/support/a-vk-channel'
import { eventually } from '#test/support/eventually'

/** VK takes what is sent, and the hub never hears of it: it ends in that moment, as far as its store is concerned. */
function endingAtSend(kind: ChannelKind): { readonly kind: ChannelKind; readonly letGo: () => void } {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const open: ChannelKind['open'] = async (...given) => {
    const channel = await kind.open(...given)
    const send: typeof channel.send = async (part) => {
      const result = await channel.send(part)
      await held
      return result
    }
    return { ...channel, send }
  }
  return { kind: { ...kind, open }, letGo }
}

async function aHub(file: string, kind: ChannelKind): Promise<ChannelHub> {
  const hub = await ChannelHub.start({ file, clock: systemClock, timers: systemTimers, kinds: [kind] })
  onTestFinished(() => hub.stop())
  return hub
}

it('what was on its way when the hub was killed is sent again by its number, and is there once', async () => {
  const { vk } = await someFakeMessengers()
  const community = vk.addCommunity()
  const file = join(aTemporaryFolder(), 'hub.db')
  const ending = endingAtSend(aVk())
  const hub = await aHub(file, ending.kind)
  onTestFinished(() => ending.letGo())
  await hub.anOperator()
  await hub.connect({ name: 'ВКонтакте', receiver: null, form: aVkForm(community, vk.baseUrl) })
  await community.until(() => community.news.isHeard)
  community.userWrites(vera, 'Здравствуйте')
  await eventually(async () => (await hub.conversations()).length, 1)
  const [conversation] = await hub.conversations()
  if (conversation === undefined) throw new Error('no conversation')
  await hub.reply(conversation.id, 'Один раз')
  await eventually(() => community.seenBy(vera).length, 1)
  expect((await hub.texts(conversation.id)).at(-1)).not.toContain('(sent)')

  // The store as the killed hub has left it.
  const left = join(aTemporaryFolder(), 'hub.db')
  for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, left + end)
  const next = await aHub(left, aVk())
  await eventually(() => next.texts(conversation.id), ['Здравствуйте', 'Один раз (sent)'])
  expect(community.seenBy(vera).map(({ text }) => text)).toEqual(['Один раз'])
  const sends = community.calls.filter(({ method }) => method === 'messages.send')
  expect(sends.map(({ params }) => params.random_id)).toEqual([sends[0]?.params.random_id, sends[0]?.params.random_id])
})
