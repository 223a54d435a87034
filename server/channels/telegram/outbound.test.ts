import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attachment } from '#protocol/attachment'
import { anAttachment } from '#test/support/a-telegram-channel'
import type { OutboundMessage } from '../channel'
import { resultOf } from '../messenger-error'
import { callOf, shapeOf, splitMessage } from './outbound'
import { refusalBy } from './refusals'

const message = (more: Partial<OutboundMessage>): OutboundMessage => ({
  ...{ externalChat: '5001', seq: 7, text: '', attachments: [], buttons: [], replyToExternalId: null },
  operatorName: null,
  ...more,
})
const picture = (more: Partial<Attachment> = {}) =>
  anAttachment({ kind: 'picture', name: 'a.jpg', mediaType: 'image/jpeg', width: 800, height: 600, ...more })
const video = anAttachment({ kind: 'video', name: 'v.mp4', mediaType: 'video/mp4' })
const voice = anAttachment({ kind: 'voice', name: 'v.ogg', mediaType: 'audio/ogg', durationMs: 3100 })
const song = anAttachment({ kind: 'audio', name: 's.mp3', mediaType: 'audio/mpeg' })
const paper = anAttachment()
const yes = { id: 'yes', label: 'Да', url: null }

const outline = (parts: readonly OutboundMessage[]) =>
  parts.map(({ text, attachments, buttons }) => [text.length, attachments.length, buttons.flat().length])

describe('a message for Telegram', () => {
  it.each<[string, Partial<OutboundMessage>, number[][]]>([
    ['is one call when it is a text', { text: 'Да' }, [[2, 0, 0]]],
    [
      'is cut at 4096 characters',
      { text: 'а'.repeat(9000) },
      [
        [4096, 0, 0],
        [4096, 0, 0],
        [808, 0, 0],
      ],
    ],
    ['carries its text as the caption of one file', { text: 'Вот', attachments: [paper] }, [[3, 1, 0]]],
    [
      'sends a long text after the file',
      { text: 'а'.repeat(1025), attachments: [paper] },
      [
        [0, 1, 0],
        [1025, 0, 0],
      ],
    ],
    ['makes an album of pictures and videos', { text: 'Вот', attachments: [picture(), video] }, [[3, 2, 0]]],
    [
      'keeps documents and pictures apart',
      { attachments: [picture(), picture(), paper] },
      [
        [0, 2, 0],
        [0, 1, 0],
      ],
    ],
    ['makes an album of documents', { attachments: [paper, paper, paper] }, [[0, 3, 0]]],
    [
      'lets a voice stand alone',
      { attachments: [voice, voice, song, song] },
      [
        [0, 1, 0],
        [0, 1, 0],
        [0, 2, 0],
      ],
    ],
    [
      'has at most ten in an album',
      { attachments: Array(12).fill(picture()) },
      [
        [0, 10, 0],
        [0, 2, 0],
      ],
    ],
    [
      'puts buttons under the last text',
      { text: 'а'.repeat(5000), buttons: [[yes]] },
      [
        [4096, 0, 0],
        [904, 0, 1],
      ],
    ],
    ['puts buttons under a single file', { text: 'Вот', attachments: [paper], buttons: [[yes]] }, [[3, 1, 1]]],
    [
      'sends the text with buttons after an album',
      { text: 'Какой?', attachments: [picture(), picture()], buttons: [[yes]] },
      [
        [0, 2, 0],
        [6, 0, 1],
      ],
    ],
    [
      'makes no album where only files could hold the buttons',
      { attachments: [picture(), picture()], buttons: [[yes]] },
      [
        [0, 1, 0],
        [0, 1, 1],
      ],
    ],
  ])('%s', (_case, more, expected) => {
    expect(outline(splitMessage(message(more)))).toEqual(expected)
  })

  it('answers another message with its first call only', () => {
    const parts = splitMessage(message({ text: 'а'.repeat(5000), replyToExternalId: '40' }))
    expect(parts.map((part) => callOf(part).frame.reply_parameters?.message_id)).toEqual([40, undefined])
  })

  it('loses no file and no letter, whatever it is made of', () => {
    const one = fc.constantFrom(picture(), picture({ width: 9999, height: 99 }), video, voice, song, paper)
    const any = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 6000 }),
      attachments: fc.array(one, { maxLength: 10 }),
      buttons: fc.constantFrom([], [[yes]]),
    })
    fc.assert(
      fc.property(any, (more) => {
        const parts = splitMessage(message(more))
        expect(parts.length).toBeGreaterThan(0)
        expect(parts.flatMap(({ attachments }) => attachments)).toEqual(more.attachments)
        const bare = (text: string) => text.replaceAll(/\s/g, '')
        expect(bare(parts.map(({ text }) => text).join(''))).toBe(bare(more.text))
        for (const part of parts) {
          const call = callOf(part)
          if (call.kind !== 'text') expect(call.caption.length).toBeLessThanOrEqual(1024)
          else expect(call.text.length).toBeLessThanOrEqual(4096)
          if (call.kind === 'album') expect(part.buttons).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a call', () => {
  it('holds the text as it is, without a parse mode', () => {
    expect(callOf(message({ text: '<b>_1*2</b>' }))).toEqual({
      ...{ kind: 'text', frame: { chat_id: 5001 }, text: '<b>_1*2</b>' },
    })
  })

  it('cuts the data of a button at 64 bytes, between characters', () => {
    const { frame } = callOf(message({ text: '?', buttons: [[{ ...yes, id: 'ж'.repeat(64) }]] }))
    expect(frame).toMatchObject({
      reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'ж'.repeat(32) }]] },
    })
  })

  it('gives a button with an address that address', () => {
    const { frame } = callOf(message({ text: '?', buttons: [[{ ...yes, url: 'https://shop.example/' }]] }))
    expect(frame).toMatchObject({
      reply_markup: { inline_keyboard: [[{ text: 'Да', url: 'https://shop.example/' }]] },
    })
  })

  it("asks for the number by a key in place of the phone's own, for there alone it can be shared", () => {
    const { frame } = callOf(message({ text: '?', buttons: [[{ ...yes, kind: 'sharePhone' }]] }))
    expect(frame).toMatchObject({
      reply_markup: {
        ...{ keyboard: [[{ text: 'Да', request_contact: true }]], resize_keyboard: true, one_time_keyboard: true },
      },
    })
  })

  it.each<[string, Attachment, string]>([
    ['a picture', picture(), 'photo'],
    ['a picture above 10 MB', picture({ size: 11 * 1024 * 1024 }), 'document'],
    ['a picture too wide and high', picture({ width: 6000, height: 4001 }), 'document'],
    ['a picture too long', picture({ width: 2100, height: 100 }), 'document'],
    ['a moving picture', picture({ mediaType: 'image/gif' }), 'animation'],
    ['a video', video, 'video'],
    ['a video of another kind', anAttachment({ kind: 'video', mediaType: 'video/webm' }), 'document'],
    ['a voice', voice, 'voice'],
    ['a song', song, 'audio'],
    ['an uploaded ogg file', anAttachment({ kind: 'audio', mediaType: 'audio/ogg' }), 'document'],
    ['a paper', paper, 'document'],
    ['a drawing with scripts', anAttachment({ kind: 'file', mediaType: 'image/svg+xml' }), 'document'],
  ])('sends %s as it shows best', (_case, attachment, shape) => {
    expect(shapeOf(attachment)).toBe(shape)
  })
})

