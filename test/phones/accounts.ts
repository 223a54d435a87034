import type { Messenger } from '#protocol/channel'
import type { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import { skipIds } from '../support/fake-messengers/max/bot'
import { MaxPhone } from '../support/fake-messengers/max/phone'
import type { PhonePerson, PhoneSide } from '../support/fake-messengers/phone'
import { TelegramPhone } from '../support/fake-messengers/telegram/phone'
import { skipTokens } from '../support/fake-messengers/viber/bot'
import { ViberPhone } from '../support/fake-messengers/viber/phone'
import { VkPhone } from '../support/fake-messengers/vk/phone'
import { WhatsAppPhone } from '../support/fake-messengers/whatsapp/phone'

const company = 'Север Дом'

/** Where a hub of `npm start` wants the browser of an administrator back. */
const returnUrl = 'http://127.0.0.1:8080/login/vk'

/** A community, and the app through which its administrator logs in. */
function aCommunity({ vk }: FakeMessengers) {
  const community = vk.addCommunity({ name: company })
  vk.login.person.communities.push(community.id)
  if (vk.login.apps.length === 0) vk.login.addApp(returnUrl)
  return community
}

/** One account of the company at each messenger. `startedAt` in seconds: ids go on from run to run, as those of a real service do. */
export function someAccounts(fakes: FakeMessengers, startedAt: number): ReadonlyMap<Messenger, PhoneSide> {
  const { max, telegram, viber, vk, whatsApp } = fakes
  const bot = telegram.addBot({ name: company })
  bot.updates.jumpTo(startedAt)
  skipTokens(startedAt)
  skipIds(startedAt)
  const number = whatsApp.addNumber({ name: company })
  number.skipIds(startedAt)
  return new Map<Messenger, PhoneSide>([
    ['telegram', new TelegramPhone(bot, telegram.baseUrl)],
    ['vk', new VkPhone(aCommunity(fakes), vk.baseUrl)],
    ['whatsapp', new WhatsAppPhone(number, whatsApp.baseUrl)],
    ['viber', new ViberPhone(viber.addBot({ name: company }), viber.baseUrl)],
    ['max', new MaxPhone(max.addBot({ name: company }), max.baseUrl)],
  ])
}

const names = ['Вера Орлова', 'Пётр Ильин', 'Anna Keller', 'Марат Галеев']
const mostPeople = 900_000

/** New people at each start: their chats have no past the hub could know. */
export function somePeople(startedAt: number): readonly PhonePerson[] {
  const first = (startedAt * names.length) % mostPeople
  return names.map((name, place) => {
    const number = first + place + 1
    return { number, name, phone: `7999${String(number).padStart(7, '0')}` }
  })
}
