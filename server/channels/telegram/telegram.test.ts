import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aPng } from '#test/support/a-png'
import {
  anna,
  aTelegram,
  aTelegramChannel,
  aTelegramConversation,
  aTelegramForm,
  oleg,
  someFakeMessengers,
} from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300, 7)])

const aFile = (name: string, bytes: Buffer) => {
  const path = join(aTemporaryFolder(), name)
  writeFileSync(path, bytes)
  return path
}

describe('checking a token', () => {
  it('shows whose it is, with name, address and picture', async () => {
    const { telegram } = await someFakeMessengers()
    const bot = telegram.addBot({ name: 'Север Дом', username: 'sever_dom_bot', picture: jpeg })
    expect(await aTelegram().check(aTelegramForm(bot, telegram.baseUrl))).toEqual({
      ok: true,
      value: {
        ...{ account: '@sever_dom_bot', name: 'Север Дом', link: 'https://t.me/sever_dom_bot' },
        ...{ picture: `data:image/jpeg;base64,${jpeg.toString('base64')}`, accountKey: String(bot.id) },
      },
    })
  })

  it('does without a picture when there is none or it cannot be had', async () => {
    const { telegram } = await someFakeMessengers()
    const plain = telegram.addBot()
    const broken = telegram.addBot({ picture: jpeg })
    broken.files.breaks(broken.picture?.fileId ?? '', 'serverError')
    for (const bot of [plain, broken])
      expect(await aTelegram().check(aTelegramForm(bot, telegram.baseUrl))).toMatchObject({ value: { picture: null } })
  })

  it.each(['7000000999:AAunknown-token', '7000000001:wrong', 'no token at all', '1:a/../../x', '1:a?b=c', ''])(
    'finds no bot for %j',
    async (token) => {
      const { telegram } = await someFakeMessengers()
      const form = { ...aTelegramForm(telegram.addBot(), telegram.baseUrl), token }
      expect(await aTelegram().check(form)).toMatchObject({ ok: false, refusal: { code: 'BOT_NOT_FOUND' } })
    },
  )

  it('says that Telegram is away, and nothing of the token', async () => {
    const fakes = await someFakeMessengers()
    const bot = fakes.telegram.addBot()
    await fakes.stop()
    const outcome = await aTelegram().check(aTelegramForm(bot, fakes.telegram.baseUrl))
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'MESSENGER_UNREACHABLE', retryable: true } })
    expect(JSON.stringify(outcome)).not.toContain(bot.profile.token)
  })

  it('refuses an address nobody has business at', async () => {
    const { telegram } = await someFakeMessengers()
    const form = aTelegramForm(telegram.addBot(), 'http://169.254.169.254/latest')
    expect(await aTelegram().check(form)).toMatchObject({ refusal: { code: 'INVALID', field: 'form.baseUrl' } })
  })

  it('takes a webhook only where the hub can be reached', async () => {
    const { telegram } = await someFakeMessengers()
    const form = aTelegramForm(telegram.addBot(), telegram.baseUrl, 'webhook')
    expect(await aTelegram().check(form)).toMatchObject({ refusal: { code: 'NEEDS_PUBLIC_ADDRESS' } })
    expect(await aTelegram('https://hub.example').check(form)).toMatchObject({ ok: true })
  })
})

