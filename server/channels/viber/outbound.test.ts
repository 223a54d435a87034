import { describe, expect, it } from 'vitest'
import { anOutbound, aSentFile } from '#test/support/an-open-channel'
import { isOwnCard, pressedButton } from './buttons'
import { bodyOf, plainBodyOf, shapeOf, splitMessage } from './outbound'

const MB = 1024 * 1024
const button = (label: string, url: string | null = null) => ({ id: `id-${label}`, label, url })
const picture = aSentFile({ kind: 'picture', name: 'a.jpg', mediaType: 'image/jpeg', size: 1000 })
const partsOf = (message: Partial<typeof anOutbound>) =>
  splitMessage({ ...anOutbound, ...message }).map(({ text, attachments, buttons }) => [
    text.length > 20 ? text.length : text,
    attachments.map(({ name }) => name).join(),
    buttons.length,
  ])

describe('what a file becomes at Viber', () => {
  it.each([
    ['image/jpeg', MB, 'picture'],
    ['image/jpeg', MB + 1, 'file'],
    ['image/png', 10, 'picture'],
    ['image/gif', 10, 'file'],
    ['image/webp', 10, 'file'],
    ['video/mp4', 26 * MB, 'video'],
    ['video/mp4', 26 * MB + 1, 'file'],
    ['video/quicktime', 10, 'file'],
    ['audio/ogg', 10, 'file'],
    ['application/pdf', null, 'file'],
  ] as const)('%s of %s bytes goes as %s', (mediaType, size, shape) => {
    expect(shapeOf(aSentFile({ mediaType, size }))).toBe(shape)
  })
})

describe('the calls that carry a message to Viber', () => {
  it('are one for a text, and one for each file', () => {
    expect(partsOf({ text: 'Привет' })).toEqual([['Привет', '', 0]])
    expect(partsOf({ attachments: [picture, aSentFile({ name: 'b.pdf' })] })).toEqual([
      ['', 'a.jpg', 0],
      ['', 'b.pdf', 0],
    ])
  })

  it('put a short text under the first picture, and any other after the files', () => {
    expect(partsOf({ text: 'Вот', attachments: [picture, picture] })).toEqual([
      ['Вот', 'a.jpg', 0],
      ['', 'a.jpg', 0],
    ])
    expect(partsOf({ text: 'я'.repeat(513), attachments: [picture] })).toEqual([
      ['', 'a.jpg', 0],
      [513, '', 0],
    ])
    expect(partsOf({ text: 'Вот', attachments: [aSentFile()] })).toEqual([
      ['', 'file.pdf', 0],
      ['Вот', '', 0],
    ])
  })

  it('leave the buttons to the last one: a message without any takes them off the screen', () => {
    const buttons = [[button('Да')]]
    expect(partsOf({ text: 'я'.repeat(7001), buttons })).toEqual([
      [7000, '', 0],
      ['я', '', 1],
    ])
    expect(partsOf({ attachments: [picture, picture], buttons }).map(([, , count]) => count)).toEqual([0, 1])
  })
})

describe('the body of a call to Viber', () => {
  const part = { ...anOutbound, externalChat: '01234567890A=' }

  it('shows the operator as the sender, his name within the limit', () => {
    expect(bodyOf({ ...part, text: 'Привет' }, 'Анна Лебедева', '')).toEqual({
      ...{ receiver: '01234567890A=', min_api_version: 1, sender: { name: 'Анна Лебедева' } },
      ...{ type: 'text', text: 'Привет' },
    })
    const long = bodyOf({ ...part, text: 'Привет' }, `${'я'.repeat(27)}🧵🧵`, '')
    expect(long).toMatchObject({ sender: { name: 'я'.repeat(27) } })
  })

  it('names a file, its size and where it is fetched', () => {
    const file = aSentFile({ name: `${'д'.repeat(300)}.pdf`, size: 7 })
    expect(bodyOf({ ...part, attachments: [file] }, 'Анна', 'https://hub/f.pdf')).toMatchObject({
      ...{ type: 'file', media: 'https://hub/f.pdf', size: 7, file_name: `${'д'.repeat(252)}.pdf` },
    })
  })

  it('draws buttons in rows, and remembers which is which', () => {
    const rows = [[button('Да'), button('Нет')], [button('Сайт', 'https://shop.example')]]
    const body = bodyOf({ ...part, text: 'Подходит?', buttons: rows }, 'Анна', '')
    expect(body.keyboard).toMatchObject({
      Buttons: [
        { Columns: 3, Text: 'Да', ActionType: 'reply', ActionBody: 'Да' },
        { Columns: 3, Text: 'Нет', ActionType: 'reply', ActionBody: 'Нет' },
        { Columns: 6, Text: 'Сайт', ActionType: 'open-url', ActionBody: 'https://shop.example' },
      ],
    })
    const { tracking_data: data } = body
    expect(pressedButton('Нет', String(data))).toBe('id-Нет')
    for (const text of ['Сайт', 'Может быть', 'toString', '__proto__'])
      expect(pressedButton(text, String(data))).toBeNull()
  })

  it('asks for the number where programs know how, and remembers that it was asked for', () => {
    const body = bodyOf({ ...part, text: '?', buttons: [[{ ...button('Мой номер'), kind: 'sharePhone' }]] }, 'Анна', '')
    expect(body).toMatchObject({
      min_api_version: 3,
      keyboard: { Buttons: [{ Text: 'Мой номер', ActionType: 'share-phone' }] },
    })
    expect(isOwnCard(String(body.tracking_data))).toBe(true)
    expect(pressedButton('Мой номер', String(body.tracking_data))).toBeNull()
    for (const data of [undefined, '{}', '{"buttons":{}}', '{"buttons":']) expect(isOwnCard(data)).toBe(false)
  })

  it('is words alone for a program that is too old, a file its address', () => {
    const whole = { ...part, text: 'Вот', attachments: [picture], buttons: [[button('Да')]] }
    expect(plainBodyOf(whole, 'Анна', 'https://hub/a.jpg')).toEqual({
      ...{ receiver: '01234567890A=', min_api_version: 1, sender: { name: 'Анна' } },
      ...{ type: 'text', text: 'Вот\nhttps://hub/a.jpg' },
    })
  })
})
