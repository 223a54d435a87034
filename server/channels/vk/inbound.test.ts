import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackSecret, eventFixtures, fixtureCommunity } from '#test/support/vk-events'
import { profileKey } from './event'
import { interpretEvent } from './inbound'
import { privateChatOf } from './pages'
import { rawOf } from './raw'
import { checkCallback } from './webhook'

function fixture(name: string) {
  const found = eventFixtures.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return found.event
}

/** What the event of a fixture means. */
function meaning(name: string, more: Readonly<Record<string, unknown>> = {}) {
  const event = { ...fixture(name), ...more }
  return interpretEvent(rawOf(event, JSON.stringify(event)))
}

const place = (kind: string, link: string) => ({ kind, title: null, link })
const vera = { externalId: '7001', name: 'id7001', username: null, link: 'https://vk.com/id7001', picture: null }
const file = (more: object) => expect.objectContaining(more)

describe('what happens in a private dialogue', () => {
  it.each([
    [
      'text',
      { kind: 'message', externalChat: '7001', externalMessageId: '12', text: 'Привет', source: 'site', sender: vera },
    ],
    ['a mention in a text', { kind: 'message', text: 'Север Дом, есть Ольга?' }],
    [
      'an answer to our message',
      { kind: 'message', text: 'Да', replyToExternalId: '11', providerAt: 1_790_000_000_000 },
    ],
    ['a place', { kind: 'message', text: 'https://yandex.ru/maps/?pt=30.31,59.93&z=16&l=map', attachments: [] }],
    ['a text button', { kind: 'message', text: 'Каталог' }],
    ['start', { kind: 'started', payload: 'ad_7', sender: vera }],
    ['a call that was missed', { kind: 'call', outcome: 'missed', durationMs: null, externalMessageId: '12' }],
    ['a kind nobody knows', { kind: 'unsupported', type: 'hologram', externalMessageId: '12' }],
    ['a group chat', { kind: 'ignored' }],
    [
      'a press',
      { kind: 'buttonPressed', label: 'Да', buttonId: 'yes', externalMessageId: '14', callbackId: 'ab12cd34ef56' },
    ],
    ["a press on another program's button", { kind: 'buttonPressed', label: 'buy', buttonId: 'buy' }],
    [
      'an answer of an administrator in VK',
      {
        kind: 'writtenElsewhere',
        author: 'id42',
        text: 'Отвечу отсюда',
        externalMessageId: '15',
        externalChat: '7001',
      },
    ],
    ['an edit', { kind: 'edited', externalMessageId: '12', text: 'Привет!', editedAt: 1_790_000_060_000 }],
    ['an edit of our own', { kind: 'ignored' }],
    ['leave to write', { kind: 'unblocked', externalChat: '7001' }],
    ['writing forbidden', { kind: 'blocked', externalChat: '7001' }],
    ['a read mark', { kind: 'receiptUpTo', externalMessageId: '15', status: 'read', externalChat: '7001' }],
    ['a reaction', { kind: 'reaction', externalMessageId: '15', emoji: '❤️', externalChat: '7001' }],
    ['a reaction taken back', { kind: 'reaction', externalMessageId: '15', emoji: null }],
    ['a like', { kind: 'ignored' }],
    ['something new', { kind: 'unreadable' }],
  ])('%s', (name, event) => {
    expect(meaning(name)).toEqual([expect.objectContaining(event)])
  })

  it('brings files to fetch: the biggest picture, papers by their name, voices as voices', () => {
    const files = ['a photo', 'a document and a voice', 'a sticker', 'a gift', 'a graffiti'].flatMap((name) =>
      meaning(name).flatMap((event) => (event.kind === 'message' ? event.attachments : [])),
    )
    const from = (reference: string) => ({ source: { kind: 'remote', reference } })
    expect(files).toEqual([
      file({ kind: 'picture', width: 1920, height: 2560, ...from('https://sun9-1.userapi.com/w.jpg') }),
      file({ kind: 'file', name: 'Договор.pdf', mediaType: 'application/pdf', size: 700_009 }),
      file({ kind: 'voice', durationMs: 7000, ...from('https://psv4.userapi.com/v.ogg') }),
      file({ kind: 'sticker', width: 512, ...from('https://vk.com/sticker/1-9021-512') }),
      file({ kind: 'sticker', name: 'gift-811.png' }),
      file({ kind: 'picture', name: 'graffiti-71.png', width: 720 }),
    ])
  })

  it('says in words what cannot be fetched', () => {
    expect(meaning('a video, a product, a post, a link, a song, a poll')).toMatchObject([
      {
        text: [
          'Смотрите',
          'Обзор дивана\nhttps://vk.com/video-5_44',
          'Диван «Север»\nhttps://vk.com/product-5_912',
          'Новая коллекция\nhttps://vk.com/wall-5_77',
          'Лампа\nhttps://shop.example/lamp',
          'Группа - Песня',
          'Какой цвет?\nhttps://vk.com/poll-5_8',
        ].join('\n'),
      },
    ])
  })

  it('quotes what was forwarded, and brings its files', () => {
    expect(meaning('forwarded messages')).toMatchObject([
      {
        text: 'Смотрите, что мне ответили\n> Диван будет\n> во вторник\n> > Внутри',
        attachments: [{ kind: 'picture' }],
      },
    ])
  })

  it('calls people by the name that was looked up', () => {
    const profile = {
      id: 7001,
      name: 'Вера Соколова',
      screenName: 'vera_s',
      picture: 'https://sun9-1.userapi.com/v.jpg',
    }
    expect(meaning('text', { [profileKey]: profile })).toMatchObject([
      {
        sender: {
          ...{ externalId: '7001', name: 'Вера Соколова', username: 'vera_s' },
          ...{ link: 'https://vk.com/vera_s', picture: 'https://sun9-1.userapi.com/v.jpg' },
        },
      },
    ])
    expect(meaning('an answer of an administrator in VK', { [profileKey]: { ...profile, id: 42 } })).toMatchObject([
      { author: 'Вера Соколова' },
    ])
  })

  it('shows words and says what came with them and cannot be shown', () => {
    const { object } = fixture('a kind nobody knows')
    const message = { ...Object(object).message, text: 'Вот' }
    expect(meaning('a kind nobody knows', { object: { message } })).toMatchObject([
      { kind: 'message', text: 'Вот' },
      { kind: 'unsupported', type: 'hologram', externalMessageId: null },
    ])
  })
})

