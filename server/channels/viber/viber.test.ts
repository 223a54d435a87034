import { describe, expect, it } from 'vitest'
import { Outgoing } from '#server/outgoing'
import { systemTimers } from '#server/platform'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aViber } from '#test/support/a-viber-channel'
import { anOpenChannel } from '#test/support/an-open-channel'
import { eventually } from '#test/support/eventually'
import { ViberApi } from './api'
import { ViberRegistration } from './registration'

const anna = { id: '01234567890A=', name: 'Анна' }
const sent = (results: readonly { kind: string }[]) => results.map(({ kind }) => kind)

async function aBot() {
  const { viber } = await someFakeMessengers()
  const bot = viber.addBot({ picture: Buffer.of(0xff, 0xd8, 0xff, 0xe0) })
  return { viber, bot, form: { messenger: 'viber', token: bot.profile.token, baseUrl: viber.baseUrl } as const }
}

const open = (form: Awaited<ReturnType<typeof aBot>>['form'], isPublic = true) =>
  anOpenChannel({ kind: aViber(), form, chat: anna.id, isPublic })

async function aConversation() {
  const made = await aBot()
  const stand = await open(made.form)
  await eventually(() => stand.sink.healths, ['green'])
  made.bot.userWrites(anna, 'Здравствуйте')
  await eventually(() => stand.sink.raws.size, 1)
  return { ...made, ...stand }
}

describe('connecting a bot of Viber', () => {
  it('shows its name, picture and address', async () => {
    const { form, bot } = await aBot()
    expect(await aViber().check(form)).toMatchObject({
      ok: true,
      value: {
        ...{ name: 'Север Дом', account: 'severdom1', link: 'https://chats.viber.com/severdom1' },
        ...{ accountKey: bot.profile.id, picture: expect.stringMatching(/^data:image\/jpeg;base64,/) },
      },
    })
  })

  it('warns when another system has its webhook', async () => {
    const { form, bot } = await aBot()
    const notes = async () => {
      const outcome = await aViber().check(form)
      return outcome.ok ? outcome.value.notes : outcome.refusal.code
    }
    bot.webhook = { url: 'https://hub.example/hooks/channel', eventTypes: [] }
    expect(await notes()).toBeUndefined()
    bot.webhook = { url: 'https://another.example/viber', eventTypes: [] }
    expect(await notes()).toEqual(['webhookOfAnother'])
  })

  it('needs an address that Viber can call', async () => {
    const { form } = await aBot()
    const refusal = { ok: false, refusal: { code: 'NEEDS_PUBLIC_ADDRESS' } }
    expect(await aViber(null).check(form)).toMatchObject(refusal)
    expect(await aViber('http://127.0.0.1:8080').check({ ...form, baseUrl: null })).toMatchObject(refusal)
  })

  it('says that there is no such bot, or that Viber does not answer', async () => {
    const { form, bot } = await aBot()
    const codeOf = async (token: string) => {
      const outcome = await aViber().check({ ...form, token })
      return outcome.ok ? 'ok' : outcome.refusal.code
    }
    expect(await codeOf('nobody')).toBe('BOT_NOT_FOUND')
    expect(await codeOf('два слова\n')).toBe('BOT_NOT_FOUND')
    bot.faults.plan({ kind: 'badGateway' })
    expect(await codeOf(form.token)).toBe('MESSENGER_UNREACHABLE')
  })
})