describe('what Telegram says to a send', () => {
  const refused = (code: number, description: string) => resultOf(refusalBy(code, description))

  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'blocked'],
    [403, 'Forbidden: bot was kicked from the group chat', 'blocked'],
    [403, 'Forbidden: user is deactivated', 'not_found'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'not_found'],
    [400, 'Bad Request: chat not found', 'not_found'],
    [400, 'Bad Request: message is too long', 'too_long'],
    [400, 'Bad Request: MEDIA_CAPTION_TOO_LONG', 'too_long'],
    [400, 'Bad Request: message caption is too long', 'too_long'],
    [400, 'Bad Request: file is too big', 'too_big'],
    [413, 'Request Entity Too Large', 'too_big'],
    [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', 'bad_media'],
    [400, 'Bad Request: wrong file identifier/HTTP URL specified', 'bad_media'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'refused'],
    [401, 'Unauthorized', 'auth'],
    [404, 'Not Found', 'auth'],
    [418, 'something new', 'refused'],
  ])('%i %s is a failure', (code, description, reason) => {
    expect(refused(code, description)).toEqual({ kind: 'failed', reason, detail: description })
  })

  it('waits as long as flood control asks', () => {
    expect(resultOf(refusalBy(429, 'Too Many Requests: retry after 7', { retry_after: 7 }))).toEqual({
      ...{ kind: 'retry', afterMs: 7000, reason: 'rate_limited', detail: 'Too Many Requests: retry after 7' },
    })
  })

  it('leaves in doubt what may have been carried out', () => {
    expect(refused(500, 'Internal Server Error').kind).toBe('unconfirmed')
  })
})
