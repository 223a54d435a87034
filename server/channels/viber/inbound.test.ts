import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { wideFixtures } from '#test/support/wide-fixtures'
import { interpretCallback, rawOf } from './inbound'
import { checkWebhook } from './webhook'

const fixtures = wideFixtures('viber/fixtures/callbacks.json')

const rawNamed = (name: string) => {
  const update = fixtures.find((one) => one.name === name)?.update
  const raw = rawOf(update, JSON.stringify(update))
  if (raw === null) throw new Error(`no fixture ${name}`)
  return raw
}

const meaningOf = (name: string) => {
  const [event, ...more] = interpretCallback(rawNamed(name))
  expect(more).toEqual([])
  return event
}

const anna = {
  ...{ externalId: '01234567890A=', name: 'Анна', username: null, link: null },
  picture: 'https://media-direct.cdn.viber.com/pg_download?pgtp=icons&dlid=0',
}

describe('a callback of Viber', () => {
  it('is a message with its sender, under all digits of its token', () => {
    expect(meaningOf('text')).toEqual({
      ...{ kind: 'message', eventKey: 'message:4912661846655238145:01234567890A=', externalChat: '01234567890A=' },
      ...{ externalMessageId: '4912661846655238145', isGroup: false, sender: anna, text: 'Привет', attachments: [] },
      ...{ album: null, replyToExternalId: null, providerAt: 1_790_000_000_000, source: null },
    })
  })

  it('is another one when only the last digit of the token differs', () => {
    const keys = ['text', 'text whose token differs in its last digits'].map((name) => rawNamed(name).eventKey)
    expect(new Set(keys).size).toBe(2)
  })

  it.each([
    ['picture with words', 'picture', 'scratch.jpg', 'image/jpeg', 151_200, 'Вот царапина'],
    ['video', 'video', 'video.mp4', 'video/mp4', 2_000_000, ''],
    ['file', 'file', 'Договор № 7.pdf', 'application/octet-stream', 48_211, ''],
    ['sticker', 'sticker', '00046105.png', 'image/png', null, ''],
  ])('brings a %s as %s', (name, kind, fileName, mediaType, size, text) => {
    expect(meaningOf(name)).toMatchObject({
      ...{ kind: 'message', text, attachments: [{ kind, name: fileName, mediaType, size }] },
    })
  })

  it.each([
    ['contact', 'Анна К.\n+79990000000'],
    ['location', 'https://yandex.ru/maps/?pt=37.6173,55.7558&z=16&l=map'],
    ['link', 'https://shop.example/42'],
    ['text of a person without a name', 'Кто это?'],
    ['text beside buttons', 'Может быть'],
  ])('says a %s in words', (name, text) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'message', text, attachments: [] })
  })

  it('is the press of a button when the text is one that was asked for', () => {
    expect(meaningOf('press of a button')).toMatchObject({ kind: 'buttonPressed', label: 'Да', buttonId: 'yes' })
  })

  it.each([
    ['opened', { kind: 'started', payload: 'site_42' }],
    ['subscribed', { kind: 'unblocked' }],
    ['unsubscribed', { kind: 'blocked', externalChat: '01234567890A=' }],
    ['delivered', { kind: 'receipt', status: 'delivered', externalMessageId: '4912661846655238162', reason: null }],
    ['seen', { kind: 'receipt', status: 'read', externalMessageId: '4912661846655238162' }],
    ['failed', { kind: 'receipt', status: 'failed', reason: 'refused', detail: 'failure description' }],
    ['client status', { kind: 'ignored' }],
    ['event nobody knows', { kind: 'unreadable' }],
    ['message of a type nobody knows', { kind: 'unsupported', type: 'hologram' }],
    ['sticker without a picture', { kind: 'unsupported', type: 'sticker' }],
  ])('%s is what it says', (name, meaning) => {
    expect(meaningOf(name)).toMatchObject(meaning)
  })
})

const form = { messenger: 'viber', token: 'the-token-of-this-bot', baseUrl: null } as const
const connection = (token: string) => ({
  ...{ id: ChannelId.parse('channel'), form: { ...form, token } },
  ...{ webhookSecret: 'unused', webhookUrl: 'https://hub.example/hooks/channel', pollPosition: null },
  accountKey: null,
})
const sign = (body: Buffer) => ({
  'x-viber-content-signature': createHmac('sha256', form.token).update(body).digest('hex'),
})
const judged = (body: string | Buffer, headers: Record<string, string>, method: 'GET' | 'POST' = 'POST') =>
  checkWebhook({ method, headers, body: Buffer.from(body) }, connection(form.token))

describe('a call to the webhook', () => {
  const body = JSON.stringify(fixtures[0]?.update)

  it('is believed by the signature of its bytes alone', () => {
    const signature = sign(Buffer.from(body))
    expect(judged(body, signature)).toMatchObject({ kind: 'updates', raws: [{ externalChat: '01234567890A=' }] })
    const forged = signature['x-viber-content-signature'].replace(/^./, (first) => (first === '0' ? '1' : '0'))
    for (const headers of [{}, { 'x-viber-content-signature': '' }, { 'x-viber-content-signature': forged }])
      expect(judged(body, headers)).toEqual({ kind: 'unauthorized' })
    expect(judged(`${body} `, signature)).toEqual({ kind: 'unauthorized' })
  })

  it('is answered and not kept when it only greets', () => {
    const greeting = JSON.stringify(fixtures.find(({ name }) => name === 'greeting of a webhook')?.update)
    expect(judged(greeting, sign(Buffer.from(greeting)))).toEqual({ kind: 'answer', body: '' })
    expect(judged(greeting, {})).toEqual({ kind: 'unauthorized' })
  })

  it.each(['', 'not json', '{"event":'])('that holds no JSON (%s) is malformed', (text) => {
    expect(judged(text, sign(Buffer.from(text)))).toMatchObject({ kind: 'malformed' })
    expect(judged(Buffer.of(0xff, 0xfe), sign(Buffer.of(0xff, 0xfe)))).toMatchObject({ kind: 'malformed' })
  })

  it('keeps what it cannot read, once', () => {
    const [one, again] = [1, 2].map(() => judged('{"news":1}', sign(Buffer.from('{"news":1}'))))
    expect(one).toMatchObject({ kind: 'updates', raws: [{ externalChat: 'none' }] })
    expect(one).toEqual(again)
  })
})
