import { describe, expect, it } from 'vitest'
import { wideFixtures } from '#test/support/wide-fixtures'
import { interpretUpdate, rawOf } from './inbound'
import { checkWebhook } from './webhook'

const fixtures = wideFixtures('max/fixtures/updates.json')

const rawNamed = (name: string) => {
  const update = fixtures.find((one) => one.name === name)?.update
  const raw = rawOf(update, JSON.stringify(update))
  if (raw === null) throw new Error(`no fixture ${name}`)
  return raw
}

const meaningsOf = (name: string) => interpretUpdate(rawNamed(name))
const meaningOf = (name: string) => {
  const [event, ...more] = meaningsOf(name)
  expect(more).toEqual([])
  return event
}

const anna = { externalId: '123456789', name: 'Анна К', username: null, link: null, picture: null }
const mid = 'mid.000000000adf429c019d47d58f2b3d9e'

describe('an update of MAX', () => {
  it('is a message with its sender, in the dialogue with that person', () => {
    expect(meaningOf('text')).toEqual({
      ...{ kind: 'message', eventKey: `message_created:${mid}`, externalChat: '123456789', externalMessageId: mid },
      ...{ isGroup: false, sender: anna, text: 'Привет', attachments: [], album: null, replyToExternalId: null },
      ...{ providerAt: 1_790_000_000_123, source: null },
    })
  })

  it('loses no digit of 64-bit numbers', () => {
    expect(meaningOf('text of a person with 64-bit numbers')).toMatchObject({
      externalChat: '9007199254740993',
      sender: { externalId: '9007199254740993', username: 'oleg', link: 'https://max.ru/oleg' },
    })
  })

  it('knows which message is answered, and reads what is passed on', () => {
    expect(meaningOf('answer to a message')).toMatchObject({ text: 'Да, вполне', replyToExternalId: 'mid.ours' })
    const passedOn = meaningOf('passed on without words')
    expect(passedOn).toMatchObject({ kind: 'message', text: 'Текст из канала', replyToExternalId: null })
    expect(passedOn).not.toMatchObject({ externalMessageId: 'mid.post' })
  })

  it('brings all pictures of a message', () => {
    expect(meaningOf('pictures with words')).toMatchObject({
      text: 'Два вида',
      attachments: [
        { kind: 'picture', name: 'photo-000a0003.jpg', source: { reference: 'https://i.oneme.ru/i?r=1' } },
        { kind: 'picture', name: 'photo-000a0003-2.jpg', source: { reference: 'https://i.oneme.ru/i?r=2' } },
      ],
    })
  })

  it.each([
    ['video', 'video', 'video-000a0004.mp4', 11_000, 'video:f9LHodD0cOJ|https://m.ok.ru/video/5'],
    ['voice', 'voice', 'voice-000a0005.ogg', null, 'https://au.oneme.ru/5.ogg'],
    ['file', 'file', 'Договор № 7.pdf', null, 'https://fd.oneme.ru/getfile?r=6'],
    ['sticker', 'sticker', 'sticker-000a0007.webp', null, 'https://st.oneme.ru/c1'],
  ])('brings a %s as %s', (name, kind, fileName, durationMs, reference) => {
    expect(meaningOf(name)).toMatchObject({
      ...{ kind: 'message', text: '' },
      attachments: [{ kind, name: fileName, durationMs, source: { kind: 'remote', reference } }],
    })
  })

  it.each([
    ['own contact', 'Анна К.\n+79990000000'],
    ['contact of somebody else', 'Звоните ему\nПётр\n+79991111111'],
    ['location', 'https://yandex.ru/maps/?pt=37.6173,55.7558&z=16&l=map'],
    ['link with its preview', 'Смотрите https://shop.example/42'],
  ])('says %s in words', (name, text) => {
    expect(meaningOf(name)).toMatchObject({ kind: 'message', text, attachments: [] })
  })

  it('takes a phone for a person’s own only from his own card', () => {
    expect(meaningOf('own contact')).toMatchObject({ sender: { phone: '+79990000000' } })
    expect(meaningOf('contact of somebody else')).not.toHaveProperty('sender.phone')
  })

  it('shows what nobody knows beside what is known', () => {
    expect(meaningsOf('attachment nobody knows')).toMatchObject([
      { kind: 'message', text: 'Вот' },
      { kind: 'unsupported', type: 'hologram', externalMessageId: null },
    ])
    expect(meaningOf('only an attachment nobody knows')).toMatchObject({
      ...{ kind: 'unsupported', type: 'hologram', externalMessageId: 'mid.000000000a0115' },
    })
  })

  it('is a press in the person’s dialogue, also when the message is gone', () => {
    expect(meaningOf('press')).toMatchObject({
      ...{ kind: 'buttonPressed', externalChat: '123456789', label: 'Да', buttonId: 'yes' },
      ...{ externalMessageId: 'mid.ours', callbackId: 'f9LHodD0cOJf4_DkJGeq8BkDgc5vgSwZocVrn44oirfM' },
    })
    expect(meaningOf('press under a message that is gone')).toMatchObject({
      ...{ kind: 'buttonPressed', externalChat: '123456789', label: 'yes', externalMessageId: null },
    })
  })

  it('is a comment with its page, in a conversation for each person under each post', () => {
    expect(meaningOf('comment')).toMatchObject({
      ...{ kind: 'message', externalChat: 'post:mid.post:123456789', externalMessageId: 'mid.comment' },
      place: { kind: 'post', title: null, link: 'https://max.ru/sever/AZ1' },
    })
    expect(meaningOf('edited comment')).toMatchObject({ kind: 'edited', externalChat: 'post:mid.post:123456789' })
    expect(meaningOf('removed comment')).toMatchObject({ kind: 'deleted', externalChat: 'post:mid.post:123456789' })
    expect(meaningOf('comment of the channel itself')).toMatchObject({ kind: 'ignored' })
  })

  it.each([
    ['started', { kind: 'started', payload: 'shop_7', sender: { picture: 'https://i.oneme.ru/full' } }],
    ['stopped', { kind: 'blocked', externalChat: '123456789' }],
    ['dialogue removed', { kind: 'blocked', externalChat: '123456789' }],
    ['dialogue muted', { kind: 'ignored' }],
    ['edit', { kind: 'edited', externalMessageId: mid, text: 'Привет!', editedAt: 1_790_000_021_000 }],
    ['deletion', { kind: 'deleted', externalMessageId: mid, externalChat: '123456789' }],
    ['message without itself', { kind: 'unreadable' }],
    ['text in a group', { kind: 'ignored' }],
    ['text of a bot', { kind: 'ignored' }],
    ['bot added to a group', { kind: 'ignored' }],
    ['update nobody knows', { kind: 'unreadable' }],
  ])('%s is what it says', (name, meaning) => {
    expect(meaningOf(name)).toMatchObject(meaning)
  })

  it('has a key of its own, each edit of a message too', () => {
    const keys = fixtures.map(({ name }) => rawNamed(name).eventKey)
    expect(new Set(keys).size).toBe(fixtures.length)
  })

  it('has the same key however long the id of a press is', () => {
    const update = { update_type: 'message_callback', timestamp: 1, callback: { callback_id: 'x'.repeat(400) } }
    const keys = [1, 2].map(() => rawOf(update, '')?.eventKey)
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]?.length).toBeLessThan(100)
  })
})

