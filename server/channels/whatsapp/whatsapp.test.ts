import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FetchFailed } from '#server/attachments/ports'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { anOpenNumber, aWhatsApp, aWhatsAppForm, pyotr, vera } from '#test/support/a-whatsapp-number'
import { eventually } from '#test/support/eventually'
import { VirtualTime } from '#test/support/virtual-time'
import { webhookCheckMs } from './settings'

async function aNumber() {
  const { whatsApp } = await someFakeMessengers()
  const number = whatsApp.addNumber()
  number.userWrites(vera, 'Здравствуйте')
  number.userWrites(pyotr, 'Здравствуйте')
  return { number, baseUrl: whatsApp.baseUrl, form: aWhatsAppForm(number, whatsApp.baseUrl), whatsApp }
}

describe('connecting a number of WhatsApp', () => {
  it('shows whose it is', async () => {
    const { form, number } = await aNumber()
    expect(await aWhatsApp().check(form)).toEqual({
      ok: true,
      value: {
        ...{ account: '+7 495 000-00-01', name: 'Север Дом', link: 'https://wa.me/74950000001', picture: null },
        accountKey: number.profile.phoneNumberId,
      },
    })
  })

  it.each([
    ['a wrong token', { token: 'EAAG-wrong' }, 'BOT_NOT_FOUND', /^190: Error validating access token/],
    ['a number nobody knows', { phoneNumberId: '12345' }, 'BOT_NOT_FOUND', /does not exist/],
    ['an account nobody knows', { accountId: '12345' }, 'BOT_NOT_FOUND', /does not exist/],
  ])('is refused with %s, in the words of Meta', async (_why, wrong, code, detail) => {
    const { form } = await aNumber()
    expect(await aWhatsApp().check({ ...form, ...wrong })).toMatchObject({
      refusal: { code, facts: { detail: expect.stringMatching(detail) } },
    })
  })

  it('is refused with a wrong app secret, by which no call could be told from a forged one', async () => {
    const { form } = await aNumber()
    expect(await aWhatsApp().check({ ...form, appSecret: 'guessed' })).toMatchObject({
      refusal: { code: 'INVALID', fields: [{ field: 'form.appSecret', problem: 'wrong' }] },
    })
  })

  it('needs a public address, and a base URL that may be used', async () => {
    const { form } = await aNumber()
    expect(await aWhatsApp(null).check(form)).toMatchObject({ refusal: { code: 'NEEDS_PUBLIC_ADDRESS' } })
    expect(await aWhatsApp().check({ ...form, baseUrl: 'http://169.254.169.254' })).toMatchObject({
      refusal: { code: 'INVALID', fields: [{ field: 'form.baseUrl' }] },
    })
  })

  it('says when Meta does not answer', async () => {
    const { form, number } = await aNumber()
    number.faults.plan({ kind: 'badGateway' }, { times: 9 })
    expect(await aWhatsApp().check(form)).toMatchObject({ refusal: { code: 'MESSENGER_UNREACHABLE' } })
  })
})

