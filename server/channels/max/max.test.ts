import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { Outgoing } from '#server/outgoing'
import { systemTimers } from '#server/platform'
import { aMax } from '#test/support/a-max-channel'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { anOpenChannel } from '#test/support/an-open-channel'
import { eventually } from '#test/support/eventually'
import { MaxApi } from './api'
import { MaxSubscription } from './subscriptions'

const anna = { user_id: 123_456_789, first_name: 'Анна', phone: '+79990000000' }
const sent = (results: readonly { kind: string }[]) => results.map(({ kind }) => kind)
const idOf = (results: readonly { kind: string; externalMessageIds?: readonly string[] }[]) =>
  results.flatMap(({ externalMessageIds = [] }) => externalMessageIds)

async function aBot(mode: 'polling' | 'webhook' = 'webhook') {
  const { max } = await someFakeMessengers()
  const bot = max.addBot({ picture: Buffer.of(0xff, 0xd8, 0xff, 0xe0) })
  return { max, bot, form: { messenger: 'max', token: bot.profile.token, mode, baseUrl: max.baseUrl } as const }
}

const open = (
  form: Awaited<ReturnType<typeof aBot>>['form'],
  more: { isPublic?: boolean; pollPosition?: string } = {},
) => anOpenChannel({ kind: aMax(), form, chat: String(anna.user_id), ...more })

async function aConversation(mode: 'polling' | 'webhook' = 'webhook') {
  const made = await aBot(mode)
  const stand = await open(made.form)
  if (mode === 'webhook') await eventually(() => stand.sink.healths, ['green'])
  made.bot.userWrites(anna, 'Здравствуйте')
  await eventually(() => stand.sink.raws.size, 1)
  const aFile = (name: string, mediaType: string, bytes: Buffer, kind: 'picture' | 'file' | 'voice' = 'file') => {
    const path = join(aTemporaryFolder(), 'bytes')
    writeFileSync(path, bytes)
    return stand.attach({ name, mediaType, kind }, { path, size: bytes.length })
  }
  return { ...made, ...stand, aFile }
}

describe('connecting a bot of MAX', () => {
  it('shows its name, picture and address', async () => {
    const { form, bot } = await aBot()
    expect(await aMax().check(form)).toMatchObject({
      ok: true,
      value: {
        ...{ name: 'Север Дом', account: '@severdom1_bot', link: 'https://max.ru/severdom1_bot' },
        ...{ accountKey: String(bot.profile.userId), picture: expect.stringMatching(/^data:image\/jpeg;base64,/) },
      },
    })
  })

  it('says before anything is saved that a webhook needs https at port 443', async () => {
    const { form } = await aBot()
    const real = { ...form, baseUrl: null }
    const codeOf = async (publicUrl: string | null) => {
      const outcome = await aMax(publicUrl).check(real)
      return outcome.ok ? 'ok' : outcome.refusal.code
    }
    expect(await codeOf(null)).toBe('NEEDS_PUBLIC_ADDRESS')
    expect(await codeOf('https://hub.example:8443')).toBe('NEEDS_PORT_443')
    expect(await codeOf('http://127.0.0.1:8080')).toBe('NEEDS_PORT_443')
  })

  it('says that there is no such bot, or that MAX does not answer', async () => {
    const { form, bot } = await aBot()
    const codeOf = async (token: string) => {
      const outcome = await aMax().check({ ...form, token })
      return outcome.ok ? 'ok' : outcome.refusal.code
    }
    expect(await codeOf('nobody')).toBe('BOT_NOT_FOUND')
    expect(await codeOf('два слова\n')).toBe('BOT_NOT_FOUND')
    bot.faults.plan({ kind: 'badGateway' })
    expect(await codeOf(form.token)).toBe('MESSENGER_UNREACHABLE')
  })
})