describe('what people write under a page', () => {
  it.each([
    [
      'a comment under a post',
      'wall-5_77:7001',
      { kind: 'message', externalMessageId: '501', place: place('post', 'https://vk.com/wall-5_77?reply=501') },
    ],
    [
      'an answer to our comment',
      'wall-5_77:7001',
      { kind: 'message', replyToExternalId: '502', text: 'Север Дом, спасибо' },
    ],
    ['our own comment', 'wall-5_77:-5', { kind: 'ignored' }],
    ['an edited comment', 'wall-5_77:7001', { kind: 'edited', externalMessageId: '501' }],
    ['a deleted comment', 'wall-5_77:7001', { kind: 'deleted', externalMessageId: '501', amongChats: 'wall-5_' }],
    [
      'a comment under a product',
      'product-5_912:7001',
      { kind: 'message', place: place('product', 'https://vk.com/product-5_912') },
    ],
    [
      'a comment under a product without its item',
      'product-5_0:7001',
      { kind: 'message', place: place('product', 'https://vk.com/market-5') },
    ],
    [
      'a deleted comment under a product',
      'product-5_912:7001',
      { kind: 'deleted', externalMessageId: '601', amongChats: 'product-5_' },
    ],
    ['a comment under a photo', 'photo-5_33:7001', { place: place('photo', 'https://vk.com/photo-5_33') }],
    ['a comment under a video', 'video-5_44:-99', { sender: expect.objectContaining({ name: 'club99' }) }],
    ['a word in a discussion', 'topic-5_11:7001', { place: place('topic', 'https://vk.com/topic-5_11') }],
  ])('%s is of one conversation for a page and a person', (name, externalChat, event) => {
    expect(meaning(name)).toEqual([expect.objectContaining({ externalChat, ...event })])
  })

  it('is there again when it is restored, and new where it was never known', () => {
    const restored = {
      kind: 'restored',
      externalMessageId: '501',
      amongChats: 'wall-5_',
      externalChat: 'wall-5_77:7001',
    }
    const comment = { kind: 'message', externalMessageId: '501', externalChat: 'wall-5_77:7001' }
    expect(meaning('a restored comment')).toMatchObject([restored, comment])
  })

  it.each([
    ['wall-5_77:7001', '7001'],
    ['product-5_0:7001', '7001'],
    ['video-5_44:-99', null],
    ['7001', null],
    ['none', null],
  ])('%s is answered in private at %s', (chat, privately) => {
    expect(privateChatOf(chat)).toBe(privately)
  })
})

