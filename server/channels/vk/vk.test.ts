import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aPng } from '#test/support/a-png'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aVk, aVkChannel, aVkForm, boss, petr, vera } from '#test/support/a-vk-channel'
import { anOpenChannel } from '#test/support/an-open-channel'
import { eventually } from '#test/support/eventually'
import { internal, tooFast } from '#test/support/fake-messengers/vk/faults'

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300, 7)])

/** A file of the store, as delivery would give it. */
const aFile = (name: string, bytes: Buffer) => {
  const path = join(aTemporaryFolder(), name)
  writeFileSync(path, bytes)
  return { path, size: bytes.length, url: null }
}

async function aConversation(situation: Parameters<typeof aVkChannel>[0] = {}) {
  const stand = await aVkChannel(situation)
  const { community, sink } = stand
  await community.until(() => community.news.isHeard)
  community.userWrites(vera, 'Здравствуйте')
  await eventually(() => sink.raws.size, 1)
  return stand
}

const kindsOf = ({ sink }: { readonly sink: { readonly events: readonly { readonly kind: string }[] } }) =>
  sink.events.map(({ kind }) => kind)

describe('checking a token', () => {
  const check = async (more: object = {}, profile = {}) => {
    const { vk } = await someFakeMessengers()
    const community = vk.addCommunity(profile)
    return { community, outcome: await aVk().check({ ...aVkForm(community, vk.baseUrl), ...more }) }
  }

  it('shows whose it is', async () => {
    const { community, outcome } = await check({}, { picture: jpeg })
    expect(outcome).toEqual({
      ok: true,
      value: {
        ...{ account: '@sever_dom', name: 'Север Дом', link: 'https://vk.com/sever_dom', notes: [] },
        ...{ picture: `data:image/jpeg;base64,${jpeg.toString('base64')}`, accountKey: String(community.id) },
      },
    })
  })

  it('finds no community for a wrong one', async () => {
    expect((await check({ token: 'vk1.a.wrong' })).outcome).toMatchObject({ refusal: { code: 'BOT_NOT_FOUND' } })
  })

  it('names the rights that are missing; the wall only where comments are answered', async () => {
    const profile = { rights: ['messages', 'photos'] }
    const missing = (rights: string) => ({ refusal: { code: 'RIGHTS_MISSING', facts: { rights } } })
    expect((await check({}, profile)).outcome).toMatchObject(missing('manage,docs,wall'))
    expect((await check({ comments: false }, profile)).outcome).toMatchObject(missing('manage,docs'))
  })

  it('tells of switches that are off, where VK tells of them', async () => {
    const { vk } = await someFakeMessengers()
    const community = vk.addCommunity()
    community.settings = { messages: 0, bots_capabilities: 0 }
    expect(await aVk().check(aVkForm(community, vk.baseUrl))).toMatchObject({
      value: { notes: ['messagesOff', 'botFeaturesOff'] },
    })
  })

  it('takes a webhook only where the hub can be reached, and says that VK is away', async () => {
    expect((await check({ mode: 'webhook' })).outcome).toMatchObject({ refusal: { code: 'NEEDS_PUBLIC_ADDRESS' } })
    const fakes = await someFakeMessengers()
    const community = fakes.vk.addCommunity()
    await fakes.stop()
    const outcome = await aVk().check(aVkForm(community, fakes.vk.baseUrl))
    expect(outcome).toMatchObject({ refusal: { code: 'MESSENGER_UNREACHABLE' } })
    expect(JSON.stringify(outcome)).not.toContain(community.profile.token)
  })
})