describe.each(['polling', 'webhook'] as const)('a bot connected by %s', (mode) => {
  it('brings what people write and do, in order', async () => {
    const { bot, sink } = await aTelegramConversation(mode)
    bot.userWrites(anna, 'Есть диван?')
    bot.userStarts(oleg, 'site_42')
    const written = bot.userWrites(oleg, 'Привет')
    bot.userEdits(oleg, written, 'Приветствую')
    bot.userBlocks(anna)
    bot.userUnblocks(anna)
    await sink.until(({ raws }) => raws.size === 7)
    expect(sink.events.map(({ kind, externalChat }) => [kind, externalChat])).toEqual([
      ['message', '5001'],
      ['message', '5001'],
      ['started', '7200000000123'],
      ['message', '7200000000123'],
      ['edited', '7200000000123'],
      ['blocked', '5001'],
      ['unblocked', '5001'],
    ])
    expect(sink.healths).toEqual(['green'])
  })

  it('loses nothing while the store is away, and stores what comes again once', async () => {
    const { bot, sink } = await aTelegramConversation(mode)
    sink.fails(2)
    bot.userWrites(anna, 'Первое')
    bot.userWrites(anna, 'Второе')
    await sink.until(({ texts }) => texts.length === 3)
    expect(sink.texts).toEqual(['Здравствуйте', 'Первое', 'Второе'])
  })

  it('takes a repeated and reordered update once each', async () => {
    const { bot, sink } = await aTelegramConversation(mode)
    bot.updates.copies = 2
    bot.updates.hold()
    for (const text of ['1', '2', '3']) bot.userWrites(anna, text)
    bot.updates.release((updates) => [...updates].reverse().flatMap((update) => [update, update]))
    await sink.until(({ texts }) => texts.length === 4)
    expect([...sink.texts].sort()).toEqual(['1', '2', '3', 'Здравствуйте'])
  })

  it('hears of a new number after a week of silence, even a lower one', async () => {
    const { bot, sink, close, telegram } = await aTelegramConversation(mode)
    await close()
    bot.updates.jumpTo(1000)
    bot.userWrites(anna, 'Через неделю')
    const weekAgo = JSON.stringify({ offset: 840_000_002, at: Date.now() - 7 * 24 * 3600_000 })
    await aTelegramChannel(bot, telegram.baseUrl, { mode, sink, pollPosition: weekAgo })
    await sink.until(({ texts }) => texts.length === 2)
  })

  it('says that its token is of no use any more', async () => {
    const { bot, sink, close, telegram } = await aTelegramConversation(mode)
    await close()
    bot.isRevoked = true
    await aTelegramChannel(bot, telegram.baseUrl, { mode, sink })
    await sink.until(({ healths }) => healths.at(-1) === 'stopped: auth')
  })

  it('is reached again after Telegram was away', async () => {
    const { bot, sink, close, telegram } = await aTelegramConversation(mode)
    await sink.until(({ healths }) => healths.at(-1) === 'green')
    await close()
    bot.faults.plan({ kind: 'badGateway' })
    bot.faults.plan({ kind: 'serverError' })
    await aTelegramChannel(bot, telegram.baseUrl, { mode, sink })
    bot.userWrites(anna, 'Снова')
    await sink.until(({ texts, healths }) => texts.length === 2 && healths.length === 3)
    expect(sink.healths).toEqual(['green', 'degraded: unreachable', 'green'])
  })
})

describe('a polled bot', () => {
  it('gives a batch back to Telegram only after it is stored', async () => {
    const { bot, sink } = await aTelegramConversation()
    sink.fails(1)
    bot.userWrites(anna, 'Не потеряйте')
    await sink.until(({ texts }) => texts.length === 2)
    await sink.until(({ positions }) => positions.length === 2)
    expect(sink.healths).toContain('degraded: storeUnavailable')
    await bot.until(() => bot.updates.pending === 0)
  })

  it('goes on where it stood', async () => {
    const { bot, sink, close, telegram } = await aTelegramConversation()
    await close()
    bot.userWrites(anna, 'Пока вас не было')
    const { sink: next } = await aTelegramChannel(bot, telegram.baseUrl, {
      pollPosition: sink.positions.at(-1) ?? null,
    })
    await next.until(({ texts }) => texts.length === 1)
    expect(next.texts).toEqual(['Пока вас не было'])
  })

  it('removes a webhook of its own first, and lets one that comes later be', async () => {
    const { bot, sink } = await aTelegramConversation()
    const foreign = { url: 'http://127.0.0.1:9/other', secret: null, allowed: [] }
    bot.updates.setWebhook(foreign)
    await sink.until(({ healths }) => healths.at(-1) === 'stopped: takenByAnother')
    expect(bot.updates.webhook).toEqual(foreign)
  })

  it('says that another hub polls the same bot', async () => {
    const { bot, sink, telegram } = await aTelegramConversation()
    await bot.until(() => bot.updates.isPolled)
    const other = `${telegram.baseUrl}/bot${bot.profile.token}/getUpdates`
    expect((await fetch(other)).status).toBe(200)
    await sink.until(({ healths }) => healths.at(-1) === 'stopped: takenByAnother')
  })

  it('stops at once, in the middle of a poll', async () => {
    const { close } = await aTelegramConversation()
    await close()
  })
})