describe('the webhook of a bot of Viber', () => {
  it('is set, and given back when the channel is disconnected', async () => {
    const { bot, webhookUrl, close } = await aConversation()
    expect(bot.webhook).toEqual({ url: webhookUrl, eventTypes: expect.arrayContaining(['seen', 'failed']) })
    await close('disconnected')
    expect(bot.webhook).toBeNull()
  })

  it('stays when the hub only stops, and another system keeps its own', async () => {
    const { bot, close, form, webhookUrl } = await aConversation()
    await close('stopping')
    expect(bot.webhook?.url).toBe(webhookUrl)
    const again = await open(form)
    await eventually(() => again.sink.healths, ['green'])
    expect(bot.webhook?.url).toBe(again.webhookUrl)
    bot.webhook = { url: 'https://another.example/', eventTypes: [] }
    await again.close('disconnected')
    expect(bot.webhook.url).toBe('https://another.example/')
  })

  it('is set anew when Viber has dropped it, and left to whoever has taken it', async () => {
    const { bot, form } = await aConversation()
    const url = bot.webhook?.url ?? ''
    const api = new ViberApi(form.token, form.baseUrl, new Outgoing(systemTimers))
    const registration = new ViberRegistration(api, url)
    bot.webhook = null
    expect(await registration.look()).toEqual({ kind: 'green' })
    expect(bot.webhook).toMatchObject({ url })
    bot.webhook = { url: 'https://another.example/', eventTypes: [] }
    expect(await registration.look()).toMatchObject({ kind: 'stopped', reason: 'takenByAnother' })
    expect(bot.webhook.url).toBe('https://another.example/')
    api.close()
  })

  it('is said to fail when Viber cannot call it', async () => {
    const { bot, form } = await aBot()
    bot.faults.plan({ kind: 'refused', code: 1, description: 'invalidUrl' }, { times: 2, method: 'set_webhook' })
    const { sink } = await open(form)
    await eventually(() => sink.healths, ['degraded: webhookFails'])
  })

  it('cannot be without a public address', async () => {
    const { form } = await aBot()
    const { sink } = await open(form, false)
    expect(sink.healths).toEqual(['stopped: needsPublicAddress'])
  })
})

describe('a conversation over Viber', () => {
  it('brings what people write and do', async () => {
    const { bot, sink } = await aConversation()
    bot.userStarts({ id: '1A=', name: 'Олег' }, 'site_42')
    bot.userSendsPhoto(anna, Buffer.from('jpeg'), 'Вот')
    bot.userUnsubscribes(anna)
    bot.userSubscribes(anna)
    await eventually(() => sink.raws.size, 5)
    expect(sink.events.map(({ kind }) => kind)).toEqual(['message', 'started', 'message', 'blocked', 'unblocked'])
  })

  it('fetches what a person has sent', async () => {
    const { bot, sink, channel } = await aConversation()
    bot.userSendsFile(anna, 'Договор.pdf', Buffer.from('%PDF'))
    await eventually(() => sink.raws.size, 2)
    const event = sink.events.at(-1)
    const source = event?.kind === 'message' ? event.attachments[0]?.source : undefined
    if (source?.kind !== 'remote') throw new Error('no file')
    const { body } = await channel.fetch(source.reference)
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toBe('%PDF')
    await expect(channel.fetch(source.reference.replace('file.bin', 'gone'))).rejects.toMatchObject({ canRetry: false })
  })

  it('carries words, files and buttons under the operator’s name', async () => {
    const { bot, attach, send } = await aConversation()
    const bytes = Buffer.of(0xff, 0xd8, 0xff)
    const publicAddress = () => bot.upload(bytes, 'photo.jpg')
    const looks = { kind: 'picture', name: 'photo.jpg', mediaType: 'image/jpeg' } as const
    const file = attach(looks, { path: '', size: bytes.length, publicAddress })
    const buttons = [[{ id: 'yes', label: 'Да', url: null }]]
    expect(sent(await send({ text: 'Вот', attachments: [file], operatorName: 'Регина' }))).toEqual(['sent'])
    expect(sent(await send({ text: 'Подходит?', buttons }))).toEqual(['sent'])
    expect(bot.seenBy(anna).map(({ type, text, senderName, media }) => [type, text, senderName, media?.bytes])).toEqual(
      [
        ['picture', 'Вот', 'Регина', bytes],
        ['text', 'Подходит?', 'Север Дом', undefined],
      ],
    )
  })

  it('knows which button was pressed', async () => {
    const { bot, send, sink } = await aConversation()
    await send({ text: 'Подходит?', buttons: [[{ id: 'yes', label: 'Да', url: null }]] })
    bot.userPresses(anna, 'Да')
    await eventually(() => sink.raws.size, 2)
    expect(sink.events.at(-1)).toMatchObject({ kind: 'buttonPressed', label: 'Да', buttonId: 'yes' })
  })

  it('tells how far a message has come, each device its own', async () => {
    const { bot, send, sink } = await aConversation()
    const [result] = await send({ text: 'Прочтите' })
    const id = result?.kind === 'sent' ? result.externalMessageIds[0] : undefined
    bot.userReads(anna)
    await eventually(() => bot.updates.pending, 0)
    const receipts = sink.events.filter((event) => event.kind === 'receipt')
    expect(receipts.map(({ status, externalMessageId }) => [status, externalMessageId])).toEqual([
      ['delivered', id],
      ['read', id],
    ])
    expect(Number.isSafeInteger(Number(id))).toBe(false)
  })

  it('reaches a program that is too old for buttons as plain text', async () => {
    const { bot, send, sink } = await aConversation()
    bot.userWrites({ id: '2B=', name: 'Пётр', hasOldProgram: true }, 'Я с кнопочного')
    await eventually(() => sink.raws.size, 2)
    const buttons = [[{ id: 'yes', label: 'Да', url: null }]]
    expect(sent(await send({ externalChat: '2B=', text: 'Подходит?', buttons }))).toEqual(['sent'])
    expect(bot.seenBy({ id: '2B=', name: 'Пётр' })).toMatchObject([{ text: 'Подходит?', buttons: [] }])
  })
})