describe.each(['polling', 'webhook'] as const)('a community connected by %s', (mode) => {
  const situation = { mode, publicUrl: 'http://127.0.0.1' }

  it('brings what people write and do, in order, with their names', async () => {
    const { community, sink } = await aConversation(situation)
    community.userWrites(petr, 'Есть диван?')
    community.userReacts(vera, 12, 4)
    community.userReads(vera)
    community.userDenies(petr)
    community.userAllows(petr)
    community.adminWrites(vera, boss, 'Отвечу из ВК')
    await eventually(() => sink.raws.size, 7)
    expect(sink.events).toMatchObject([
      { kind: 'message', text: 'Здравствуйте', sender: { name: 'Вера Соколова', username: 'vera_s' } },
      { kind: 'message', text: 'Есть диван?', sender: { name: 'Пётр', externalId: '1900000002' } },
      { kind: 'reaction', emoji: '👍' },
      { kind: 'receiptUpTo' },
      { kind: 'blocked', externalChat: '1900000002' },
      { kind: 'unblocked' },
      { kind: 'writtenElsewhere', author: 'Ольга Главная', text: 'Отвечу из ВК' },
    ])
    expect(sink.healths).toEqual(['green'])
  })

  it('tells of typing and keeps nothing of it', async () => {
    const { community, sink } = await aConversation(situation)
    community.userTypes(vera)
    await eventually(() => sink.typists, ['7001'])
    expect(sink.raws.size).toBe(1)
  })

  it('leaves out what we have sent ourselves', async () => {
    const { community, sink, send } = await aConversation(situation)
    expect(await send({ text: 'Добрый день' })).toMatchObject([{ kind: 'sent', externalMessageIds: ['12'] }])
    community.userWrites(vera, 'И ещё')
    await eventually(() => sink.raws.size, 2)
    expect(kindsOf({ sink })).toEqual(['message', 'message'])
  })

  it('loses no word when nobody can be asked for a name', async () => {
    const stand = await aVkChannel(situation)
    const { community, sink } = stand
    community.faults.plan(internal, { method: 'users.get', times: 5 })
    await community.until(() => community.news.isHeard)
    community.userWrites(vera, 'Здравствуйте')
    await eventually(
      () => sink.events,
      [expect.objectContaining({ sender: expect.objectContaining({ name: 'id7001' }) })],
    )
  })

  it('answers a press, so that the button rests', async () => {
    const { community, sink, send } = await aConversation(situation)
    await send({ text: 'Подходит?', buttons: [[{ id: 'yes', label: 'Да', url: null }]] })
    community.userPresses(vera, 12, 'Да')
    await eventually(() => sink.events.at(-1)?.kind, 'buttonPressed')
    expect(sink.events.at(-1)).toMatchObject({ label: 'Да', buttonId: 'yes', externalMessageId: '12' })
    await community.until(() => community.calls.some(({ method }) => method === 'messages.sendMessageEventAnswer'))
  })

  it('says that its token is of no use any more', async () => {
    const { community, close, open } = await aConversation(situation)
    await close()
    community.isRevoked = true
    const { sink } = await open()
    await eventually(() => sink.healths, ['stopped: auth'])
  })

  it('is reached again after VK was away', async () => {
    const { community, close, open } = await aConversation(situation)
    await close()
    community.faults.plan({ kind: 'badGateway' }, { times: 2 })
    const { sink } = await open()
    await eventually(() => sink.healths[0], 'degraded: unreachable')
    await community.until(() => mode === 'webhook' || community.news.isPolled)
    community.userWrites(vera, 'Вы здесь?')
    await eventually(() => sink.healths, ['degraded: unreachable', 'green'])
  })

  it('fetches what people send', async () => {
    const { community, sink, channel } = await aConversation(situation)
    community.userSendsPhoto(vera, jpeg, 'Вот')
    await eventually(() => sink.raws.size, 2)
    const event = sink.events.at(-1)
    const source = event?.kind === 'message' ? event.attachments[0]?.source : undefined
    if (source?.kind !== 'remote') throw new Error('nothing to fetch')
    const { body } = await channel.fetch(source.reference)
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(jpeg)).toBe(true)
    await expect(channel.fetch(source.reference.replace(/\d+\/photo/, '1/photo'))).rejects.toMatchObject({
      name: 'FetchFailed',
    })
  })
})

describe('polling', () => {
  it('goes on where it stood, with a new key when the old one is of no use', async () => {
    const { community, sink, close, kind, form } = await aConversation()
    community.news.changeKey()
    community.userWrites(vera, 'Второе')
    await eventually(() => sink.raws.size, 2)
    await close()
    community.userWrites(vera, 'Пока нас не было')
    const position = sink.positions.at(-1) ?? null
    const again = await anOpenChannel({
      ...{ kind, form, chat: '7001', accountKey: String(community.id), pollPosition: position },
    })
    await eventually(() => again.sink.events.map((event) => ('text' in event ? event.text : '')), ['Пока нас не было'])
  })

  it('says that events are lost when VK has thrown them away', async () => {
    const lost: string[] = []
    const { community, sink, close, kind, form } = await aConversation({ onLost: (id) => void lost.push(id) })
    await close()
    community.userWrites(vera, 'Забытое')
    community.news.forget()
    const place = { accountKey: String(community.id), pollPosition: sink.positions.at(-1) ?? null }
    const again = await anOpenChannel({ kind, form, chat: '7001', ...place })
    await eventually(() => lost, ['channel'])
    await community.until(() => community.news.isPolled)
    community.userWrites(vera, 'Новое')
    await eventually(() => again.sink.raws.size, 1)
  })
})

