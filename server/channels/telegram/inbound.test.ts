import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConnectionForm } from '#protocol/connection'
import { updateFixtures as fixtures } from '#test/support/telegram-updates'
import { interpretUpdate, rawOf } from './inbound'
import { checkWebhook } from './webhook'

const meaningOf = (name: string) => {
  const update = fixtures.find((one) => one.name === name)?.update
  const raw = rawOf(update, JSON.stringify(update))
  if (raw === null) throw new Error(`no fixture ${name}`)
  const [event, ...more] = interpretUpdate(raw)
  expect(more).toEqual([])
  return event
}

const anna = { externalId: '5001', name: 'Анна К.', username: 'anna_k', link: 'https://t.me/anna_k' }
const remote = (reference: string) => ({ kind: 'remote', reference })

describe('an update of Telegram', () => {
  it('is a message with its sender, its chat and its own time', () => {
    expect(meaningOf('text')).toEqual({
      ...{ eventKey: 'update:700001', externalChat: '5001', kind: 'message', externalMessageId: '11' },
      ...{ isGroup: false, sender: anna, text: 'Здравствуйте', attachments: [], album: null },
      ...{ replyToExternalId: null, providerAt: 1_790_000_000_000, source: null },
    })
  })

  it('takes ids beyond 32 bits as they are, and a person without username', () => {
    expect(meaningOf('text of an account without username')).toMatchObject({
      externalChat: '7200000000123',
      sender: { externalId: '7200000000123', name: 'Олег', username: null, link: null },
    })
  })

  it('gives the biggest size of a photo and its caption as text', () => {
    expect(meaningOf('photo with caption')).toMatchObject({
      text: 'Вот царапина',
      attachments: [
        {
          ...{ kind: 'picture', name: 'photo-13.jpg', mediaType: 'image/jpeg', size: 151_200, width: 1280 },
          ...{ height: 960, durationMs: null, source: remote('AgACAgIAAxkBAAIX') },
        },
      ],
    })
  })

  it('names the album its pictures belong to', () => {
    expect(meaningOf('first photo of an album')).toMatchObject({ album: '13790000000000001', text: 'Три вида' })
    expect(meaningOf('second photo of an album')).toMatchObject({ album: '13790000000000001', text: '' })
  })

  it.each([
    ['document', 'file', 'Договор № 7.pdf', 'application/pdf', null],
    ['picture sent as a document', 'picture', 'scan.png', 'image/png', null],
    ['voice', 'voice', 'voice-18.ogg', 'audio/ogg', 4000],
    ['audio', 'audio', 'Оркестр - Вальс.mp3', 'audio/mpeg', 201_000],
    ['video', 'video', 'video-20.mp4', 'video/mp4', 11_000],
    ['round video', 'video', 'video-note-21.mp4', 'video/mp4', 7000],
    ['sticker', 'sticker', 'sticker-22.webp', 'image/webp', null],
    ['animated sticker with a still picture', 'sticker', 'sticker-23.webp', 'image/webp', null],
    ['animation', 'video', 'cat.mp4', 'video/mp4', 3000],
  ])('brings a %s as %s', (name, kind, fileName, mediaType, durationMs) => {
    expect(meaningOf(name)).toMatchObject({
      kind: 'message',
      attachments: [{ kind, name: fileName, mediaType, durationMs }],
    })
  })

  it.each([
    ['animated sticker without a picture', '😀'],
    ['contact', 'Анна К.\n+79990000000'],
    ['location', 'https://yandex.ru/maps/?pt=37.6173,55.7558&z=16&l=map'],
    ['venue', 'Склад\nКрасная площадь, 1\nhttps://yandex.ru/maps/?pt=37.6173,55.7558&z=16&l=map'],
    ['forwarded message', 'Текст из канала'],
    ['text with entities', 'Смотрите https://shop.example/42 *важно*'],
  ])('says a %s in words', (name, text) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'message', text, attachments: [] })
  })

  it('knows which message is answered', () => {
    expect(meaningOf('reply to a message')).toMatchObject({ text: 'Да, этот', replyToExternalId: '11' })
  })

  it.each([
    ['start', null],
    ['start with payload', 'site-main_42'],
  ])('%s opens the chat without a word', (name, payload) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'started', sender: anna, payload })
  })

  it.each([
    ['edited text', '11', 'Здравствуйте!', 1_790_000_030_000],
    ['edited caption', '13', 'Вот две царапины', 1_790_000_040_000],
  ])('%s changes the message', (name, externalMessageId, text, editedAt) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'edited', externalMessageId, text, editedAt })
  })

  it('tells a pressed button by its label', () => {
    expect(meaningOf('button')).toMatchObject({
      ...{ kind: 'buttonPressed', label: 'Отлично', buttonId: 'rate:5', externalMessageId: '40' },
      ...{ callbackId: '4382bfdwdsb323b2d9', externalChat: '5001', sender: anna },
    })
  })

  it('tells a pressed button by its id where the message is gone', () => {
    expect(meaningOf('button of an inaccessible message')).toMatchObject({ label: 'rate:5', externalMessageId: '40' })
    expect(meaningOf('button of an inline message')).toMatchObject({ externalChat: '5001', externalMessageId: null })
  })

  it.each(['blocked', 'unblocked'] as const)('%s is heard of', (kind) => {
    expect(meaningOf(kind)).toEqual({ eventKey: expect.any(String), externalChat: '5001', kind })
  })

  it.each(['poll', 'dice'])('of the unknown type %s is shown as unsupported', (type) => {
    expect(meaningOf(type)).toMatchObject({ kind: 'unsupported', type, sender: anna })
  })

  it.each([
    ['message of a group', '-1001234567890'],
    ['bot added to a group', '-1001234567890'],
    ['channel post', '-1009'],
    ['message of another bot', '99'],
    ['pinned message', '5001'],
  ])('%s is ignored with a reason', (name, externalChat) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'ignored', why: expect.any(String), externalChat })
  })

  it('of a type not made yet cannot be read, which is not ignored', () => {
    expect(meaningOf('update of a type not made yet')).toMatchObject({ kind: 'unreadable', externalChat: '5001' })
  })

  it('is one event with the key of the update, whatever it holds', () => {
    for (const { name } of fixtures) expect(meaningOf(name)?.eventKey).toMatch(/^update:\d+$/)
  })
})

