import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Attachment } from '#protocol/attachment'
import type { ConversationView } from '#protocol/events'
import type { AttachmentId, ConversationId } from '#protocol/ids'
import type { Entry, MessageEntry } from '#protocol/message'
import { telegram } from '#server/channels/telegram/telegram'
import { Outgoing } from '#server/outgoing'
import { systemClock, systemRandom, systemTimers } from '#server/platform'
import { aFreePort } from '#test/support/a-free-port'
import { fuzzDoor } from '#test/support/a-fuzzed-webhook'
import { aPng } from '#test/support/a-png'
import { aRunningHub, type RawDevice, type TestRunningHub } from '#test/support/a-running-hub'
import { anna, aTelegramForm, oleg, someFakeMessengers } from '#test/support/a-telegram-channel'
import type { FakeBot } from '#test/support/fake-messengers/telegram/bot'
import { updateFixtures } from '#test/support/telegram-updates'

const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(700_000, 'договор')])

/** The real hub with the real adapter, and the stand-in where Telegram would be. */
async function aCompany(publicUrl: string | null = null, port = 0) {
  const { telegram: fake } = await someFakeMessengers()
  const bot = fake.addBot({ name: 'Север Дом' })
  const outgoing = new Outgoing(systemTimers)
  const kinds = [
    telegram({ ...{ clock: systemClock, timers: systemTimers, random: systemRandom }, outgoing, publicUrl }),
  ]
  const hub = await aRunningHub({ kinds, config: { publicUrl, port } })
  await hub.operator('admin', 'administrator')
  await hub.operator('regina')
  return { fake, bot, hub, admin: await hub.device('admin') }
}

async function aConnectedBot(
  mode: 'polling' | 'webhook' = 'polling',
  publicUrl: string | null = null,
  port = 0,
  traits: { readonly groups?: boolean } = {},
) {
  const company = await aCompany(publicUrl, port)
  const { admin, bot, fake, hub } = company
  const form = { ...aTelegramForm(bot, fake.baseUrl, mode), ...traits }
  const made = await admin.command({ kind: 'channel.connect', name: 'Telegram', receiver: null, form })
  if (!made.ok) throw new Error(made.refusal.code)
  const regina = await hub.device('regina')
  await regina.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  const desk = new Desk(hub, regina, bot)
  return { ...company, desk, regina, channelId: made.value.id }
}

/** Regina at her desk: what she sees of a person's conversation, and what she does in it. */
class Desk {
  constructor(
    readonly hub: TestRunningHub,
    readonly device: RawDevice,
    readonly bot: FakeBot,
  ) {}

  #token: string | null = null

  async conversation(name: string): Promise<ConversationId | undefined> {
    for (const section of ['mine', 'unassigned', 'closed'] as const) {
      const { rows } = await this.device.ask({ kind: 'conversations.list', section, after: null, limit: 50 })
      const found = rows.find(({ contactName }) => contactName === name)
      if (found !== undefined) return found.id
    }
    return undefined
  }

  async view(name = 'Анна К.'): Promise<ConversationView | undefined> {
    const conversationId = await this.conversation(name)
    return conversationId && (await this.device.ask({ kind: 'conversation.open', conversationId }))
  }

  /** The conversation's entries once this is so. */
  async until(isSo: (entries: readonly Entry[]) => boolean, name?: string): Promise<readonly Entry[]> {
    for (let attempt = 0; ; attempt++) {
      const entries = (await this.view(name))?.entries ?? []
      if (isSo(entries)) return entries
      if (attempt > 60) throw new Error(`not seen; the stream is ${JSON.stringify(entries.map(inShort))}`)
      // Ever slower: the hub limits how often one may ask.
      await new Promise((resolve) => setTimeout(resolve, Math.min(20 * 1.3 ** attempt, 400)))
    }
  }