describe('our server at VK', () => {
  const situation = { mode: 'webhook', publicUrl: 'http://127.0.0.1' } as const

  it('is added, confirmed and set up; comments only where they are wanted; and removed on disconnecting', async () => {
    const { community, close, webhookUrl } = await aConversation({ ...situation, comments: false })
    const [server] = community.news.servers
    expect(server).toMatchObject({ url: webhookUrl, title: 'Pult', status: 'ok' })
    expect(server?.wanted.has('message_new')).toBe(true)
    expect(server?.wanted.has('wall_reply_new')).toBe(false)
    await close('disconnected')
    expect(community.news.servers).toEqual([])
  })

  it('takes the place of those we have left behind, and of nobody else', async () => {
    const { community, close, open } = await aConversation(situation)
    await close()
    community.news.addServer('http://old.example/hooks/channel', 'Pult', 'x')
    community.news.addServer('http://other.example/hooks/abc', 'Pult', 'x')
    community.news.addServer('http://crm.example/vk', 'CRM', 'x')
    const { webhookUrl } = await open()
    await community.until(() => community.news.servers.some(({ url, status }) => url === webhookUrl && status === 'ok'))
    const urls = community.news.servers.map(({ url }) => url)
    expect(urls).not.toContain('http://old.example/hooks/channel')
    expect(urls).toEqual(expect.arrayContaining(['http://other.example/hooks/abc', 'http://crm.example/vk']))
  })

  it('is confirmed by the code of this moment, and strangers who ask for it do not have VK asked each time', async () => {
    const { community, open, close } = await aConversation(situation)
    await close('disconnected')
    const { webhookUrl } = await open()
    await community.until(() => community.news.servers.some(({ status }) => status === 'ok'))
    const asked = () => community.calls.filter(({ method }) => method === 'groups.getCallbackConfirmationCode').length
    const ask = async (secret?: string) => {
      const body = JSON.stringify({ type: 'confirmation', group_id: community.id, secret })
      return (await fetch(webhookUrl, { method: 'POST', body })).text()
    }
    const before = asked()
    await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(asked() - before).toBeLessThanOrEqual(1)
    expect(await ask(community.news.servers[0]?.secret)).toBe(community.news.confirmationCode)
    expect(asked() - before).toBeGreaterThanOrEqual(1)
  })

  it('is refused in words when the list is full', async () => {
    const { community, close, open } = await aConversation(situation)
    await close('disconnected')
    for (let count = 0; count < 10; count++) community.news.addServer(`http://crm.example/${count}`, 'CRM', 'x')
    const { sink } = await open()
    await eventually(() => sink.healths, ['degraded: refused'])
  })
})

