import TestApi from 'telegram-test-api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { aFreePort } from '#test/support/a-free-port'
import { aTelegram, RememberingSink } from '#test/support/a-telegram-channel'

/** A Bot API that others wrote (npm telegram-test-api), and our channel polling it. */
async function aForeignPeer() {
  const server = new TestApi({ host: '127.0.0.1', port: await aFreePort(), storage: 'RAM', storeTimeout: 60 })
  await server.start()
  onTestFinished(async () => void (await server.stop()))
  const token = '123456789:AAforeign-token'
  const form = { messenger: 'telegram', token, mode: 'polling', baseUrl: server.config.apiURL } as const
  const kind = aTelegram()
  const sink = new RememberingSink()
  const id = ChannelId.parse('channel')
  const connection = { id, form, webhookSecret: 'secret', webhookUrl: null, pollPosition: null, accountKey: null }
  const channel = await kind.open(connection, sink, async () => null)
  onTestFinished(() => channel.close('stopping'))
  const client = server.getClient(token, { timeout: 5000, interval: 50 })
  const send = (text: string, buttons: { id: string; label: string; url: null }[][] = []) =>
    channel.send({
      ...{ externalChat: '1', seq: 1, text, attachments: [], buttons, replyToExternalId: null },
      ...{ operatorName: null, idempotencyKey: 'key' },
    })
  return { kind, form, sink, client, send }
}

describe('a Bot API that is not of our making', () => {
  it('tells whose token it is', async () => {
    const { kind, form } = await aForeignPeer()
    expect(await kind.check(form)).toMatchObject({
      ok: true,
      value: { account: '@TestNameBot', name: 'Test First name', accountKey: '666', picture: null },
    })
  })

  it('brings what people write, and takes what we answer', async () => {
    const { sink, client, send } = await aForeignPeer()
    await client.sendMessage(client.makeMessage('Здравствуйте'))
    await sink.until(({ texts }) => texts.length === 1)
    expect(sink.texts).toEqual(['Здравствуйте'])
    expect(await send('Добрый день! _1_ <2>')).toMatchObject({ kind: 'sent', externalMessageIds: [expect.any(String)] })
    const { result } = await client.getUpdates()
    expect(result.map(({ message }) => message)).toMatchObject([{ text: 'Добрый день! _1_ <2>' }])
  })

  it('shows our buttons, and tells when one is pressed', async () => {
    const { sink, client, send } = await aForeignPeer()
    await send('Беру?', [[{ id: 'yes', label: 'Да', url: null }]])
    const { result } = await client.getUpdates()
    expect(result.map(({ message }) => message)).toMatchObject([
      { text: 'Беру?', reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] } },
    ])
    await client.sendCallback(client.makeCallbackQuery('yes', { message: { message_id: 1 } }))
    await sink.until(({ raws }) => raws.size === 1)
    expect(sink.events).toMatchObject([{ kind: 'buttonPressed', buttonId: 'yes', externalMessageId: '1' }])
  })

  it('opens a chat with a command', async () => {
    const { sink, client } = await aForeignPeer()
    await client.sendCommand(client.makeCommand('/start shop_7'))
    await sink.until(({ raws }) => raws.size === 1)
    expect(sink.events).toMatchObject([{ kind: 'started', payload: 'shop_7' }])
  })
})