  async messages(count: number, isSo: (messages: readonly MessageEntry[]) => boolean = () => true) {
    const found = (entries: readonly Entry[]) => entries.filter((entry) => entry.kind === 'message')
    return found(await this.until((entries) => found(entries).length === count && isSo(found(entries))))
  }

  async says(text: string, attachments: AttachmentId[] = []) {
    return this.saysIn('Анна К.', text, { attachments })
  }

  async saysIn(name: string, text: string, more: { attachments?: AttachmentId[]; replyToSeq?: number } = {}) {
    const conversationId = await this.conversation(name)
    if (conversationId === undefined) throw new Error(`${name} has not written`)
    const said = { text, attachments: [], replyToSeq: null, ...more }
    return this.device.command({ kind: 'message.send', conversationId, ...said })
  }

  async #request(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers = {}) {
    this.#token ??= (await this.hub.signIn('regina', 'browser')).token
    const authorization = `Bearer ${this.#token}`
    return fetch(`${this.hub.url}${path}`, { method, headers: { authorization, ...headers }, ...(body && { body }) })
  }

  async uploads(name: string, bytes: Buffer): Promise<AttachmentId> {
    const body = JSON.stringify({ name, mediaType: '', size: bytes.length })
    const begun = await this.#request('POST', '/files/uploads', body, { 'content-type': 'application/json' })
    const { uploadId } = z.object({ uploadId: z.string() }).parse(await begun.json())
    for (let offset = 0; ; offset += 512 * 1024) {
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
      const piece = new Uint8Array(bytes.subarray(offset, offset + 512 * 1024))
      const sent = await this.#request('PATCH', `/files/uploads/${uploadId}`, piece, headers)
      const { attachment } = z.object({ attachment: Attachment.optional() }).parse(await sent.json())
      if (attachment !== undefined) return attachment.id
    }
  }

  async downloads(id: AttachmentId): Promise<Buffer> {
    const response = await this.#request('GET', `/files/${id}`)
    if (!response.ok) throw new Error(`status ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }
}

const inShort = (entry: Entry) =>
  entry.kind === 'message' ? `${entry.text} ${entry.attachments.map(({ state }) => state.kind)}` : entry.kind
const isStored = (messages: readonly MessageEntry[]) =>
  messages.every(({ attachments }) => attachments.every(({ state }) => state.kind === 'stored'))
const isSent = (messages: readonly MessageEntry[]) =>
  messages.every(({ delivery }) => delivery === null || delivery.status === 'sent')

describe('connecting a bot of Telegram', () => {
  it('says that there is no such bot, and saves nothing', async () => {
    const { admin, bot, fake } = await aCompany()
    const form = { ...aTelegramForm(bot, fake.baseUrl), token: '1:wrong' }
    expect(await admin.command({ kind: 'channel.check', form, channelId: null })).toMatchObject({
      refusal: { code: 'BOT_NOT_FOUND' },
    })
    expect(await admin.command({ kind: 'channel.connect', name: 'Бот', receiver: null, form })).toMatchObject({
      refusal: { code: 'BOT_NOT_FOUND' },
    })
    expect(await admin.ask({ kind: 'channels.details' })).toEqual([])
  })

  it('shows whose token it is, and connects it once', async () => {
    const { admin, bot, fake, hub } = await aCompany()
    const form = aTelegramForm(bot, fake.baseUrl)
    expect(await admin.command({ kind: 'channel.check', form, channelId: null })).toMatchObject({
      value: { name: 'Север Дом', account: '@sever_dom_bot' },
    })
    const connect = () => admin.command({ kind: 'channel.connect', name: 'Бот', receiver: null, form })
    expect(await connect()).toMatchObject({
      value: {
        isConnected: true,
        connection: { botName: 'Север Дом', botUsername: '@sever_dom_bot', tokenEnd: bot.profile.token.slice(-4) },
      },
    })
    expect(await connect()).toMatchObject({ refusal: { code: 'BOT_ALREADY_CONNECTED' } })
    expect(admin.raw.join()).not.toContain(bot.profile.token)
    expect(hub.lines.join()).not.toContain(bot.profile.token)
  })
})

describe.each(['polling', 'webhook'] as const)('a conversation over Telegram by %s', (mode) => {
  const connected = async () => {
    if (mode === 'polling') return aConnectedBot()
    const port = await aFreePort()
    return aConnectedBot('webhook', `http://127.0.0.1:${port}`, port)
  }

  it('goes both ways, each word once', async () => {
    const { bot, desk } = await connected()
    bot.updates.copies = 2
    const written = bot.userWrites(anna, 'Здравствуйте')
    await desk.messages(1)
    bot.updates.repeat(written)
    bot.userWrites(anna, 'Есть диван?')
    await desk.messages(2)
    expect(await desk.says('Есть серый')).toMatchObject({ ok: true })
    const messages = await desk.messages(3, isSent)
    expect(messages.map(({ text }) => text)).toEqual(['Здравствуйте', 'Есть диван?', 'Есть серый'])
    expect(bot.seenBy(anna).map(({ text }) => text)).toEqual(['Есть серый'])
  })
})