describe('what is sent', () => {
  it('is there once though the answer was lost, by its number', async () => {
    const { community, channel, kind } = await aConversation()
    const message = { externalChat: '7001', seq: 1, text: 'Один раз', attachments: [], buttons: [] }
    const [part] = kind.split({ ...message, replyToExternalId: null, operatorName: null })
    if (part === undefined) throw new Error('nothing to send')
    community.faults.plan({ kind: 'lost' }, { method: 'messages.send' })
    expect(await channel.send({ ...part, idempotencyKey: 'key' })).toMatchObject({ kind: 'unconfirmed' })
    expect(await channel.send({ ...part, idempotencyKey: 'key' })).toMatchObject({ kind: 'sent' })
    expect(community.seenBy(vera).map(({ text }) => text)).toEqual(['Один раз'])
  })

  it.each([
    ['asked to slow down', tooFast, { kind: 'retry', reason: 'rate_limited', afterMs: 400 }],
    ['VK is in doubt itself', internal, { kind: 'unconfirmed' }],
    ['the call never left', { kind: 'cutBefore' } as const, { kind: 'unconfirmed' }],
    ['it alone may not be', { kind: 'refused', code: 15, words: 'Access denied' } as const, { reason: 'refused' }],
    ['the person is gone', { kind: 'refused', code: 18, words: 'User was deleted' } as const, { reason: 'not_found' }],
    ['nobody knows why', { kind: 'refused', code: 777, words: 'Something' } as const, { reason: 'refused' }],
  ])('says what came of it when %s', async (_why, fault, result) => {
    const { community, send } = await aConversation()
    community.faults.plan(fault, { method: 'messages.send' })
    expect(await send({ text: 'Ответ' })).toMatchObject([result])
  })

  it('tells a token that may send nothing any more from a message that may not be', async () => {
    const { community, send, close } = await aConversation()
    const { rights } = community.profile
    Object.assign(community.profile, { rights: rights.filter((right) => right !== 'messages') })
    expect(await send({ text: 'Ответ' })).toMatchObject([{ kind: 'failed', reason: 'auth' }])
    Object.assign(community.profile, { rights })
    community.faults.plan({ kind: 'refused', code: 7, words: 'Permission' }, { method: 'messages.send' })
    community.faults.plan({ kind: 'refused', code: 27, words: 'No' }, { method: 'groups.getTokenPermissions' })
    expect(await send({ text: 'Ответ' })).toMatchObject([{ kind: 'failed', reason: 'auth' }])
    await close()
  })

  it('fails as blocked for who forbids it, told for his place in the list', async () => {
    const { community, send } = await aConversation()
    community.userDeniesSilently(vera)
    expect(await send({ text: 'Вы здесь?' })).toMatchObject([{ kind: 'failed', reason: 'blocked' }])
    expect(await send({ text: 'Вы кто?', externalChat: '9999' })).toMatchObject([{ kind: 'failed', reason: 'blocked' }])
  })

  it('goes without its buttons where the community takes none, and the administrator is told once', async () => {
    const { community, send, sink } = await aConversation()
    const buttons = [[{ id: 'yes', label: 'Да', url: null }]]
    community.areBotFeaturesOn = false
    expect(await send({ text: 'Раз', buttons })).toMatchObject([{ kind: 'sent' }])
    expect(await send({ text: 'Два', buttons })).toMatchObject([{ kind: 'sent' }])
    community.areBotFeaturesOn = true
    expect(await send({ text: 'Три', buttons })).toMatchObject([{ kind: 'sent' }])
    expect(community.seenBy(vera).map((one) => [one.text, one.buttons.length])).toEqual([
      ['Раз', 0],
      ['Два', 0],
      ['Три', 1],
    ])
    expect(sink.healths).toEqual(['green', 'degraded: botFeaturesOff', 'green'])
  })

  it('carries pictures, papers and voices, each in its way, as an answer to what was written', async () => {
    const { community, send, attach } = await aConversation()
    const png = aPng(40, 30)
    const picture = attach({ kind: 'picture', name: 'диван.png', mediaType: 'image/png' }, aFile('p.png', png))
    const paper = attach({ name: 'Договор "1".pdf' }, aFile('d.pdf', Buffer.from('%PDF-1.7 договор')))
    const voice = attach({ kind: 'voice', name: 'v.ogg', mediaType: 'audio/ogg' }, aFile('v.ogg', Buffer.from('OggS')))
    const results = await send({ text: 'Вот', attachments: [picture, paper, voice], replyToExternalId: '11' })
    expect(results).toMatchObject([{ kind: 'sent' }, { kind: 'sent' }])
    expect(
      community.seenBy(vera).map(({ text, files, replyTo }) => [text, files.map(({ type }) => type), replyTo]),
    ).toEqual([
      ['Вот', ['photo', 'doc'], 11],
      ['', ['audio_message'], null],
    ])
    expect(community.seenBy(vera)[0]?.files[0]?.file.bytes.equals(png)).toBe(true)
  })

  it('fails with a reason when VK does not take a file', async () => {
    const { send, attach } = await aConversation()
    const picture = attach(
      { kind: 'picture', name: 'p.png', mediaType: 'image/png' },
      aFile('p.png', Buffer.from('нет')),
    )
    const program = attach({ name: 'setup.exe' }, aFile('setup.exe', Buffer.from('MZ')))
    for (const file of [picture, program])
      expect(await send({ attachments: [file] })).toMatchObject([{ kind: 'failed', reason: 'bad_media' }])
  })

  it('is changed with its files kept, and taken back', async () => {
    const { community, send, attach, channel } = await aConversation()
    const paper = attach({ name: 'a.pdf' }, aFile('a.pdf', Buffer.from('%PDF-1.7')))
    const [sent] = await send({ text: 'Диван серый', attachments: [paper] })
    if (sent?.kind !== 'sent') throw new Error('not sent')
    const message = { externalChat: '7001', externalMessageIds: sent.externalMessageIds, attachments: 1 }
    expect(await channel.editSent?.(message, 'Диван синий')).toMatchObject({ ok: true })
    expect(community.seenBy(vera).map(({ text, files }) => [text, files.length])).toEqual([['Диван синий', 1]])
    expect(await channel.editSent?.(message, 'а'.repeat(5000))).toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
    community.faults.plan({ kind: 'refused', code: 909, words: 'Too old' }, { method: 'messages.edit' })
    expect(await channel.editSent?.(message, 'Поздно')).toMatchObject({ refusal: { code: 'MESSENGER_REFUSED' } })
    expect(await channel.deleteSent?.(message)).toMatchObject({ ok: true })
    expect(community.seenBy(vera)).toEqual([])
  })

  it('keeps its buttons when it is changed', async () => {
    const { community, send, channel } = await aConversation()
    const buttons = [[{ id: '1:Да', label: 'Да', url: null }]]
    const [sent] = await send({ text: 'Подходит?', buttons })
    if (sent?.kind !== 'sent') throw new Error('not sent')
    const message = { externalChat: '7001', externalMessageIds: sent.externalMessageIds, attachments: 0, buttons }
    expect(await channel.editSent?.(message, 'Подойдёт?')).toMatchObject({ ok: true })
    expect(community.seenBy(vera)).toMatchObject([{ text: 'Подойдёт?', buttons: [[{ label: 'Да' }]] }])
  })

  it('shows typing at most once while VK shows it, and reading', async () => {
    const { community, channel } = await aConversation()
    for (let count = 0; count < 3; count++) channel.typing('7001', 'Анна')
    channel.markRead?.('7001', { seq: 1, externalMessageId: '11' })
    const told = () => community.calls.filter(({ method }) => /setActivity|markAsRead/.test(method))
    await community.until(() => told().length === 2)
    expect(told().map(({ params }) => params)).toEqual([
      { peer_id: '7001', type: 'typing' },
      { peer_id: '7001', up_to_cmid: '11' },
    ])
  })
})

