import { describe, expect, it } from 'vitest'
import { type ConnectionForm, plainWebForm } from '#protocol/connection'
import type { ChannelId } from '#protocol/ids'
import type { ChannelKind } from '#server/channels/channel'
import { aFreePort } from '#test/support/a-free-port'
import { aMax } from '#test/support/a-max-channel'
import { aRunningHub } from '#test/support/a-running-hub'
import { anna, aTelegram, aTelegramForm, someFakeMessengers } from '#test/support/a-telegram-channel'
import { aViber } from '#test/support/a-viber-channel'
import { aVisitor } from '#test/support/a-visitor'
import { aVk, aVkForm, vera } from '#test/support/a-vk-channel'
import { aWhatsApp, aWhatsAppForm, vera as veraOfWhatsApp } from '#test/support/a-whatsapp-number'
import { eventually } from '#test/support/eventually'
import type { FakeMessengers } from '#test/support/fake-messengers/fake-messengers'

const question = 'Заявка {{номер заявки}}: есть лампа?'
const shop = 'https://shop.example/lamp'

/** Somebody's phone, or his browser: what it does with the address the link leads to. */
type Follow = (address: URL, hub: { readonly url: string; readonly channelId: ChannelId }) => Promise<unknown> | unknown

interface Far {
  readonly kind: (publicUrl: string) => ChannelKind | null
  readonly form: ConnectionForm
  readonly follow: Follow
}

/** What a link hands on outside the text; an address of another form is not followed by any phone. */
const handedOn = (address: URL, name: string, place: string): string => {
  expect(address.href.split('?')[0]).toBe(place)
  expect([...address.searchParams.keys()].filter((key) => key !== 'chatURI')).toEqual([name])
  return address.searchParams.get(name) ?? ''
}

const users = { max: { user_id: 5001, first_name: 'Анна' }, viber: { id: '01234567890A=', name: 'Анна' } }

/** Each messenger's stand-in, with the first word of somebody who came by a link. */
const messengers: Readonly<Record<string, (fakes: FakeMessengers) => Far>> = {
  Telegram: ({ telegram }) => {
    const bot = telegram.addBot()
    return {
      kind: aTelegram,
      form: aTelegramForm(bot, telegram.baseUrl, 'webhook'),
      follow: (address) => {
        bot.userStarts(anna, handedOn(address, 'start', `https://t.me/${bot.profile.username}`))
        bot.userWrites(anna, 'Есть лампа?')
      },
    }
  },
  VK: ({ vk }) => {
    const community = vk.addCommunity()
    return {
      kind: (publicUrl) => aVk({ publicUrl }),
      form: aVkForm(community, vk.baseUrl, 'webhook'),
      follow: (address) =>
        community.userWrites(vera, 'Есть лампа?', {
          ref: handedOn(address, 'ref', `https://vk.me/${community.profile.screenName}`),
        }),
    }
  },
  WhatsApp: ({ whatsApp }) => {
    const number = whatsApp.addNumber()
    return {
      kind: (publicUrl) => aWhatsApp(publicUrl),
      form: aWhatsAppForm(number, whatsApp.baseUrl),
      follow: (address) => {
        const digits = number.profile.phone.replaceAll(/\D/g, '')
        return number.userWrites(veraOfWhatsApp, handedOn(address, 'text', `https://wa.me/${digits}`))
      },
    }
  },
  Viber: ({ viber }) => {
    const bot = viber.addBot()
    return {
      kind: aViber,
      form: { messenger: 'viber', token: bot.profile.token, baseUrl: viber.baseUrl },
      follow: (address) => {
        expect(address.searchParams.get('chatURI')).toBe(bot.profile.uri)
        bot.userStarts(users.viber, handedOn(address, 'context', 'viber://pa'))
        bot.userWrites(users.viber, 'Есть лампа?')
      },
    }
  },
  MAX: ({ max }) => {
    const bot = max.addBot()
    return {
      kind: aMax,
      form: { messenger: 'max', token: bot.profile.token, mode: 'webhook', baseUrl: max.baseUrl },
      follow: (address) => {
        bot.userStarts(users.max, handedOn(address, 'start', `https://max.ru/${bot.profile.username}`))
        bot.userWrites(users.max, 'Есть лампа?')
      },
    }
  },
  'the web chat': () => ({
    kind: () => null,
    form: { ...plainWebForm, allowedOrigins: ['https://shop.example'] },
    follow: async (address, { url, channelId }) => {
      expect(address.href.split('#')[0]).toBe('https://shop.example/')
      const said = decodeURIComponent(address.hash.replace('#pult-ask=', ''))
      expect((await (await aVisitor(url, channelId, { page: address.href })).say(said)).ok).toBe(true)
    },
  }),
}

/** The real hub with the messenger connected, and a link into it that is switched on. */
async function aLink(far: Far) {
  const port = await aFreePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const kind = far.kind(publicUrl)
  const hub = await aRunningHub({ kinds: kind === null ? [] : [kind], config: { publicUrl, port } })
  await hub.operator('admin', 'administrator')
  const admin = await hub.device('admin')
  const made = await admin.command({ kind: 'channel.connect', name: 'Канал', receiver: null, form: far.form })
  if (!made.ok) throw new Error(made.refusal.code)
  const channelId = made.value.id
  const form = { title: 'Листовка', question, isOn: true }
  expect(await admin.command({ kind: 'link.save', channelId, linkId: null, version: 0, form })).toMatchObject({
    ok: true,
  })
  const listed = () => admin.ask({ kind: 'links.list', channelId })
  const [link] = (await listed()).links
  if (link === undefined) throw new Error('no link')
  const events = async () => {
    const { rows } = await admin.ask({ kind: 'conversations.list', section: 'unassigned', after: null, limit: 10 })
    const [row] = rows
    if (row === undefined) return []
    const { entries } = await admin.ask({ kind: 'conversation.open', conversationId: row.id })
    return entries.flatMap((entry) => (entry.kind === 'system' ? [entry.event] : []))
  }
  return { hub, channelId, url: link.url, listed, events }
}

describe('a link from a page of the shop', () => {
  it.each(Object.keys(messengers))('brings people into %s, counted, with where they came from', async (name) => {
    const far = messengers[name]?.(await someFakeMessengers())
    if (far === undefined) throw new Error('no such messenger')
    const { hub, channelId, url, listed, events } = await aLink(far)
    expect(await listed()).toMatchObject({ inquiries: 0, links: [{ visits: 0, inquiries: 0 }] })
    const come = () =>
      fetch(`${url}?utm_source=vk&utm_campaign=autumn&gclid=1`, { redirect: 'manual', headers: { referer: shop } })
    await come()
    const address = new URL((await come()).headers.get('location') ?? '')
    await far.follow(address, { url: hub.url, channelId })
    const number = Number(/\d{8}/.exec(decodeURIComponent(address.href.split(/[?#]/)[1] ?? ''))?.[0])
    const visit = {
      ...{ number, title: 'Листовка', page: null, referrer: shop, at: expect.any(Number) },
      utm: { utm_source: 'vk', utm_campaign: 'autumn' },
    }
    await eventually(
      async () => (await events()).filter(({ kind }) => kind === 'visited'),
      [{ kind: 'visited', visit }],
    )
    expect(await events()).toContainEqual(expect.objectContaining({ kind: 'opened', source: 'Листовка' }))
    expect(await listed()).toMatchObject({ inquiries: 1, links: [{ visits: 2, inquiries: 1 }] })
  })
})