const secret = 'a-secret_of-this-channel'
const said = (headers: Record<string, string | string[] | undefined>, body: Buffer) =>
  checkWebhook(headers, body, { webhookSecret: secret })
const signed = { 'x-telegram-bot-api-secret-token': secret }

describe('the webhook of Telegram', () => {
  it('takes a signed update under its number', () => {
    const body = JSON.stringify(fixtures[0]?.update)
    expect(said(signed, Buffer.from(body))).toEqual({
      kind: 'updates',
      raws: [{ eventKey: 'update:700001', externalChat: '5001', body, parsed: JSON.parse(body) }],
      answer: '',
    })
  })

  it.each([
    ['without a secret', {}],
    ['with another secret', { 'x-telegram-bot-api-secret-token': 'a-secret_of-that-channel' }],
    ['with a longer secret', { 'x-telegram-bot-api-secret-token': `${secret}x` }],
    ['with an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
    ['with two secrets', { 'x-telegram-bot-api-secret-token': [secret, secret] }],
  ])('believes nothing %s', (_case, headers) => {
    expect(said(headers, Buffer.from('{"update_id":1}'))).toEqual({ kind: 'unauthorized' })
  })

  it('believes nothing while the channel has no secret', () => {
    expect(checkWebhook({ 'x-telegram-bot-api-secret-token': '' }, Buffer.from('{}'), { webhookSecret: '' })).toEqual({
      kind: 'unauthorized',
    })
  })

  it.each([
    ['broken JSON', Buffer.from('{"update_id":1')],
    ['nothing', Buffer.alloc(0)],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ])('calls %s malformed', (_case, body) => {
    expect(said(signed, body)).toMatchObject({ kind: 'malformed' })
  })

  it.each([
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    '{"update_id":"1"}',
    '{"update_id":1.5}',
    '{"__proto__":{"update_id":1}}',
  ])('keeps the signed %s raw and says that it cannot be read', (body) => {
    const verdict = said(signed, Buffer.from(body))
    if (verdict.kind !== 'updates') throw new Error(verdict.kind)
    expect(verdict.raws).toEqual([{ eventKey: expect.stringMatching(/^unknown:/), externalChat: 'none', body }])
    expect(verdict.raws.flatMap((raw) => interpretUpdate(raw))).toMatchObject([{ kind: 'unreadable' }])
  })
})

describe('a forged or future update', () => {
  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['updates', 'malformed']).toContain(said(signed, Buffer.from(bytes)).kind)
      }),
      { numRuns: 2000 },
    )
  })

  it('is read from any stored row', () => {
    fc.assert(
      fc.property(fc.string(), (body) => {
        expect(interpretUpdate({ eventKey: 'update:1', externalChat: '1', body })).toMatchObject([
          { kind: 'unreadable' },
        ])
      }),
    )
  })
})