describe('the subscription of a bot of MAX', () => {
  it('is made with our secret, and given back when the channel is disconnected', async () => {
    const { bot, webhookUrl, close } = await aConversation()
    expect(bot.updates.subscriptions).toEqual([
      {
        url: webhookUrl,
        secret: expect.any(String),
        update_types: expect.arrayContaining(['message_created', 'comment_created']),
      },
    ])
    await close('disconnected')
    expect(bot.updates.subscriptions).toEqual([])
  })

  it('is made anew when MAX has ended it by itself', async () => {
    const { bot, form } = await aBot()
    const api = new MaxApi(form.token, form.baseUrl, new Outgoing(systemTimers))
    const url = 'http://127.0.0.1:9/hooks/channel'
    const subscription = new MaxSubscription(api, ChannelId.parse('channel'), url, 'webhook_secret')
    await subscription.register()
    bot.updates.subscriptions = []
    expect(await subscription.look()).toEqual({ kind: 'green' })
    expect(bot.updates.subscriptions).toMatchObject([{ url, secret: 'webhook_secret' }])
    api.close()
  })

  it('leaves that of another system alone, and says that it is there', async () => {
    const { bot, form } = await aBot()
    const foreign = { url: 'https://another.example/max', update_types: ['message_created'], secret: 'other' }
    bot.updates.subscriptions = [foreign, { ...foreign, url: 'https://old-address.example/hooks/channel' }]
    const { sink, webhookUrl, close } = await open(form)
    await eventually(() => sink.healths, ['degraded: takenByAnother'])
    expect(bot.updates.subscriptions.map(({ url }) => url)).toEqual([foreign.url, webhookUrl])
    await close('disconnected')
    expect(bot.updates.subscriptions).toEqual([foreign])
  })

  it('cannot be without a public address', async () => {
    const { form } = await aBot()
    const { sink } = await open(form, { isPublic: false })
    expect(sink.healths).toEqual(['stopped: needsPublicAddress'])
  })
})

describe('polling MAX', () => {
  it('ends our own subscription first, and goes on where it was', async () => {
    const { bot, form, sink, close } = await aConversation('polling')
    await eventually(() => sink.positions.length, 1)
    await close()
    bot.updates.subscriptions = [
      { url: 'http://127.0.0.1:9/hooks/channel', update_types: ['message_created'], secret: 'secret' },
    ]
    const again = await open(form, { pollPosition: sink.positions.at(-1) ?? '' })
    bot.userWrites(anna, 'Ещё')
    await eventually(
      () => again.sink.events.map((event) => (event.kind === 'message' ? event.text : event.kind)),
      ['Ещё'],
    )
    expect(bot.updates.subscriptions).toEqual([])
    expect(Number.isSafeInteger(Number(again.sink.positions.at(-1)))).toBe(false)
  })

  it('does not take the bot from a system that is subscribed', async () => {
    const { bot, form } = await aBot('polling')
    bot.updates.subscriptions = [{ url: 'https://another.example/max', update_types: [], secret: 'other' }]
    const { sink } = await open(form)
    await eventually(() => sink.healths, ['stopped: takenByAnother'])
    expect(bot.updates.subscriptions).toHaveLength(1)
  })
})

describe.each(['polling', 'webhook'] as const)('a conversation over MAX by %s', (mode) => {
  it('brings what people write and do, in order', async () => {
    const { bot, sink } = await aConversation(mode)
    const written = bot.userWrites(anna, 'Диван серый')
    bot.userEdits(written, 'Диван синий')
    bot.userDeletes(anna, written)
    bot.userSharesPhone(anna)
    bot.userStops(anna)
    bot.userStarts(anna, 'shop_7')
    bot.userComments(anna, 'mid.post', 'Сколько стоит?')
    await eventually(() => sink.raws.size, 8)
    expect(sink.events.map(({ kind, externalChat }) => [kind, externalChat])).toEqual([
      ['message', '123456789'],
      ['message', '123456789'],
      ['edited', '123456789'],
      ['deleted', '123456789'],
      ['message', '123456789'],
      ['blocked', '123456789'],
      ['started', '123456789'],
      ['message', 'post:mid.post:123456789'],
    ])
  })
})

describe('what people send over MAX', () => {
  it('is fetched by its link, a video by its token', async () => {
    const { bot, sink, channel } = await aConversation()
    bot.userSendsFile(anna, 'file', 'Договор.pdf', Buffer.from('%PDF'))
    bot.userSendsFile(anna, 'video', 'clip.mp4', Buffer.from('mp4'))
    await eventually(() => sink.raws.size, 3)
    const references = sink.events
      .flatMap((event) => (event.kind === 'message' ? event.attachments : []))
      .map(({ source }) => (source.kind === 'remote' ? source.reference : ''))
    const contents: string[] = []
    for (const reference of references) {
      const { body } = await channel.fetch(reference)
      const pieces: Uint8Array[] = []
      for await (const piece of body) pieces.push(piece)
      contents.push(Buffer.concat(pieces).toString())
    }
    expect(contents).toEqual(['%PDF', 'mp4'])
    await expect(channel.fetch('video:token-gone|')).rejects.toMatchObject({ canRetry: false })
  })

  it('includes presses, which are noticed there', async () => {
    const { bot, send, sink } = await aConversation()
    const [mid = ''] = idOf(await send({ text: 'Подходит?', buttons: [[{ id: 'yes', label: 'Да', url: null }]] }))
    bot.userPresses(anna, mid, 'Да')
    bot.userPresses(anna, mid, 'Да', true)
    await eventually(() => bot.answeredPresses.length, 2)
    expect(sink.events.slice(1)).toMatchObject([
      { kind: 'buttonPressed', label: 'Да', buttonId: 'yes', externalMessageId: mid },
      { kind: 'buttonPressed', buttonId: 'yes', externalMessageId: null },
    ])
  })
})