describe('a call of VK', () => {
  const connection = { webhookSecret: callbackSecret, accountKey: String(fixtureCommunity) }
  const call = (event: unknown, more: Partial<typeof connection> = {}) =>
    checkCallback(Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)), { ...connection, ...more })

  it('is stored under its own id, without the secret, and answered ok', () => {
    const verdict = call(fixture('text'))
    expect(verdict).toMatchObject({ kind: 'updates', answer: 'ok', raws: [{ externalChat: '7001' }] })
    if (verdict.kind !== 'updates') throw new Error(verdict.kind)
    expect(verdict.raws[0]?.eventKey).toBe(`event:${fixture('text').event_id}`)
    expect(verdict.raws[0]?.body).not.toContain(callbackSecret)
  })

  it.each([
    ['another secret', { ...fixture('text'), secret: 'guessed' }, {}],
    ['no secret', { ...fixture('text'), secret: undefined }, {}],
    ['an empty secret of ours', { ...fixture('text'), secret: '' }, { webhookSecret: '' }],
    ['another community', { ...fixture('text'), group_id: 6 }, {}],
    ['no community', { ...fixture('text'), group_id: undefined }, {}],
    ['a list', [], {}],
    ['a confirmation for another community', { type: 'confirmation', group_id: 6 }, {}],
    ['a confirmation with another secret', { type: 'confirmation', group_id: 5, secret: 'guessed' }, {}],
  ])('is not taken with %s', (_what, event, more) => {
    expect(call(event, more)).toEqual({ kind: 'unauthorized' })
  })

  it.each(['', 'ok', '{"type":', '\ud800{'])('that is no JSON is malformed: %j', (body) => {
    expect(call(body).kind).toBe('malformed')
  })

  it('asks for the confirmation string with its secret or, of a new server, without', () => {
    expect(call({ type: 'confirmation', group_id: 5, secret: callbackSecret })).toEqual({
      kind: 'handshake',
      isProven: true,
    })
    expect(call({ type: 'confirmation', group_id: 5 })).toEqual({ kind: 'handshake', isProven: false })
  })

  it('tells of typing, which is not stored', () => {
    expect(call(fixture('typing'))).toEqual({ kind: 'typing', externalChat: '7001', answer: 'ok' })
    expect(call({ ...fixture('typing'), object: { from_id: -5 } })).toMatchObject({ kind: 'answer', body: 'ok' })
  })

  it('of an unknown shape is kept once, as it is', () => {
    const odd = { group_id: 5, secret: callbackSecret, type: 7 }
    const verdict = call(odd)
    if (verdict.kind !== 'updates') throw new Error(verdict.kind)
    expect(verdict.raws).toMatchObject([{ eventKey: expect.stringMatching(/^unknown:/), externalChat: 'none' }])
    expect(verdict.raws.flatMap(interpretEvent)).toMatchObject([{ kind: 'unreadable' }])
  })
})

it('any stored row is read without a throw', () => {
  fc.assert(
    fc.property(fc.string(), (body) => {
      expect(interpretEvent({ eventKey: 'event:1', externalChat: '1', body })).toMatchObject([{ kind: 'unreadable' }])
    }),
  )
})