describe('the webhook of a connected bot', () => {
  it('answers whatever comes, never with a failure of its own, and goes on', async () => {
    const port = await aFreePort()
    const { bot, desk } = await aConnectedBot('webhook', `http://127.0.0.1:${port}`, port)
    await bot.until(() => bot.calls.some(({ method }) => method === 'setWebhook'))
    const { url, secret } = bot.updates.webhook ?? { url: '', secret: '' }
    const call = async (body: string | Uint8Array<ArrayBuffer>, key: string) => {
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': key }
      return (await fetch(url, { method: 'POST', headers, body })).status
    }
    const sign = () => ({ 'x-telegram-bot-api-secret-token': secret ?? '' })
    const answers = await fuzzDoor({ fixtures: updateFixtures.map(({ update }) => update), sign }, url, 400, 7)
    expect(answers.get(200)).toBeGreaterThan(200)
    expect(await call('{"update_id":1}', 'guessed')).toBe(401)
    expect(await call('['.repeat(100) + ']'.repeat(100), secret ?? '')).toBe(400)
    bot.userWrites(oleg, 'Я настоящий')
    await desk.until((all) => all.some((one) => one.kind === 'message' && one.text === 'Я настоящий'), 'Олег')
  })
})

describe('files over Telegram', () => {
  it('come from the contact: a picture, a paper, a voice, an album', async () => {
    const { bot, desk } = await aConnectedBot()
    bot.userSendsPhoto(anna, aPng(40, 30), 'Вот царапина')
    bot.userSendsFile(anna, '../../Договор.pdf', 'application/pdf', paper)
    bot.userSendsVoice(anna, Buffer.from('OggS voice'), 3)
    bot.userSendsAlbum(anna, [aPng(10, 10), aPng(20, 20)], 'Два вида')
    const messages = await desk.messages(5, isStored)
    expect(messages.map(({ text, attachments }) => [text, attachments[0]?.kind, attachments[0]?.name])).toEqual([
      ['Вот царапина', 'picture', expect.stringMatching(/\.png$/)],
      ['', 'file', 'Договор.pdf'],
      ['', 'voice', expect.stringMatching(/\.ogg$/)],
      ['Два вида', 'picture', expect.anything()],
      ['', 'picture', expect.anything()],
    ])
    expect(messages[0]?.attachments[0]).toMatchObject({ mediaType: 'image/png', width: 40, height: 30 })
    expect(messages[3]?.album).toBe(messages[4]?.album)
    const [, document] = messages
    expect((await desk.downloads(document?.attachments[0]?.id ?? ('' as AttachmentId))).equals(paper)).toBe(true)
  })

  it('go to the contact: pictures as an album with the text, a paper as it is', async () => {
    const { bot, desk } = await aConnectedBot()
    bot.userWrites(anna, 'Покажите')
    await desk.messages(1)
    const pictures = [await desk.uploads('раз.png', aPng(40, 30)), await desk.uploads('два.png', aPng(30, 40))]
    expect(await desk.says('Вот два', pictures)).toMatchObject({ ok: true })
    expect(await desk.says('', [await desk.uploads('Договор.pdf', paper)])).toMatchObject({ ok: true })
    await desk.messages(3, isSent)
    const seen = bot.seenBy(anna)
    expect(seen.map(({ method, text, fileName }) => [method, text, fileName])).toEqual([
      ['sendMediaGroup', 'Вот два', 'раз.png'],
      ['sendMediaGroup', '', 'два.png'],
      ['sendDocument', '', 'Договор.pdf'],
    ])
    expect(seen[2]?.file?.bytes.equals(paper)).toBe(true)
  })

  it('that cannot be had are tried again, and said to be missing when they are gone', async () => {
    const { bot, desk, regina } = await aConnectedBot()
    const file = bot.userSendsFile(anna, 'scan.pdf', 'application/pdf', paper)
    const reference = z.object({ message: z.object({ document: z.object({ file_id: z.string() }) }) }).parse(file)
    bot.files.breaks(reference.message.document.file_id, 'truncated')
    const [message] = await desk.messages(1)
    expect(message?.attachments[0]?.state.kind).toBe('pending')
    bot.files.breaks(reference.message.document.file_id, 'missing')
    await desk.messages(1, ([one]) => one?.attachments[0]?.state.kind === 'failed')
    const retry = {
      conversationId: (await desk.conversation('Анна К.')) ?? ('' as ConversationId),
      attachmentId: message?.attachments[0]?.id ?? ('' as AttachmentId),
    }
    expect(await regina.command({ kind: 'attachment.retry', ...retry })).toMatchObject({
      refusal: { code: 'FILE_NOT_RECEIVED' },
    })
  })
})