describe('what is sent over MAX', () => {
  it('is words and pictures in one message, a file and a voice each in its own', async () => {
    const { bot, send, aFile } = await aConversation()
    const picture = aFile('photo.jpg', 'image/jpeg', Buffer.from('jpeg'), 'picture')
    const paper = aFile('Договор "7".pdf', 'application/pdf', Buffer.from('%PDF'))
    const voice = aFile('voice.ogg', 'audio/ogg', Buffer.from('OggS'), 'voice')
    expect(sent(await send({ text: 'Вот', attachments: [picture, picture, paper, voice] }))).toEqual([
      'sent',
      'sent',
      'sent',
    ])
    expect(
      bot.seenBy(anna).map(({ text, files }) => [text, files.map(({ type, bytes }) => `${type} ${bytes}`)]),
    ).toEqual([
      ['Вот', ['image jpeg', 'image jpeg']],
      ['', ['file %PDF']],
      ['', ['audio OggS']],
    ])
  })

  it('waits for a file that is not ready yet, and goes out once', async () => {
    const { bot, send, aFile } = await aConversation()
    bot.notReady = 2
    const picture = aFile('photo.jpg', 'image/jpeg', Buffer.from('jpeg'), 'picture')
    expect(sent(await send({ attachments: [picture] }))).toEqual(['sent'])
    bot.notReady = 9
    expect(await send({ attachments: [picture] })).toMatchObject([{ kind: 'retry', reason: 'temporary' }])
    expect(bot.seenBy(anna)).toHaveLength(1)
  })

  it('goes as a file when MAX does not play its format', async () => {
    const { bot, send, aFile } = await aConversation()
    bot.forbiddenExtension = '.opus'
    const voice = aFile('voice.opus', 'audio/opus', Buffer.from('OggS'), 'voice')
    expect(sent(await send({ attachments: [voice] }))).toEqual(['sent'])
    expect(bot.seenBy(anna)[0]?.files).toMatchObject([{ type: 'file', name: 'voice.opus' }])
  })

  it('stands under the last comment, words alone', async () => {
    const { bot, send, aFile, sink } = await aConversation()
    const comment = bot.userComments(anna, 'mid.post', 'Сколько стоит?')
    await eventually(() => sink.raws.size, 2)
    const externalChat = 'post:mid.post:123456789'
    expect(sent(await send({ externalChat, text: 'Написали вам' }))).toEqual(['sent'])
    const mid = Object(Object(comment.message).body).mid
    expect(bot.commentsUnder('mid.post')).toMatchObject([{ text: 'Написали вам', replyTo: mid }])
    const paper = aFile('a.pdf', 'application/pdf', Buffer.from('%PDF'))
    expect(await send({ externalChat, attachments: [paper] })).toMatchObject([{ kind: 'failed', reason: 'bad_media' }])
  })

  it('shows that somebody types, not oftener than it is seen', async () => {
    const { bot, channel } = await aConversation()
    for (let count = 0; count < 3; count++) channel.typing(String(anna.user_id), 'Регина')
    channel.typing('unknown', 'Регина')
    await eventually(() => bot.calls.filter(({ method }) => method.includes('actions')).length, 1)
  })

  it('is edited and taken back', async () => {
    const { bot, channel, send } = await aConversation()
    const chat = { externalChat: String(anna.user_id), attachments: 0 }
    const ids = idOf(await send({ text: 'Диван серый' }))
    expect(await channel.editSent?.({ ...chat, externalMessageIds: ids }, 'Диван синий')).toMatchObject({ ok: true })
    expect(bot.seenBy(anna)).toMatchObject([{ text: 'Диван синий' }])
    expect(await channel.deleteSent?.({ ...chat, externalMessageIds: ids })).toMatchObject({ ok: true })
    expect(bot.seenBy(anna)).toEqual([])
    const gone = await channel.editSent?.({ ...chat, externalMessageIds: ids }, 'Ещё раз')
    expect(gone).toMatchObject({ refusal: { code: 'MESSENGER_REFUSED' } })
  })

  it('in parts is edited in its words, in as many parts or fewer', async () => {
    const { bot, channel, send, aFile } = await aConversation()
    const paper = aFile('a.pdf', 'application/pdf', Buffer.from('%PDF'))
    const ids = idOf(await send({ text: 'я'.repeat(5000), attachments: [paper] }))
    expect(ids).toHaveLength(3)
    const message = { externalChat: String(anna.user_id), externalMessageIds: ids, attachments: 1 }
    expect(await channel.editSent?.(message, 'ю'.repeat(8001))).toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
    expect(await channel.editSent?.(message, 'Коротко')).toEqual({ ok: true, value: { gone: ids.slice(2) } })
    const seen = () => bot.seenBy(anna).map(({ text, files }) => [text, files.length])
    const short = [
      ['', 1],
      ['Коротко', 0],
    ]
    expect(seen()).toEqual(short)
    const left = { ...message, externalMessageIds: ids.slice(0, 2) }
    expect(await channel.editSent?.(left, 'ю'.repeat(5000))).toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
    expect(seen()).toEqual(short)
  })
})

