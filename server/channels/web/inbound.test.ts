import { describe, expect, it } from 'vitest'
import { interpretVisitor, rawAct, rawMark, type VisitorRaw } from './inbound'

const message = (traits: Partial<Extract<VisitorRaw, { kind: 'message' }>> = {}) =>
  rawAct('visitor1', {
    ...{ kind: 'message', id: 'uuid', text: 'Добрый день', attachments: [], at: 5, locale: 'ru' },
    ...{ about: null, customerId: null },
    ...{ page: 'https://shop.example/fjord?utm_source=x', referrer: '' },
    ...traits,
  })

const [understood] = interpretVisitor(message())

describe('a visitor’s raw event', () => {
  it('is a message of a guest who is always called the same', () => {
    expect(understood).toMatchObject({
      ...{ kind: 'message', externalChat: 'visitor1', externalMessageId: 'uuid', text: 'Добрый день' },
      sender: { externalId: 'visitor1', name: expect.stringMatching(/^Гость \d{4}$/) },
      source: 'https://shop.example/fjord?utm_source=x',
    })
    expect(interpretVisitor(message())).toEqual([understood])
  })

  it.each([
    ['en-GB', /^Guest \d{4}$/],
    ['ru-RU', /^Гость \d{4}$/],
    ['xx', /^Гость \d{4}$/],
  ])('names a guest whose browser speaks %s', (locale, name) => {
    expect(interpretVisitor(message({ locale }))).toMatchObject([{ sender: { name: expect.stringMatching(name) } }])
  })

  it.each([
    [
      'a page and the site before it',
      'https://shop.example/a',
      'https://search.example/',
      'https://shop.example/a ← https://search.example/',
    ],
    ['a page of the same site before it', 'https://shop.example/a', 'https://shop.example/b', 'https://shop.example/a'],
    ['only the site before it', 'about:blank', 'https://search.example/', 'https://search.example/'],
    ['what is no page', 'javascript:alert(1)', 'not an address', null],
  ])('remembers %s as the source', (_what, page, referrer, source) => {
    expect(interpretVisitor(message({ page, referrer }))).toMatchObject([{ source }])
  })

  it('is a receipt for each message that a mark settles', () => {
    expect(interpretVisitor(rawMark('visitor1', 'read', [3, 7]))).toMatchObject([
      { kind: 'receipt', externalMessageId: '3', status: 'read', eventKey: 'read:visitor1:7:3' },
      { kind: 'receipt', externalMessageId: '7', status: 'read', eventKey: 'read:visitor1:7:7' },
    ])
    expect(interpretVisitor(rawMark('visitor1', 'received', [3]))).toMatchObject([{ status: 'delivered' }])
  })

  it('is set aside when it is none', () => {
    expect(interpretVisitor({ eventKey: 'k', externalChat: 'c', body: 'nonsense' })).toMatchObject([
      { kind: 'ignored' },
    ])
  })
})