describe('sending by WhatsApp', () => {
  it('is sent under the id Meta gives, by the id of who hides his phone', async () => {
    const { number, baseUrl } = await aNumber()
    const { send } = await anOpenNumber(number, baseUrl)
    expect(await send({ externalChat: pyotr.userId ?? '', text: 'Добрый день' })).toEqual([
      { kind: 'sent', externalMessageIds: [number.seenBy(pyotr)[0]?.id], status: 'sent' },
    ])
  })

  it('uploads a file and shows it with its words', async () => {
    const { number, baseUrl } = await aNumber()
    const { send, attach } = await anOpenNumber(number, baseUrl)
    const path = join(aTemporaryFolder(), 'paper.pdf')
    writeFileSync(path, '%PDF-1.7 договор')
    const size = Buffer.byteLength('%PDF-1.7 договор')
    const file = attach({ name: 'Договор.pdf', mediaType: 'application/pdf', size }, path)
    expect(await send({ text: 'Подпишите', attachments: [file] })).toMatchObject([{ kind: 'sent' }])
    expect(number.seenBy(vera)).toMatchObject([{ type: 'document', text: 'Подпишите', file: { name: 'Договор.pdf' } }])
    expect(number.seenBy(vera)[0]?.file?.bytes.toString()).toBe('%PDF-1.7 договор')
  })

  it('shows buttons and a list', async () => {
    const { number, baseUrl } = await aNumber()
    const { send } = await anOpenNumber(number, baseUrl)
    const rows = (count: number) => [
      Array.from({ length: count }, (_, index) => ({ id: `rate-${index}`, label: String(index), url: null })),
    ]
    await send({ text: 'Удобно?', buttons: rows(2) })
    await send({ text: 'Оцените', buttons: rows(5) })
    expect(number.seenBy(vera).map(({ text, buttons }) => [text, buttons.length])).toEqual([
      ['Удобно?', 2],
      ['Оцените', 5],
    ])
  })

  it.each([
    [
      { kind: 'flood', seconds: 3 },
      { kind: 'retry', reason: 'rate_limited', afterMs: 3000 },
    ],
    [
      { kind: 'refused', code: 131056, words: 'Pair rate limit hit' },
      { kind: 'retry', afterMs: 6000 },
    ],
    [{ kind: 'overloaded' }, { kind: 'retry', reason: 'temporary' }],
    [{ kind: 'expired' }, { kind: 'failed', reason: 'auth' }],
    [
      { kind: 'refused', code: 131047, words: 'Re-engagement message' },
      { kind: 'failed', reason: 'window_closed' },
    ],
    [
      { kind: 'refused', code: 131026, words: 'Undeliverable' },
      { kind: 'failed', reason: 'not_found' },
    ],
    [
      { kind: 'refused', code: 131042, words: 'Payment issue' },
      { kind: 'failed', reason: 'auth' },
    ],
    [
      { kind: 'refused', code: 131053, words: 'Media upload error' },
      { kind: 'failed', reason: 'bad_media' },
    ],
    [
      { kind: 'refused', code: 132000, words: 'Number of parameters' },
      { kind: 'failed', reason: 'refused' },
    ],
    [{ kind: 'badGateway' }, { kind: 'unconfirmed' }],
    [{ kind: 'lost' }, { kind: 'unconfirmed' }],
    [{ kind: 'cutBefore' }, { kind: 'unconfirmed' }],
  ] as const)('says honestly what came of it: %o', async (fault, result) => {
    const { number, baseUrl } = await aNumber()
    const { send } = await anOpenNumber(number, baseUrl)
    number.faults.plan(fault, { method: 'messages' })
    expect(await send({ text: 'Добрый день' })).toMatchObject([result])
  })

  it('may be tried again when only its upload broke off: nothing has been said yet', async () => {
    const { number, baseUrl } = await aNumber()
    const { send, attach } = await anOpenNumber(number, baseUrl)
    const path = join(aTemporaryFolder(), 'a.pdf')
    writeFileSync(path, 'paper')
    number.faults.plan({ kind: 'lost' }, { method: 'media' })
    const results = await send({ attachments: [attach({ name: 'a.pdf', size: 5 }, path)] })
    expect(results).toMatchObject([{ kind: 'retry', reason: 'temporary' }])
  })

  it('never tells the token, whatever Meta answers', async () => {
    const { number, baseUrl } = await aNumber()
    const { send } = await anOpenNumber(number, baseUrl)
    number.faults.plan({ kind: 'refused', code: 100, words: `wrong ${number.profile.token}` }, { method: 'messages' })
    expect(JSON.stringify(await send({ text: 'Да' }))).not.toContain(number.profile.token)
  })
})