describe('a bot with a webhook', () => {
  it('registers it with a secret and the events it wants', async () => {
    const { bot, webhookUrl } = await aTelegramConversation('webhook')
    expect(bot.updates.webhook).toEqual({
      ...{ url: webhookUrl, secret: 'webhook_secret-of_this-channel' },
      allowed: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'],
    })
  })

  it('lets nobody in without the secret', async () => {
    const { webhookUrl, sink } = await aTelegramConversation('webhook')
    const forged = await fetch(webhookUrl, { method: 'POST', body: '{"update_id":1}' })
    expect(forged.status).toBe(401)
    expect(sink.raws.size).toBe(1)
  })

  it('gives it back when it is disconnected, and keeps it over a restart', async () => {
    const first = await aTelegramConversation('webhook')
    await first.close('stopping')
    expect(first.bot.updates.webhook).not.toBeNull()
    const second = await aTelegramConversation('webhook')
    await second.close('disconnected')
    expect(second.bot.updates.webhook).toBeNull()
  })

  it('leaves the one of another system where it is', async () => {
    const { bot, close } = await aTelegramConversation('webhook')
    const foreign = { url: 'https://another.example/telegram', secret: null, allowed: [] }
    bot.updates.setWebhook(foreign)
    await close('disconnected')
    expect(bot.updates.webhook).toEqual(foreign)
  })
})

