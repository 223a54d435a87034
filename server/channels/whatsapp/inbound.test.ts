import { describe, expect, it } from 'vitest'
import { whatsAppBodies } from '#test/support/a-whatsapp-number'
import { interpretEvent } from './inbound'
import { rawsOf } from './raws'

const number = { phoneNumberId: '110654035224299220001', accountId: '220654035224299220001' }
const anotherAccount = { ...number, accountId: '220654035224299220002' }

const rawsIn = (name: string) => rawsOf(whatsAppBodies[name], number)?.raws ?? []
const meaningsOf = (name: string) => rawsIn(name).flatMap(interpretEvent)

function meaningOf(name: string) {
  const [event, ...more] = meaningsOf(name)
  expect(more).toEqual([])
  return event
}

const chat = 'RU.13491208655302741918'
const anna = {
  ...{ externalId: chat, name: 'Анна', username: 'anna', aliases: ['79991234567'] },
  ...{ link: 'https://wa.me/79991234567', phone: '+79991234567' },
}
const remote = (reference: string) => ({ kind: 'remote', reference })

describe('a message of WhatsApp', () => {
  it('stands in the chat of the id that stays, with the phone as another name', () => {
    expect(meaningOf('text')).toEqual({
      ...{ eventKey: 'message:wamid.TEXT', externalChat: chat, kind: 'message', externalMessageId: 'wamid.TEXT' },
      ...{ isGroup: false, sender: anna, text: 'Привет', attachments: [], album: null, replyToExternalId: null },
      ...{ providerAt: 1_790_000_000_000, source: null },
    })
  })

  it('of an account without such an id stands in the chat of its phone', () => {
    expect(meaningOf('textWithoutIds')).toMatchObject({
      externalChat: '79991234567',
      sender: { externalId: '79991234567', aliases: [], phone: '+79991234567', username: null },
    })
  })

  it('of somebody who hides his phone has no phone and no link, and his username for a name', () => {
    expect(meaningOf('textWithoutPhone')).toMatchObject({
      externalChat: 'RU.ENT.99491208655302741918',
      sender: { name: 'secret_anna', username: 'secret_anna', link: null, phone: null, aliases: [] },
    })
  })

  it('names what it answers, and the advertisement it came from', () => {
    expect(meaningOf('reply')).toMatchObject({ replyToExternalId: 'wamid.OUT' })
    expect(meaningOf('fromAd')).toMatchObject({ source: 'https://fb.me/2Xyz' })
  })

  it.each([
    ['image', 'picture', 'picture-1790000000.jpg', 'image/jpeg', '9007199254740994', 'Вот царапина'],
    ['voice', 'voice', 'voice-1790000000.ogg', 'audio/ogg', '9007199254740995', ''],
    ['audio', 'audio', 'audio-1790000000.mp3', 'audio/mpeg', '9007199254740996', ''],
    ['video', 'video', 'video-1790000000.mp4', 'video/mp4', '9007199254740997', ''],
    ['document', 'file', 'Договор.pdf', 'application/pdf', '9007199254740998', 'Подпишите'],
    ['pictureAsDocument', 'picture', 'план.png', 'image/png', '9007199254740999', ''],
    ['sticker', 'sticker', 'sticker-1790000000.webp', 'image/webp', '9007199254741000', ''],
  ] as const)('holds a file: %s', (name, kind, fileName, mediaType, id, text) => {
    expect(meaningOf(name)).toMatchObject({
      ...{ kind: 'message', text },
      attachments: [{ kind, name: fileName, mediaType, source: remote(id) }],
    })
  })

  it.each([
    ['contacts', 'Пётр Иванов\n+7 999 000-00-02'],
    ['location', 'Склад\nТверская, 1\nhttps://yandex.ru/maps/?pt=37.61,55.75&z=16&l=map'],
    ['order', 'Беру\nSOFA-1 × 2 (990.5 RUB)'],
  ] as const)('says in words what an operator may want to copy: %s', (name, text) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'message', text, attachments: [] })
  })

  it('of an unknown kind is unsupported, whoever sent it', () => {
    expect(meaningOf('unsupported')).toMatchObject({
      kind: 'unsupported',
      type: 'unsupported',
      externalChat: '79991234567',
    })
    expect(meaningOf('form')).toMatchObject({ kind: 'unsupported', type: 'nfm_reply', externalChat: chat })
  })

  it('of a group is not ours', () => {
    expect(meaningOf('group')).toMatchObject({ kind: 'ignored' })
  })
})