describe('showing a contact of WhatsApp what we do', () => {
  it('marks his message as read, and shows writing under his last one, now and then', async () => {
    const { number, baseUrl } = await aNumber()
    const world = { clock: new VirtualTime(), timers: new VirtualTime() }
    const { channel } = await anOpenNumber(number, baseUrl, { world })
    const chat = vera.userId ?? ''
    channel.typing(chat, 'Анна')
    channel.markRead?.(chat, { seq: 1, externalMessageId: 'wamid.A' })
    await number.until(() => number.read.length === 1)
    channel.received?.([{ eventKey: 'message:wamid.B', externalChat: chat, body: '' }])
    channel.typing(chat, 'Анна')
    await number.until(() => number.read.length === 2)
    channel.typing(chat, 'Анна')
    await world.clock.advance(21_000)
    channel.typing(chat, 'Анна')
    await number.until(() => number.read.length === 3)
    expect(number.read).toEqual([
      { messageId: 'wamid.A', isTyping: false },
      { messageId: 'wamid.B', isTyping: true },
      { messageId: 'wamid.B', isTyping: true },
    ])
  })
})

describe('templates of WhatsApp', () => {
  const body = [{ type: 'BODY', text: 'Готово' }]

  it('are listed to the last page', async () => {
    const { number, baseUrl } = await aNumber()
    for (let count = 0; count < 120; count++) number.templates.addApproved(`template_${count}`, 'ru', body)
    const { channel, sink } = await anOpenNumber(number, baseUrl)
    const listed = await channel.templates?.list()
    expect([listed?.templates.length, listed?.unread, sink.notes]).toEqual([120, [], []])
  })

  it.each([
    ['with its id', { id: 77, name: { ru: 'x' } }, ['77']],
    ['without any', { title: 'x' }, null],
  ])('of a shape nobody knows are told of, %s', async (_what, one, unread) => {
    const { number, baseUrl } = await aNumber()
    number.templates.addApproved('order_ready', 'ru', body)
    number.templates.strange.push(one)
    const { channel, sink } = await anOpenNumber(number, baseUrl)
    expect(await channel.templates?.list()).toMatchObject({ templates: [{ name: 'order_ready' }], unread })
    expect(sink.notes).toEqual(['templatesUnread'])
  })
})

describe('files of WhatsApp', () => {
  const bytesOf = async (body: AsyncIterable<Uint8Array>) => {
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    return Buffer.concat(pieces).toString()
  }

  it('are fetched by their id', async () => {
    const { number, baseUrl } = await aNumber()
    const { channel } = await anOpenNumber(number, baseUrl)
    const file = number.files.add('a.txt', 'text/plain', Buffer.from('привет'))
    const { body, size } = await channel.fetch(file.id)
    expect([await bytesOf(body), size]).toEqual(['привет', 12])
  })

  it('that are gone are gone for good; those refused for the token may come back', async () => {
    const { number, baseUrl } = await aNumber()
    const { channel } = await anOpenNumber(number, baseUrl)
    const file = number.files.add('a.txt', 'text/plain', Buffer.from('привет'))
    const failure = async () =>
      channel.fetch(file.id).then(
        () => null,
        (error: unknown) => error,
      )
    number.files.loses(file.id)
    expect(await failure()).toMatchObject({ reason: 'notFound', canRetry: false })
    expect(await channel.fetch('12345').catch((error: unknown) => error)).toEqual(new FetchFailed('notFound', false))
    number.isRevoked = true
    expect(await failure()).toMatchObject({ reason: 'denied', canRetry: true })
  })
})