describe('a group the bot is a member of', () => {
  const chat = { id: -1_001_234_567_890, type: 'supergroup', title: 'Дачники' }
  const from = { id: 5001, is_bot: false, first_name: 'Анна' }
  const on = { messenger: 'telegram', token: '1:a', mode: 'polling', baseUrl: null, groups: true } as const
  const read = (body: Record<string, unknown>, form: ConnectionForm | null = on) => {
    const update = { update_id: 7, ...body }
    const raw = rawOf(update, JSON.stringify(update))
    return raw === null ? [] : interpretUpdate(raw, form)
  }
  const words = { message_id: 3, date: 1_790_000_000, chat, from, text: 'Почём шланг?' }

  it('is one conversation that bears its name, with an author to each message', () => {
    expect(read({ message: words })).toMatchObject([
      {
        ...{ kind: 'message', externalChat: '-1001234567890', isGroup: true, groupName: 'Дачники' },
        sender: { externalId: '5001', name: 'Анна' },
      },
    ])
  })

  it('is none of ours where groups are switched off, or were never switched on', () => {
    const { groups: _, ...never } = on
    for (const form of [{ ...on, groups: false }, never, null])
      expect(read({ message: words }, form)).toMatchObject([{ kind: 'ignored' }])
  })

  it.each([
    ['kicked', 'blocked'],
    ['left', 'blocked'],
    ['member', 'unblocked'],
    ['administrator', 'unblocked'],
    ['restricted', 'ignored'],
  ])('that makes the bot %s has %s it', (status, kind) => {
    expect(read({ my_chat_member: { chat, from, new_chat_member: { status } } })).toMatchObject([{ kind }])
  })

  it('that becomes another one goes on there', () => {
    const old = { id: -77, type: 'group', title: 'Дачники' }
    const moved = { message_id: 4, date: 1, chat: old, from, migrate_to_chat_id: chat.id }
    expect(read({ message: moved })).toMatchObject([
      { kind: 'identityChanged', externalChat: '-77', from: '-77', to: '-1001234567890' },
    ])
    const born = { message_id: 1, date: 1, chat, from, migrate_from_chat_id: -77 }
    expect(read({ message: born })).toMatchObject([{ kind: 'ignored' }])
  })
})

describe('a sign under a message', () => {
  const chat = { id: 5001, type: 'private' }
  const read = (signs: readonly object[]) => {
    const update = { update_id: 7, message_reaction: { chat, message_id: 102, new_reaction: signs, old_reaction: [] } }
    const raw = rawOf(update, JSON.stringify(update))
    return raw === null ? [] : interpretUpdate(raw)
  }

  it.each([
    ['a sign', [{ type: 'emoji', emoji: '❤' }], '❤'],
    [
      'the newest of two',
      [
        { type: 'emoji', emoji: '❤' },
        { type: 'emoji', emoji: '🔥' },
      ],
      '🔥',
    ],
    ['one of his own making', [{ type: 'custom_emoji', custom_emoji_id: '1' }], '✨'],
    ['none any more', [], null],
  ])('is %s', (_what, signs, emoji) => {
    expect(read(signs)).toEqual([
      { eventKey: 'update:7', externalChat: '5001', kind: 'reaction', externalMessageId: '102', emoji },
    ])
  })
})

describe('a card', () => {
  const chat = { id: 5001, type: 'private' }
  const from = { id: 5001, is_bot: false, first_name: 'Анна' }
  const card = (user_id: number | undefined) => {
    const contact = { phone_number: '+79001112233', first_name: 'Анна', ...(user_id === undefined ? {} : { user_id }) }
    const update = { update_id: 7, message: { message_id: 3, date: 1, chat, from, contact } }
    const raw = rawOf(update, JSON.stringify(update))
    const [event] = raw === null ? [] : interpretUpdate(raw)
    return event?.kind === 'message' ? (event.sender.phone ?? null) : undefined
  }

  it('is his phone only when it is his own', () => {
    expect([card(5001), card(77), card(undefined)]).toEqual(['+79001112233', null, null])
  })
})