describe('a contact in Telegram', () => {
  it('presses a button: it is noticed there and stands in the history here', async () => {
    const { bot, desk } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await desk.messages(1)
    await desk.says('Подходит?')
    await desk.messages(2, isSent)
    const [question] = bot.seenBy(anna)
    if (question === undefined) throw new Error('not sent')
    question.buttons = [[{ text: 'Да', callback_data: 'yes' }]]
    bot.userPresses(anna, question.messageId, 'Да')
    const entries = await desk.until((all) =>
      all.some((one) => one.kind === 'system' && one.event.kind === 'buttonPressed'),
    )
    expect(entries.at(-1)).toMatchObject({
      event: { kind: 'buttonPressed', label: 'Да', messageSeq: expect.any(Number) },
    })
    await bot.until(() => bot.answeredPresses.length === 1)
  })

  it('edits what he wrote', async () => {
    const { bot, desk } = await aConnectedBot()
    const written = bot.userWrites(anna, 'Диван серый')
    await desk.messages(1)
    bot.userEdits(anna, written, 'Диван синий')
    const [message] = await desk.messages(1, ([one]) => one?.editedAt !== null)
    expect(message).toMatchObject({ text: 'Диван синий' })
  })

  it('blocks the bot: it stands in the history, nothing more is sent, and his next word lifts it', async () => {
    const { bot, desk } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await desk.messages(1)
    bot.userBlocks(anna)
    await desk.until((all) => all.some((one) => one.kind === 'system' && one.event.kind === 'contactBlocked'))
    expect((await desk.view())?.row.isBlocked).toBe(true)
    expect(await desk.says('Вы здесь?')).toMatchObject({ refusal: { code: 'CONTACT_BLOCKED' } })
    bot.userUnblocks(anna)
    bot.userWrites(anna, 'Я вернулась')
    await desk.messages(2)
    expect(await desk.says('Рады видеть')).toMatchObject({ ok: true })
    await desk.messages(3, isSent)
  })

  it('has blocked the bot unheard: the reply fails with its reason, and the history says so', async () => {
    const { bot, desk } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await desk.messages(1)
    bot.userBlocksSilently(anna)
    await desk.says('Вы здесь?')
    const entries = await desk.until((all) =>
      all.some((one) => one.kind === 'system' && one.event.kind === 'contactBlocked'),
    )
    expect(entries.find((one) => one.kind === 'message' && one.text === 'Вы здесь?')).toMatchObject({
      delivery: { status: 'failed', reason: 'blocked' },
    })
  })

  it('only pressed start: nobody is troubled until he writes', async () => {
    const { bot, desk } = await aConnectedBot()
    bot.userStarts(oleg, 'shop_7')
    bot.userWrites(anna, 'Здравствуйте')
    await desk.messages(1)
    expect(await desk.conversation('Олег')).toBeUndefined()
    bot.userWrites(oleg, 'И я')
    await desk.until((entries) => entries.length > 0, 'Олег')
  })
})

