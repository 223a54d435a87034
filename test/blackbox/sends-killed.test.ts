import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionForm } from '#protocol/connection'
import type { ConversationId } from '#protocol/ids'
import type { MessageEntry } from '#protocol/message'
import { eventually } from '#test/support/eventually'
import { FakeMessengers } from '#test/support/fake-messengers/fake-messengers'
import { aChief, anAccount } from './company'
import { HubProcess } from './hub-process'
import { OperatorPlayer } from './operator'

const vera = { id: 7001, first_name: 'Вера', last_name: 'Соколова', screen_name: 'vera_s' }
const anna = { id: 5001, first_name: 'Анна', last_name: 'К.', username: 'anna_k' }

const hub = new HubProcess()
let fakes: FakeMessengers
let chief: OperatorPlayer
let regina: OperatorPlayer

beforeAll(async () => {
  fakes = await FakeMessengers.start()
  await hub.start()
  chief = await aChief(hub)
  regina = new OperatorPlayer(hub.url, await anAccount(hub, chief, 'Regina'))
  await regina.must<'presence.set'>({ kind: 'presence.set', status: 'online', by: 'operator' })
})

afterAll(async () => {
  for (const player of [chief, regina]) player.close()
  await hub.stop()
  await fakes.stop()
})

const connect = (name: string, form: ConnectionForm) =>
  chief.must<'channel.connect'>({ kind: 'channel.connect', name, receiver: null, form })

async function conversationWith(name: string): Promise<ConversationId | undefined> {
  const list = { kind: 'conversations.list', section: 'mine', after: null, limit: 10 } as const
  const { rows } = await regina.ask<'conversations.list'>(list)
  return rows.find(({ contactName }) => contactName === name)?.id
}

async function messages(conversationId: ConversationId): Promise<readonly MessageEntry[]> {
  const { entries } = await regina.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })
  return entries.filter((entry) => entry.kind === 'message')
}

/** Her words, and what became of ours. */
const inShort = async (conversationId: ConversationId) =>
  (await messages(conversationId)).map(({ text, delivery }) =>
    delivery === null ? text : `${text} (${delivery.status})`,
  )

/** Answers her; the messenger takes it and says nothing, and in that moment the hub is killed. Gives the conversation. */
async function killedWhileSending(contact: string, hasArrived: () => boolean): Promise<ConversationId> {
  await eventually(async () => (await conversationWith(contact)) !== undefined, true)
  const conversationId = await conversationWith(contact)
  if (conversationId === undefined) throw new Error('nobody has written')
  await regina.must<'message.send'>({
    ...{ kind: 'message.send', conversationId, text: 'Один раз', attachments: [], replyToSeq: null },
  })
  await eventually(hasArrived, true)
  await hub.kill()
  await hub.start()
  return conversationId
}

describe('a hub killed while a messenger holds back its answer', () => {
  it('asks VK again under the same number: she sees the reply once, and it has been sent', async () => {
    const community = fakes.vk.addCommunity()
    const { token } = community.profile
    await connect('ВКонтакте', {
      ...{ messenger: 'vk', token, mode: 'polling', comments: false, baseUrl: fakes.vk.baseUrl },
    })
    await community.until(() => community.news.isHeard)
    community.userWrites(vera, 'Здравствуйте')
    community.faults.plan({ kind: 'unanswered' }, { method: 'messages.send' })
    const seen = () => community.seenBy(vera).map(({ text }) => text)
    const conversationId = await killedWhileSending('Вера Соколова', () => seen().length > 0)
    const sends = () => community.calls.filter(({ method }) => method === 'messages.send')
    await eventually(() => inShort(conversationId), ['Здравствуйте', 'Один раз (sent)'])
    expect(seen()).toEqual(['Один раз'])
    expect(new Set(sends().map(({ params }) => params.random_id)).size).toBe(1)
    community.userWrites(vera, 'Спасибо')
    await eventually(() => inShort(conversationId), ['Здравствуйте', 'Один раз (sent)', 'Спасибо'])
  })

  it('sends nothing to Telegram a second time, and does not claim to know', async () => {
    const bot = fakes.telegram.addBot()
    const { token } = bot.profile
    await connect('Telegram', { messenger: 'telegram', token, mode: 'polling', baseUrl: fakes.telegram.baseUrl })
    bot.userWrites(anna, 'Здравствуйте')
    bot.faults.plan({ kind: 'unanswered' }, { method: 'sendMessage' })
    const seen = () => bot.seenBy(anna).map(({ text }) => text)
    const conversationId = await killedWhileSending('Анна К.', () => seen().length > 0)
    await eventually(() => inShort(conversationId), ['Здравствуйте', 'Один раз (unconfirmed)'])
    bot.userWrites(anna, 'Спасибо')
    await eventually(() => inShort(conversationId), ['Здравствуйте', 'Один раз (unconfirmed)', 'Спасибо'])
    expect(seen()).toEqual(['Один раз'])
    expect(bot.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(1)
  })
})