describe('comments', () => {
  const page = (id: number) => `wall-${id}_77`

  it('are answered in public, under the word that is answered, once', async () => {
    const { community, channel, sink, kind } = await aConversation()
    community.userComments(vera, page(community.id), 'Сколько стоит?')
    await eventually(() => sink.raws.size, 2)
    const heard = sink.events.at(-1)
    if (heard?.kind !== 'message') throw new Error('no comment')
    expect(heard.externalChat).toBe(`${page(community.id)}:7001`)
    const message = { externalChat: heard.externalChat, seq: 2, text: '12 000 ₽', attachments: [], buttons: [] }
    const [part] = kind.split({ ...message, replyToExternalId: null, operatorName: null })
    if (part === undefined) throw new Error('nothing to send')
    const send = () => channel.send({ ...part, heardExternalId: heard.externalMessageId, idempotencyKey: 'guid-1' })
    community.faults.plan({ kind: 'lost' }, { method: 'wall.createComment' })
    expect(await send()).toMatchObject({ kind: 'unconfirmed' })
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect(community.comments.map(({ from, text, replyTo }) => [from, text, replyTo])).toEqual([
      [7001, 'Сколько стоит?', null],
      [-community.id, '12 000 ₽', Number(heard.externalMessageId)],
    ])
    community.userWrites(vera, 'Поняла')
    await eventually(() => sink.raws.size, 4)
    expect(kindsOf({ sink })).toEqual(['message', 'message', 'ignored', 'message'])
  })

  it('under goods are answered in private, which may be asked beforehand', async () => {
    const { community, send, channel } = await aConversation()
    expect(await send({ text: 'Да', externalChat: `product-${community.id}_912:7001` })).toMatchObject([
      { kind: 'failed', reason: 'private_only' },
    ])
    expect([await channel.mayWrite?.('7001'), await channel.mayWrite?.('9999')]).toEqual([true, false])
  })
})