describe('sending to Telegram', () => {
  it('brings a text as it was written, and knows its number there', async () => {
    const { bot, send } = await aTelegramConversation()
    expect(await send({ text: 'Есть: <b>серый</b> и _синий_' })).toEqual([
      { kind: 'sent', externalMessageIds: ['102'], status: 'sent' },
    ])
    expect(bot.seenBy(anna)).toMatchObject([{ messageId: 102, text: 'Есть: <b>серый</b> и _синий_' }])
  })

  it('brings a long text in parts and answers a message', async () => {
    const { bot, send } = await aTelegramConversation()
    await send({ text: `${'а'.repeat(4000)} ${'б'.repeat(200)}`, replyToExternalId: '101' })
    expect(bot.seenBy(anna).map(({ text, replyTo }) => [text.length, replyTo])).toEqual([
      [4000, 101],
      [200, null],
    ])
  })

  it('brings buttons, and tells Telegram that a press was noticed', async () => {
    const { bot, send, sink, channel } = await aTelegramConversation()
    const [sent] = await send({ text: 'Беру?', buttons: [[{ id: 'yes', label: 'Да', url: null }]] })
    bot.userPresses(anna, sent?.kind === 'sent' ? Number(sent.externalMessageIds[0]) : 0, 'Да')
    await sink.until(({ raws }) => raws.size === 2)
    const press = sink.events.at(-1)
    expect(press).toMatchObject({ kind: 'buttonPressed', label: 'Да', buttonId: 'yes' })
    channel.received?.([...sink.raws.values()])
    await bot.until(() => bot.answeredPresses.length === 1)
  })

  it('brings files byte by byte under their names', async () => {
    const { bot, send, attach } = await aTelegramConversation()
    const bytes = Buffer.from('%PDF-1.7 договор')
    const paper = attach({ name: 'Договор "7"; v2.pdf' }, aFile('a', bytes))
    expect(await send({ text: 'Договор', attachments: [paper] })).toMatchObject([{ kind: 'sent' }])
    const [seen] = bot.seenBy(anna)
    expect(seen).toMatchObject({ method: 'sendDocument', text: 'Договор', fileName: 'Договор _7_; v2.pdf' })
    expect(seen?.file?.bytes.equals(bytes)).toBe(true)
  })

  it('brings pictures as an album with one caption', async () => {
    const { bot, send, attach } = await aTelegramConversation()
    const looks = { kind: 'picture', mediaType: 'image/png', width: 20, height: 10 } as const
    const pictures = [1, 2, 3].map((n) => attach({ ...looks, name: `${n}.png` }, aFile(`${n}`, aPng(20, 10))))
    const [result, ...more] = await send({ text: 'Три вида', attachments: pictures })
    expect(more).toEqual([])
    expect(result).toMatchObject({ kind: 'sent', externalMessageIds: ['102', '103', '104'] })
    expect(bot.seenBy(anna).map(({ text, album }) => [text, album === bot.seenBy(anna)[0]?.album])).toEqual([
      ['Три вида', true],
      ['', true],
      ['', true],
    ])
  })

  it.each([
    ['voice', { kind: 'voice', name: 'v.ogg', mediaType: 'audio/ogg', durationMs: 2000 }, 'sendVoice'],
    ['a video', { kind: 'video', name: 'v.mp4', mediaType: 'video/mp4' }, 'sendVideo'],
    ['a song', { kind: 'audio', name: 's.mp3', mediaType: 'audio/mpeg' }, 'sendAudio'],
    ['a moving picture', { kind: 'picture', name: 'g.gif', mediaType: 'image/gif' }, 'sendAnimation'],
  ] as const)('brings %s in its own way', async (_case, looks, method) => {
    const { bot, send, attach } = await aTelegramConversation()
    expect(await send({ attachments: [attach(looks, aFile('a', Buffer.from('bytes')))] })).toMatchObject([
      { kind: 'sent' },
    ])
    expect(bot.seenBy(anna)).toMatchObject([{ method, fileName: looks.name }])
  })

  it('fails honestly when a file is not in the store', async () => {
    const { send, attach } = await aTelegramConversation()
    const lost = { ...attach({}, '/nowhere'), id: attach({}, '/nowhere').id }
    const [gone] = await send({ attachments: [{ ...lost, id: `${lost.id}x` as typeof lost.id }] })
    expect(gone).toMatchObject({ kind: 'failed', reason: 'bad_media' })
  })

  it('shows that somebody is writing, not more often than it is seen', async () => {
    const { bot, channel } = await aTelegramConversation()
    for (let times = 0; times < 5; times++) channel.typing('5001', 'Регина')
    await bot.until(() => bot.calls.some(({ method }) => method === 'sendChatAction'))
    expect(bot.calls.filter(({ method }) => method === 'sendChatAction')).toHaveLength(1)
  })
})

describe('a group that has become another one', () => {
  it('gets what was sent to where it was', async () => {
    const { bot, send } = await aTelegramConversation()
    const group = bot.chats.addGroup('Стройка')
    const asked = { text: 'Всем привет', externalChat: String(group.id), replyToExternalId: '5' }
    const upgraded = bot.groupUpgrades(group)
    expect(await send(asked)).toMatchObject([{ kind: 'sent', movedTo: String(upgraded.id) }])
    expect(bot.seenIn(upgraded.id)).toMatchObject([{ text: 'Всем привет', replyTo: null }])
  })

  it('is not quoted by a number that means another message now', async () => {
    const { bot, send } = await aTelegramConversation()
    const group = bot.chats.addGroup('Стройка')
    const upgraded = bot.groupUpgrades(group)
    const asked = { text: 'Да', externalChat: String(upgraded.id), replyToExternalId: '1' }
    await send({ ...asked, replyToChat: String(group.id) })
    await send({ ...asked, replyToChat: null })
    expect(bot.seenIn(upgraded.id).map(({ replyTo }) => replyTo)).toEqual([null, 1])
  })
})

