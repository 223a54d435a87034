import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from './message'

const text = (clean: string) => ({ kind: 'text', text: clean })

describe('a text before it is stored', () => {
  it.each([
    ['stays as it is', 'Привет, Анна! 👋🏽', text('Привет, Анна! 👋🏽')],
    ['has line feeds only', 'a\r\nb\rc\nd', text('a\nb\nc\nd')],
    ['keeps tabs and blanks at the beginning', '\t  a', text('\t  a')],
    ['loses blanks at the end', 'a \n\t ', text('a')],
    ['is composed', 'й'.normalize('NFD'), text('й')],
    ['is refused when there is nothing in it', '', { kind: 'empty' }],
    ['is refused when there are only blanks in it', ' \n\t\u00a0', { kind: 'empty' }],
    ['is refused with a NUL', 'a\u0000b', { kind: 'invalid' }],
    ['is refused with a bell', 'a\u0007', { kind: 'invalid' }],
    ['is refused with a lone high surrogate', 'a\ud83d', { kind: 'invalid' }],
    ['is refused with a lone low surrogate', '\udc4ba', { kind: 'invalid' }],
    ['may be as long as the limit', '1234567890', text('1234567890')],
    ['is refused above the limit, with its length', '12345678901', { kind: 'tooLong', length: 11, limit: 10 }],
    ['is measured as it will be stored', '1234567890\r\n\r\n', text('1234567890')],
  ])('%s', (_name, given, expected) => {
    expect(cleanText(given, expected.kind === 'text' ? 30 : 10)).toEqual(expected)
  })

  it('is measured against the limit it was given', () => {
    expect(cleanText('1234567890', 10)).toEqual(text('1234567890'))
    expect(cleanText('1234567890', 9)).toEqual({ kind: 'tooLong', length: 10, limit: 9 })
  })

  it('cleaned once is clean', () => {
    const any = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string())
    fc.assert(
      fc.property(any, (given) => {
        const once = cleanText(given, 1_000)
        if (once.kind === 'text') expect(cleanText(once.text, 1_000)).toEqual(once)
      }),
      { numRuns: 1_000 },
    )
  })
})