describe('a group that was upgraded', () => {
  const name = 'Стройка'
  const isDone = (text: string) => (all: readonly Entry[]) =>
    all.some((one) => one.kind === 'message' && one.text === text && one.delivery?.status === 'sent')

  it.each([
    ['is told of', true],
    ['is found out by a send', false],
  ])('goes on in the same conversation, and leaves what was written before alone, when it %s', async (_how, isTold) => {
    const { bot, desk, regina } = await aConnectedBot('polling', null, 0, { groups: true })
    const group = bot.chats.addGroup(name)
    bot.userWritesInGroup(anna, group, 'Когда привезёте?')
    await desk.until((all) => all.length > 0, name)
    const conversationId = (await desk.conversation(name)) ?? ('' as ConversationId)
    await desk.saysIn(name, 'Завтра')
    const before = (await desk.until(isDone('Завтра'), name)).filter((one) => one.kind === 'message')
    const [question, early] = before
    if (question === undefined || early === undefined) throw new Error('nothing was said')
    const upgraded = bot.groupUpgrades(group, isTold)
    await desk.saysIn(name, 'В десять', { replyToSeq: question.seq })
    const late = (await desk.until(isDone('В десять'), name)).findLast((one) => one.kind === 'message')
    expect(bot.seenIn(upgraded.id)).toMatchObject([{ text: 'В десять', replyTo: null }])
    const edit = (seq: number, text: string) => regina.command({ kind: 'message.edit', conversationId, seq, text })
    expect(await edit(early.seq, 'Послезавтра')).toMatchObject({ refusal: { code: 'CHAT_MOVED' } })
    expect(await regina.command({ kind: 'message.delete', conversationId, seq: early.seq })).toMatchObject({
      refusal: { code: 'CHAT_MOVED' },
    })
    expect(await edit(late?.seq ?? 0, 'В одиннадцать')).toMatchObject({ ok: true })
    expect(bot.seenIn(upgraded.id)).toMatchObject([{ text: 'В одиннадцать' }])
    bot.userWritesInGroup(anna, upgraded, 'Ждём')
    await desk.until((all) => all.some((one) => one.kind === 'message' && one.text === 'Ждём'), name)
    expect(await desk.conversation(name)).toBe(conversationId)
  })
})

describe('a bot whose token is revoked while the hub runs', () => {
  it('stops, says so to the administrator, and fails what is sent', async () => {
    const { bot, desk, admin, channelId } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await desk.messages(1)
    bot.isRevoked = true
    await desk.says('Ответ')
    await desk.messages(2, (messages) => messages.at(-1)?.delivery?.status === 'failed')
    const channel = async () => (await admin.ask({ kind: 'channels.details' })).find(({ id }) => id === channelId)
    expect((await channel())?.health).toMatchObject({ kind: 'stopped', reason: 'auth' })
  })
})
