import { describe, expect, it } from 'vitest'
import type { ChannelKind } from '#server/channels/channel'
import { max } from '#server/channels/max/max'
import { telegram } from '#server/channels/telegram/telegram'
import { viber } from '#server/channels/viber/viber'
import { vk } from '#server/channels/vk/vk'
import { whatsApp } from '#server/channels/whatsapp/whatsapp'
import { Outgoing } from '#server/outgoing'
import { systemClock, systemRandom, systemTimers } from '#server/platform'

const outgoing = new Outgoing(systemTimers)
const world = { clock: systemClock, timers: systemTimers, random: systemRandom, outgoing, publicUrl: null }
const passenger = {
  ...{ question: 'Заявка 10000007', payload: 'visit-10000007' },
  tryUrl: 'https://hub.example/widget/1/try',
}
const asked = encodeURIComponent('Заявка 10000007')

const ways: readonly (readonly [ChannelKind, string, string, string])[] = [
  [telegram(world), '@shop_bot', 'https://t.me/shop_bot', 'https://t.me/shop_bot?start=visit-10000007'],
  [max(world), '@shop_bot', 'https://max.ru/shop_bot', 'https://max.ru/shop_bot?start=visit-10000007'],
  [whatsApp(world), '+7 999', 'https://wa.me/79991234567', `https://wa.me/79991234567?text=${asked}`],
  [vk({ ...world, onLost: () => {} }), '@shop', 'https://vk.com/shop', 'https://vk.me/shop?ref=visit-10000007'],
  [
    ...([viber(world), 'shop bot', 'https://chats.viber.com/shop%20bot'] as const),
    'viber://pa?chatURI=shop%20bot&context=visit-10000007',
  ],
]

describe('a link of the company', () => {
  it.each(ways.map(([kind, ...rest]) => [kind.messenger, kind, ...rest] as const))(
    'leads into %s with the number of the visit',
    (_name, { linkTo }, account, link, address) => {
      expect(linkTo?.addressOf({ account, name: 'Shop', link }, passenger)).toBe(address)
      expect(linkTo?.carries).toBe(address.includes(asked) ? 'question' : 'number')
    },
  )

  it('leads nowhere when the account has no address', () => {
    const nameless = { account: 'Shop', name: 'Shop', link: null }
    const leading = ways.filter(([{ linkTo }]) => linkTo?.addressOf(nameless, passenger) !== null)
    expect(leading.map(([{ messenger }]) => messenger)).toEqual(['vk'])
  })
})