describe('what else a person does in WhatsApp', () => {
  it.each([
    ['templateButton', 'Подтвердить', 'confirm', 'wamid.BUTTON'],
    ['buttonReply', 'Да', 'yes', 'wamid.PRESS'],
    ['listReply', '5', 'rate-5', 'wamid.LIST'],
  ] as const)('pressing a button: %s', (name, label, buttonId, callbackId) => {
    expect(meaningOf(name)).toMatchObject({
      ...{ kind: 'buttonPressed', label, buttonId, callbackId, externalMessageId: 'wamid.OUT' },
      ...{ sender: anna, providerAt: 1_790_000_000_000 },
    })
  })

  it('reacting, and taking it back', () => {
    expect(meaningOf('reaction')).toMatchObject({ kind: 'reaction', externalMessageId: 'wamid.OUT', emoji: '👍' })
    expect(meaningOf('reactionGone')).toMatchObject({ kind: 'reaction', emoji: null })
  })

  it('opening the chat without a word', () => {
    expect(meaningOf('welcome')).toMatchObject({ kind: 'started', sender: anna, payload: null })
  })

  it('changing his number, told by number or by id', () => {
    expect(meaningOf('numberChanged')).toMatchObject({
      kind: 'identityChanged',
      from: '79991234567',
      to: '79990000009',
    })
    expect(meaningOf('idChanged')).toMatchObject({ kind: 'identityChanged', from: chat, to: 'RU.777' })
  })

  it('calling', () => {
    expect(meaningOf('callMissed')).toMatchObject({ kind: 'call', outcome: 'missed', durationMs: null, sender: anna })
    expect(meaningOf('callTaken')).toMatchObject({ kind: 'call', outcome: 'answered', durationMs: 42_000 })
  })
})

describe('what becomes of our messages', () => {
  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
  ] as const)('%s is %s, and says which send of ours it was', (name, status) => {
    expect(meaningOf(name)).toMatchObject({
      ...{ kind: 'receipt', externalMessageId: 'wamid.OUT', externalChat: chat, status, reason: null, detail: null },
      ...{ eventKey: `status:wamid.OUT:${name}`, send: { key: 'key-1', seq: 7 } },
    })
  })

  it('failed has its reason and the words of Meta, in our chat though only the phone is named', () => {
    expect(meaningOf('failed')).toMatchObject({
      ...{ status: 'failed', reason: 'window_closed', externalChat: chat },
      detail: expect.stringContaining('131047: Message failed to send because more than 24 hours'),
    })
  })

  it('failed of what another program has sent stands in the chat of the phone', () => {
    expect(meaningOf('failedOfAnother')).toMatchObject({ reason: 'not_found', send: null })
  })

  it('written in the phone itself is told as the company’s', () => {
    expect(meaningOf('echo')).toMatchObject({
      kind: 'writtenElsewhere',
      externalChat: '79991234567',
      text: 'С телефона',
    })
  })
})

describe('one call of the webhook', () => {
  it('gives each event of each person under its own key and chat', () => {
    expect(rawsIn('many').map(({ eventKey, externalChat }) => [eventKey, externalChat])).toEqual([
      ['message:wamid.M1', chat],
      ['message:wamid.M2', 'RU.2'],
      ['message:wamid.M3', chat],
      ['status:wamid.OUT:delivered', '79991234567'],
      ['status:wamid.OUT:read', '79991234567'],
    ])
    expect(
      meaningsOf('many').flatMap((event) => (event.kind === 'message' ? [event.sender.name, event.text] : [])),
    ).toEqual([...['Анна', 'Раз'], ...['Пётр', 'Я Пётр'], ...['Анна', 'Два']])
  })

  it('about this number alone is for nobody else', () => {
    expect(rawsOf(whatsAppBodies.many, number)?.elsewhere).toBeNull()
  })

  it('about another number of the account names it, whole, and once however often it comes', () => {
    const told = rawsOf(whatsAppBodies.otherNumber, number)
    expect(told).toMatchObject({ raws: [], elsewhere: [{ account: '999' }] })
    expect(rawsOf(whatsAppBodies.otherNumber, number)).toEqual(told)
    const [stranger] = told?.elsewhere ?? []
    expect(stranger?.raw.body).toContain('"phone_number_id":"999"')
    expect(stranger && interpretEvent(stranger.raw)).toMatchObject([{ kind: 'ignored', externalChat: 'none' }])
  })

  it('about the account itself is kept, troubles nobody, and is for all its numbers', () => {
    expect(meaningOf('templateReviewed')).toMatchObject({ kind: 'ignored', externalChat: 'none' })
    expect(rawsOf(whatsAppBodies.templateReviewed, number)?.elsewhere).toEqual([])
    expect(rawsOf(whatsAppBodies.templateReviewed, anotherAccount)).toMatchObject({
      raws: [],
      elsewhere: [{ account: null }],
    })
  })

  it('means the same when it is read again from the store', () => {
    for (const body of Object.values(whatsAppBodies))
      for (const raw of rawsOf(body, number)?.raws ?? []) {
        const { eventKey, externalChat } = raw
        expect(interpretEvent({ eventKey, externalChat, body: raw.body })).toEqual(interpretEvent(raw))
      }
  })
})
