import { describe, expect, it } from 'vitest'
import { anOutbound, aSentFile } from '#test/support/an-open-channel'
import { privateChatOf } from './frame'
import { callOf, splitMessage, uploadTypeOf } from './outbound'

const MB = 1024 * 1024
const picture = aSentFile({
  kind: 'picture',
  name: 'a.jpg',
  mediaType: 'image/jpeg',
  size: 1000,
  width: 40,
  height: 30,
})
const paper = aSentFile({ name: 'b.pdf' })
const button = (label: string, url: string | null = null) => ({ id: `id-${label}`, label, url })
const partsOf = (message: Partial<typeof anOutbound>) =>
  splitMessage({ ...anOutbound, ...message }).map(({ text, attachments, buttons }) => [
    text.length > 20 ? text.length : text,
    attachments.map(({ name }) => name).join(),
    buttons.length,
  ])

describe('how MAX takes a file up', () => {
  it.each([
    ['image/jpeg', MB, 40, 'image'],
    ['image/jpeg', 51 * MB, 40, 'file'],
    ['image/png', MB, 7681, 'file'],
    ['image/webp', MB, 40, 'file'],
    ['image/svg+xml', MB, null, 'file'],
    ['video/mp4', 250 * MB, null, 'video'],
    ['video/mp4', 251 * MB, null, 'file'],
    ['audio/ogg', MB, null, 'audio'],
    ['application/pdf', null, null, 'file'],
  ] as const)('%s of %s bytes, %s wide: %s', (mediaType, size, width, type) => {
    expect(uploadTypeOf(aSentFile({ mediaType, size, width, height: width }))).toBe(type)
  })
})

describe('the calls that carry a message to MAX', () => {
  it('put pictures together, files and sounds each in its own, the words with the first', () => {
    expect(partsOf({ text: 'Вот', attachments: [picture, picture, paper, paper] })).toEqual([
      ['Вот', 'a.jpg,a.jpg', 0],
      ['', 'b.pdf', 0],
      ['', 'b.pdf', 0],
    ])
    expect(partsOf({ attachments: [paper, picture] })).toEqual([
      ['', 'b.pdf', 0],
      ['', 'a.jpg', 0],
    ])
  })

  it('cut a long text, and let it follow the files', () => {
    expect(partsOf({ text: 'я'.repeat(4001), attachments: [picture] })).toEqual([
      ['', 'a.jpg', 0],
      [4000, '', 0],
      ['я', '', 0],
    ])
  })

  it('stand the buttons under the words', () => {
    const buttons = [[button('Да')]]
    expect(partsOf({ text: 'Вот', attachments: [picture], buttons })).toEqual([['Вот', 'a.jpg', 1]])
    expect(partsOf({ text: 'Вот', attachments: [paper, paper], buttons })).toEqual([
      ['', 'b.pdf', 0],
      ['', 'b.pdf', 0],
      ['Вот', '', 1],
    ])
  })
})

describe('a call to MAX', () => {
  const part = { ...anOutbound, externalChat: '123456789', text: 'Привет' }

  it('writes to the person, plainly', () => {
    expect(callOf({ ...part, replyToExternalId: 'mid.1' }, [], null)).toEqual({
      ...{ path: '/messages', query: { user_id: '123456789' } },
      body: { text: 'Привет', link: { type: 'reply', mid: 'mid.1' }, notify: true },
    })
  })

  it('names files by their tokens, and draws buttons in rows as wide as they may be', () => {
    const buttons = [
      ['1', '2', '3', '4', '5', '6', '7', '8'].map((label) => button(label)),
      [button('Сайт', 'https://a.b')],
    ]
    const { body } = callOf({ ...part, buttons }, [{ type: 'image', token: 't' }], null)
    expect(body).toMatchObject({
      attachments: [
        { type: 'image', payload: { token: 't' } },
        {
          type: 'inline_keyboard',
          payload: {
            buttons: [
              ['1', '2', '3', '4', '5', '6', '7'].map((text) => ({ type: 'callback', text, payload: `id-${text}` })),
              [{ type: 'callback', text: '8' }],
              [{ type: 'link', text: 'Сайт', url: 'https://a.b' }],
            ],
          },
        },
      ],
    })
  })

  it('lets a button say its words for the person, or ask him for his number', () => {
    const buttons = [
      [{ ...button('Да'), kind: 'say' }] as const,
      [1, 2, 3, 4].map((label) => ({ ...button(`Номер ${label}`), kind: 'sharePhone' as const })),
    ]
    const { body } = callOf({ ...part, buttons }, [], null)
    const ask = (label: number) => ({ type: 'request_contact', text: `Номер ${label}` })
    expect(body).toMatchObject({
      attachments: [{ payload: { buttons: [[{ type: 'message', text: 'Да' }], [1, 2, 3].map(ask), [ask(4)]] } }],
    })
  })

  it('answers in public under the comment, and knows the dialogue of who wrote it', () => {
    const chat = 'post:mid.post:123456789'
    expect(callOf({ ...part, externalChat: chat }, [], 'mid.last')).toEqual({
      ...{ path: '/messages/mid.post/comments', query: {} },
      body: { text: 'Привет', link: { type: 'reply', mid: 'mid.last' } },
    })
    expect(callOf({ ...part, externalChat: chat, replyToExternalId: 'mid.1' }, [], 'mid.last').body).toMatchObject({
      link: { mid: 'mid.1' },
    })
    expect(privateChatOf(chat)).toBe('123456789')
    expect(privateChatOf('123456789')).toBeNull()
  })
})