describe('a send that Viber does not take', () => {
  it.each([
    [2, 'failed', 'auth'],
    [5, 'failed', 'not_found'],
    [6, 'failed', 'blocked'],
    [7, 'failed', 'auth'],
    [12, 'retry', 'rate_limited'],
    [3, 'failed', 'refused'],
    [15, 'failed', 'refused'],
    [17, 'failed', 'refused'],
  ])('with status %s is %s: %s', async (code, kind, reason) => {
    const { bot, send } = await aConversation()
    bot.faults.plan({ kind: 'refused', code, description: 'words of Viber' }, { method: 'send_message' })
    expect(await send({ text: 'Ответ' })).toMatchObject([{ kind, reason, detail: 'words of Viber' }])
    expect(bot.seenBy(anna)).toEqual([])
  })

  it.each(['serverError', 'badGateway', 'lost'] as const)('or may have taken (%s) is not called sent', async (kind) => {
    const { bot, send } = await aConversation()
    bot.faults.plan({ kind }, { method: 'send_message' })
    expect(sent(await send({ text: 'Ответ' }))).toEqual(['unconfirmed'])
  })

  it('for want of a webhook goes out once the webhook is set again', async () => {
    const { bot, send, webhookUrl } = await aConversation()
    bot.webhook = null
    expect(sent(await send({ text: 'Ответ' }))).toEqual(['sent'])
    expect(bot.webhook).toMatchObject({ url: webhookUrl })
    expect(bot.seenBy(anna)).toHaveLength(1)
  })

  it('because there is no address for the file says so', async () => {
    const { attach, send } = await aConversation()
    const file = attach({}, { path: '', size: 1 })
    expect(await send({ attachments: [file] })).toMatchObject([{ kind: 'failed', reason: 'bad_media' }])
  })

  it('never shows the token', async () => {
    const { bot, form, send } = await aConversation()
    const description = `bad token ${form.token}`
    bot.faults.plan({ kind: 'refused', code: 3, description }, { method: 'send_message' })
    expect(JSON.stringify(await send({ text: 'Ответ' }))).not.toContain(form.token)
  })
})
