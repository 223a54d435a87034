import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ReplyButton } from '#protocol/reply-button'
import { anAttachment } from '#test/support/a-telegram-channel'
import type { OutboundMessage } from '../channel'
import { keyboardOf, randomIdOf, splitMessage } from './outbound'

const picture = anAttachment({ kind: 'picture', name: 'photo.jpg', mediaType: 'image/jpeg' })
const paper = anAttachment()
const voice = anAttachment({ kind: 'voice', name: 'voice.ogg', mediaType: 'audio/ogg' })
const yes: ReplyButton = { id: 'yes', label: 'Да', url: null }
const link: ReplyButton = { id: 'site', label: 'Сайт', url: 'https://shop.example' }

const aMessage = (more: Partial<OutboundMessage>): OutboundMessage => ({
  ...{
    externalChat: '7001',
    seq: 3,
    text: '',
    attachments: [],
    buttons: [],
    replyToExternalId: '12',
    operatorName: null,
  },
  ...more,
})

const inShort = (more: Partial<OutboundMessage>) =>
  splitMessage(aMessage(more)).map(({ text, attachments, buttons, replyToExternalId }) => [
    text.length > 20 ? text.length : text,
    attachments.map(({ mediaType }) => mediaType).join(' '),
    buttons.length,
    replyToExternalId,
  ])

describe('the calls that carry a message', () => {
  it('are one for words with files of any kind', () => {
    expect(inShort({ text: 'Вот', attachments: [picture, paper], buttons: [[yes]] })).toEqual([
      ['Вот', 'image/jpeg application/pdf', 1, '12'],
    ])
  })

  it('hold the files with the last part of a long text, and the buttons under the last', () => {
    expect(inShort({ text: 'а'.repeat(5000), attachments: [picture], buttons: [[yes]] })).toEqual([
      [4096, '', 0, '12'],
      [904, 'image/jpeg', 1, null],
    ])
  })

  it('let a voice stand alone', () => {
    expect(inShort({ text: 'Послушайте', attachments: [voice, picture] })).toEqual([
      ['Послушайте', '', 0, '12'],
      ['', 'audio/ogg', 0, null],
      ['', 'image/jpeg', 0, null],
    ])
  })

  it('hold ten files each', () => {
    expect(inShort({ attachments: Array.from({ length: 12 }, () => paper) }).map(([, files]) => files)).toEqual([
      expect.stringMatching(/^(?:application\/pdf ?){10}$/),
      expect.stringMatching(/^(?:application\/pdf ?){2}$/),
    ])
  })
})

describe('the number against repeats', () => {
  it('is the same for the same part, another for another, never 0 and 32 bits wide', () => {
    fc.assert(
      fc.property(fc.uuid(), (key) => {
        const id = randomIdOf(key)
        expect(randomIdOf(key)).toBe(id)
        expect(id).not.toBe(0)
        expect(id | 0).toBe(id)
      }),
    )
    expect(randomIdOf('key')).not.toBe(randomIdOf('key:1'))
  })
})

const Keyboard = z.object({
  inline: z.boolean(),
  buttons: z.array(z.array(z.object({ action: z.object({ label: z.string(), payload: z.string().optional() }) }))),
})
const keyboard = (buttons: readonly (readonly ReplyButton[])[]) => Keyboard.parse(JSON.parse(keyboardOf(buttons) ?? ''))

describe('a keyboard', () => {
  it('stands under the message, with what a press has to bring back', () => {
    expect(JSON.parse(keyboardOf([[yes, link]]) ?? '')).toEqual({
      inline: true,
      buttons: [
        [
          { action: { type: 'callback', label: 'Да', payload: '{"button":"yes","label":"Да"}' }, color: 'secondary' },
          { action: { type: 'open_link', label: 'Сайт', link: 'https://shop.example' } },
        ],
      ],
    })
    expect(keyboardOf([])).toBeNull()
  })

  it('goes below the input line when there are too many buttons', () => {
    expect(keyboard(Array.from({ length: 7 }, () => [yes])).inline).toBe(false)
  })

  it('keeps to the limits of VK whatever the buttons are', () => {
    const button = fc.record({
      id: fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).map((id) => id.slice(0, 64)),
      label: fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }),
      url: fc.constantFrom(null, 'https://shop.example'),
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(button, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }),
        (rows) => {
          const { buttons, inline } = keyboard(rows)
          expect(buttons.length).toBeLessThanOrEqual(inline ? 6 : 10)
          if (inline) expect(buttons.flat().length).toBeLessThanOrEqual(10)
          for (const row of buttons) expect(row.length).toBeLessThanOrEqual(5)
          for (const { action } of buttons.flat()) {
            expect(action.label.length).toBeLessThanOrEqual(40)
            expect((action.payload ?? '').length).toBeLessThanOrEqual(255)
          }
        },
      ),
    )
  })
})