describe('an edit that takes the last message back', () => {
  it('puts its buttons under the one that is the last then', async () => {
    const { bot, channel, send } = await aConversation()
    const buttons = [[{ id: '1:Да', label: 'Да', url: null }]]
    const externalMessageIds = idOf(await send({ text: 'я'.repeat(5000), buttons }))
    const message = { externalChat: String(anna.user_id), externalMessageIds, attachments: 0, buttons }
    const seen = () => bot.seenBy(anna).map((one) => [one.text.length, one.buttons.flat().map(({ text }) => text)])
    await channel.editSent?.(message, 'ю'.repeat(4500))
    expect(seen()).toEqual([
      [4000, []],
      [500, ['Да']],
    ])
    await channel.editSent?.(message, 'Коротко')
    expect(seen()).toEqual([[7, ['Да']]])
  })
})

describe('a send that MAX does not take', () => {
  it.each([
    [401, 'verify.token|Invalid access_token', 'failed', 'auth'],
    [403, 'chat.denied|error.dialog.suspended', 'failed', 'blocked'],
    [403, 'error.dialog.suspended|', 'failed', 'blocked'],
    [403, 'chat.denied|error.dialog.notfound', 'failed', 'not_found'],
    [404, 'not.found|Chat not found', 'failed', 'not_found'],
    [400, 'proto.payload|text is too long', 'failed', 'too_long'],
    [400, 'proto.payload|something else', 'failed', 'refused'],
    [405, 'method.not.allowed|', 'failed', 'refused'],
    [429, 'too.many.requests|', 'retry', 'rate_limited'],
    [200, '|Some refusal with success false', 'failed', 'refused'],
  ])('with %s %s is %s: %s', async (code, description, kind, reason) => {
    const { bot, send } = await aConversation()
    bot.faults.plan({ kind: 'refused', code, description }, { method: 'POST /messages' })
    expect(await send({ text: 'Ответ' })).toMatchObject([{ kind, reason }])
    expect(bot.seenBy(anna)).toEqual([])
  })

  it.each(['serverError', 'badGateway', 'lost'] as const)('or may have taken (%s) is not called sent', async (kind) => {
    const { bot, send } = await aConversation()
    bot.faults.plan({ kind }, { method: 'POST /messages' })
    expect(sent(await send({ text: 'Ответ' }))).toEqual(['unconfirmed'])
  })

  it('while its file is on the way may be repeated: nobody has seen anything', async () => {
    const { bot, send, aFile } = await aConversation()
    bot.faults.plan({ kind: 'lost' }, { method: 'POST /uploads' })
    const picture = aFile('photo.jpg', 'image/jpeg', Buffer.from('jpeg'), 'picture')
    expect(await send({ attachments: [picture] })).toMatchObject([{ kind: 'retry', reason: 'temporary' }])
  })

  it('never shows the token', async () => {
    const { bot, form, send } = await aConversation()
    bot.faults.plan({ kind: 'refused', code: 400, description: `x|bad ${form.token}` }, { method: 'POST /messages' })
    expect(JSON.stringify(await send({ text: 'Ответ' }))).not.toContain(form.token)
  })
})