/** A hub's address that shakes hands as the hub does. */
async function anAddress() {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://hub')
    const isOurs = searchParams.get('hub.verify_token') === 'verify-me'
    response.writeHead(isOurs ? 200 : 403).end(searchParams.get('hub.challenge'))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/hooks/channel`
}

describe('the callback of a number of WhatsApp', () => {
  type Made = Awaited<ReturnType<typeof aNumber>>

  async function aWatchedNumber(
    before: (number: Made['number'], url: string, whatsApp: Made['whatsApp']) => void = () => undefined,
  ) {
    const { number, baseUrl, whatsApp } = await aNumber()
    const webhookUrl = await anAddress()
    before(number, webhookUrl, whatsApp)
    const time = new VirtualTime()
    const opened = await anOpenNumber(number, baseUrl, { webhookUrl, world: { clock: time, timers: time } })
    const healths = () => opened.sink.healths.at(-1)
    await eventually(healths, 'green')
    return { number, webhookUrl, time, healths, ...opened }
  }

  it('is registered with a handshake, for this number and no other of its account', async () => {
    const { number, webhookUrl } = await aWatchedNumber()
    expect(number.webhook.callback).toEqual({ url: webhookUrl, verifyToken: 'verify-me' })
    expect(number.account.callback).toBeNull()
  })

  it('is registered for the whole account where the number may have none of its own', async () => {
    const { number, webhookUrl } = await aWatchedNumber((made) => {
      made.isRouteRefused = true
    })
    expect([number.override, number.account.callback?.url]).toEqual([null, webhookUrl])
  })

  it('of the whole account, of an earlier time, gives way to that of the number', async () => {
    const { number } = await aWatchedNumber((made, url) => {
      made.account.isSubscribed = true
      made.account.override = { url, verifyToken: 'verify-me' }
    })
    expect([number.override === null, number.account.override]).toEqual([false, null])
  })

  it('leaves the callback of another program for the rest of the account alone', async () => {
    const theirs = { url: 'https://another.example/hook', verifyToken: 'x' }
    const { number, channel } = await aWatchedNumber((made) => {
      made.account.isSubscribed = true
      made.account.override = theirs
    })
    expect(number.account.override).toEqual(theirs)
    await channel.close('disconnected')
    expect(number.override).toBeNull()
  })

  it('is registered and looked after where the token may not ask whose app it is of', async () => {
    const { number, webhookUrl, time, healths } = await aWatchedNumber((made) => {
      made.account.hidesApp = true
    })
    expect([number.isSubscribed, number.override?.url]).toEqual([true, webhookUrl])
    number.account.isSubscribed = false
    await time.advance(webhookCheckMs)
    await eventually(() => number.isSubscribed, true)
    expect(healths()).toBe('green')
  })

  it('that was lost is registered again', async () => {
    const { number, webhookUrl, time, healths } = await aWatchedNumber()
    number.account.isSubscribed = false
    number.override = null
    await time.advance(webhookCheckMs)
    await eventually(() => number.webhook.callback?.url, webhookUrl)
    expect(healths()).toBe('green')
  })

  it('that leads elsewhere is said, and left to people', async () => {
    const { number, time, healths } = await aWatchedNumber()
    number.override = { url: 'https://another.example/hook', verifyToken: 'x' }
    await time.advance(webhookCheckMs)
    await eventually(healths, 'stopped: takenByAnother')
    expect(number.webhook.callback?.url).toBe('https://another.example/hook')
  })

  it('tells what Meta thinks of the number beside it', async () => {
    const { number, time, healths } = await aWatchedNumber()
    number.quality = 'RED'
    await time.advance(webhookCheckMs)
    await eventually(healths, 'degraded: lowQuality')
    number.quality = 'YELLOW'
    await time.advance(webhookCheckMs)
    await eventually(healths, 'green')
  })

  it('is said to be in trouble when the token is revoked', async () => {
    const { number, time, healths } = await aWatchedNumber()
    number.isRevoked = true
    await time.advance(webhookCheckMs)
    await eventually(healths, 'stopped: auth')
  })

  it('is given back when the channel is disconnected', async () => {
    const { number, channel } = await aWatchedNumber()
    await channel.close('disconnected')
    expect([number.isSubscribed, number.webhook.callback]).toEqual([false, null])
  })

  it('is given back for this number alone where the account has others', async () => {
    const { number, channel } = await aWatchedNumber((made, _url, whatsApp) => {
      whatsApp.addNumber({ beside: made })
    })
    await channel.close('disconnected')
    expect([number.isSubscribed, number.webhook.callback]).toEqual([true, null])
  })

  it('is missed where the hub has no public address', async () => {
    const { number, baseUrl } = await aNumber()
    const { sink } = await anOpenNumber(number, baseUrl)
    expect(sink.healths).toEqual(['stopped: needsPublicAddress'])
  })
})