const secret = 'webhook_secret-of_this-channel'
const judged = (body: string | Buffer, headers: Record<string, string>, webhookSecret = secret) =>
  checkWebhook({ method: 'POST', headers, body: Buffer.from(body) }, { webhookSecret })

describe('a call to the webhook', () => {
  const body = JSON.stringify(fixtures[0]?.update)
  const signed = { 'x-max-bot-api-secret': secret }

  it('is believed by the secret alone', () => {
    expect(judged(body, signed)).toMatchObject({ kind: 'updates', raws: [{ externalChat: '123456789' }], answer: '' })
    for (const headers of [{}, { 'x-max-bot-api-secret': '' }, { 'x-max-bot-api-secret': `${secret}x` }])
      expect(judged(body, headers)).toEqual({ kind: 'unauthorized' })
    expect(judged(body, { 'x-max-bot-api-secret': '' }, '')).toEqual({ kind: 'unauthorized' })
  })

  it.each(['', 'not json', '{"update_type":'])('that holds no JSON (%s) is malformed', (text) => {
    expect(judged(text, signed)).toMatchObject({ kind: 'malformed' })
  })

  it('keeps what it cannot read, once', () => {
    expect(judged('[1]', signed)).toMatchObject({ kind: 'updates', raws: [{ externalChat: 'none' }] })
    expect(judged('[1]', signed)).toEqual(judged('[1]', signed))
  })
})