describe('a send that goes wrong', () => {
  it('fails as blocked when the contact has blocked the bot', async () => {
    const { bot, send } = await aTelegramConversation()
    bot.userBlocksSilently(anna)
    expect(await send({ text: 'Вы здесь?' })).toMatchObject([{ kind: 'failed', reason: 'blocked' }])
  })

  it('fails as not found when nobody is there', async () => {
    const { bot, send } = await aTelegramConversation()
    expect(await send({ text: 'Вы кто?', externalChat: '404' })).toMatchObject([
      { kind: 'failed', reason: 'not_found' },
    ])
    bot.userDeletesAccount(anna)
    expect(await send({ text: 'Вы где?' })).toMatchObject([{ kind: 'failed', reason: 'not_found' }])
  })

  it('waits when Telegram asks to', async () => {
    const { bot, send } = await aTelegramConversation()
    bot.faults.plan({ kind: 'flood', seconds: 3 }, { method: 'sendMessage' })
    expect(await send({ text: 'Быстро' })).toMatchObject([{ kind: 'retry', afterMs: 3000, reason: 'rate_limited' }])
    expect(bot.seenBy(anna)).toEqual([])
  })

  it.each(['lost', 'cutBefore', 'serverError', 'badGateway'] as const)('is in doubt after %s', async (kind) => {
    const { bot, send } = await aTelegramConversation()
    bot.faults.plan({ kind }, { method: 'sendMessage' })
    expect(await send({ text: 'Дошло?' })).toMatchObject([{ kind: 'unconfirmed' }])
    expect(bot.seenBy(anna)).toHaveLength(kind === 'lost' ? 1 : 0)
  })

  it('is certain when there was no connection', async () => {
    const fakes = await someFakeMessengers()
    const bot = fakes.telegram.addBot()
    const { send } = await aTelegramChannel(bot, fakes.telegram.baseUrl)
    await fakes.stop()
    expect(await send({ text: 'Дошло?' })).toMatchObject([{ kind: 'retry', reason: 'temporary' }])
  })

  it('tells nobody the token', async () => {
    const { bot, send, sink } = await aTelegramConversation()
    bot.faults.plan({ kind: 'refused', code: 400, description: `Bad Request: ${bot.profile.token}` })
    bot.faults.plan({ kind: 'cutBefore' })
    const results = [...(await send({ text: 'а' })), ...(await send({ text: 'б' }))]
    expect(JSON.stringify([results, sink.healths])).not.toContain(bot.profile.token)
  })
})

describe('files a contact sends', () => {
  const read = async (body: AsyncIterable<Uint8Array>) => {
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  async function aReceivedFile(bytes: Buffer) {
    const conversation = await aTelegramConversation()
    const { bot, sink } = conversation
    bot.userSendsFile(anna, 'scan.pdf', 'application/pdf', bytes)
    await sink.until(({ raws }) => raws.size === 2)
    const event = sink.events.at(-1)
    const source = event?.kind === 'message' ? event.attachments[0]?.source : undefined
    const reference = source?.kind === 'remote' ? source.reference : ''
    return { ...conversation, reference }
  }

  it('are fetched byte by byte', async () => {
    const bytes = Buffer.alloc(100_000, 'абв')
    const { channel, reference } = await aReceivedFile(bytes)
    const { body, size } = await channel.fetch(reference)
    expect(size).toBe(bytes.length)
    expect((await read(body)).equals(bytes)).toBe(true)
  })

  it.each([
    ['missing', 'notFound', false],
    ['flood', 'unavailable', true],
    ['serverError', 'unavailable', true],
    ['moved', 'redirect', false],
    ['truncated', 'truncated', true],
    ['wrongLength', 'truncated', true],
    ['endless', 'tooBig', false],
  ] as const)('say why they cannot be had: %s', async (fault, reason, canRetry) => {
    const { channel, reference, bot } = await aReceivedFile(Buffer.alloc(50_000, 1))
    bot.files.breaks(reference, fault)
    const attempt = async () => read((await channel.fetch(reference)).body)
    await expect(attempt()).rejects.toMatchObject({ name: 'FetchFailed', reason, canRetry })
  })

  it('say when Telegram itself does not give them', async () => {
    const { channel } = await aReceivedFile(Buffer.from('x'))
    await expect(channel.fetch('unknown')).rejects.toMatchObject({ reason: 'notFound', canRetry: false })
    const big = await aReceivedFile(Buffer.alloc(20 * 1024 * 1024 + 1))
    await expect(big.channel.fetch(big.reference)).rejects.toMatchObject({ reason: 'tooBig', canRetry: false })
  })
})
