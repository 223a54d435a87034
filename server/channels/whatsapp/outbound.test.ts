import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReplyButton } from '#protocol/reply-button'
import { anAttachment } from '#test/support/a-telegram-channel'
import type { OutboundMessage } from '../channel'
import { interactiveOf } from './buttons'
import { callOf, shapeOf, splitMessage } from './outbound'
import { sentAs } from './sent-along'

const aMessage = (more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  ...{ externalChat: 'RU.1', seq: 7, text: '', attachments: [], buttons: [], replyToExternalId: null },
  operatorName: null,
  ...more,
})

const callsOf = (more: Partial<OutboundMessage>) =>
  splitMessage(aMessage(more)).map((part) => callOf({ ...part, idempotencyKey: 'key' }))

const button = (label: string, url: string | null = null): ReplyButton => ({ id: `id ${label}`, label, url })
const picture = anAttachment({ kind: 'picture', name: 'a.png', mediaType: 'image/png', size: 1000 })
const sound = anAttachment({ kind: 'voice', name: 'a.ogg', mediaType: 'audio/ogg', size: 1000 })

describe('a message on its way to WhatsApp', () => {
  it('names a phone or an id, what it answers, and which send of ours it is', () => {
    const [byPhone] = callsOf({ externalChat: '79991234567', text: 'Да', replyToExternalId: 'wamid.A' })
    expect(byPhone?.frame).toEqual({
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: '79991234567' },
      ...{ context: { message_id: 'wamid.A' }, biz_opaque_callback_data: 'key 7 79991234567' },
    })
    const [byId] = callsOf({ externalChat: 'RU.ENT.5', text: 'Да' })
    expect(byId?.frame).toMatchObject({ recipient: 'RU.ENT.5' })
    expect(byId?.frame).not.toHaveProperty('to')
    expect(sentAs(byId?.frame.biz_opaque_callback_data)).toEqual({ key: 'key', seq: 7, externalChat: 'RU.ENT.5' })
  })

  it('is cut where it is longer than a message may be; only the first part answers', () => {
    const parts = splitMessage(aMessage({ text: 'Слово. '.repeat(1500), replyToExternalId: 'wamid.A' }))
    expect(parts.length).toBe(3)
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(4096)
    expect(parts.map(({ replyToExternalId }) => replyToExternalId)).toEqual(['wamid.A', null, null])
  })

  it('carries a short text under its first file, a long one or one beside sound after the files', () => {
    const shown = (more: Partial<OutboundMessage>) =>
      callsOf(more).map((call) =>
        call.kind === 'file' ? [call.shape, call.caption] : [call.kind, 'text' in call ? call.text : ''],
      )
    expect(shown({ text: 'Вот', attachments: [picture, picture] })).toEqual([
      ['image', 'Вот'],
      ['image', ''],
    ])
    expect(shown({ text: 'я'.repeat(1025), attachments: [picture] })).toEqual([
      ['image', ''],
      ['text', 'я'.repeat(1025)],
    ])
    expect(shown({ text: 'Послушайте', attachments: [sound] })).toEqual([
      ['audio', ''],
      ['text', 'Послушайте'],
    ])
  })

  it.each([
    ['image/jpeg', 5 << 20, 'image'],
    ['image/jpeg', (5 << 20) + 1, 'document'],
    ['image/webp', 100, 'document'],
    ['image/gif', 100, 'document'],
    ['video/mp4', 16 << 20, 'video'],
    ['video/mp4', (16 << 20) + 1, 'document'],
    ['video/webm', 100, 'document'],
    ['audio/ogg', 100, 'audio'],
    ['audio/webm', 100, 'document'],
    ['application/pdf', 100, 'document'],
  ] as const)('shows %s of %d bytes as %s', (mediaType, size, shape) => {
    expect(shapeOf(anAttachment({ mediaType, size }))).toBe(shape)
  })
})

describe('buttons in WhatsApp', () => {
  it('are buttons up to three, a list up to ten, and more of them beyond', () => {
    const kinds = (count: number) =>
      callsOf({ text: 'Выберите', buttons: [Array.from({ length: count }, (_, index) => button(`Да ${index}`))] }).map(
        (call) => (call.kind === 'interactive' ? call.body.type : call.kind),
      )
    expect([kinds(1), kinds(3), kinds(4), kinds(10), kinds(11)]).toEqual([
      ['button'],
      ['button'],
      ['list'],
      ['list'],
      ['list', 'button'],
    ])
  })

  it('whose words are longer than a button are a list, with the whole words beneath', () => {
    const long = 'Перезвоните мне завтра после обеда'
    expect(interactiveOf([button(long)])).toMatchObject({
      type: 'list',
      action: { sections: [{ rows: [{ title: 'Перезвоните мне завтра…', description: long }] }] },
    })
  })

  it('that lead somewhere are one link alone, or stand in the text', () => {
    expect(callsOf({ text: 'Смотрите', buttons: [[button('Каталог', 'https://shop.example')]] })).toMatchObject([
      { kind: 'interactive', text: 'Смотрите', body: { type: 'cta_url' } },
    ])
    expect(
      callsOf({ text: 'Смотрите', buttons: [[button('Да')], [button('Каталог', 'https://shop.example')]] }),
    ).toMatchObject([{ text: 'Смотрите\nКаталог: https://shop.example', body: { type: 'button' } }])
  })

  it('stand under the last words of a long text, and under files', () => {
    const calls = callsOf({ text: 'Слово. '.repeat(400), attachments: [picture], buttons: [[button('Да')]] })
    expect(calls.map(({ kind }) => kind)).toEqual(['file', 'text', 'text', 'interactive'])
    expect(calls.at(-1)).toMatchObject({ body: { type: 'button' } })
  })

  it('are within every limit, with titles that differ, whatever their words', () => {
    const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }).filter((one) => one.length <= 64)
    const some = fc.array(label, { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(some, (labels) => {
        const made = interactiveOf(labels.map((one, index) => ({ id: `${index}`, label: one, url: null })))
        const rows =
          made.type === 'button'
            ? made.action.buttons.map(({ reply }) => reply)
            : made.type === 'list'
              ? made.action.sections.flatMap((section) => section.rows)
              : []
        const limit = made.type === 'button' ? 20 : 24
        expect(rows).toHaveLength(labels.length)
        expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length)
        for (const row of rows) {
          expect(row.title.length).toBeLessThanOrEqual(limit)
          expect('description' in row ? String(row.description).length : 0).toBeLessThanOrEqual(72)
        }
      }),
    )
  })
})
