import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanVisitorText, visitorTextLimit } from '#protocol/visitor'
import { cleanText, textLimit } from './clean-text'

describe('what a visitor sends', () => {
  it('has the limit of the hub', () => {
    expect(textLimit).toBe(visitorTextLimit)
  })

  it('is taken by the hub as it stands, or there is nothing to send', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '\u0000', '\r\n', '\u007f', ' ', 'e\u0301', '\t'),
    )
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const clean = cleanText(units.join(''))
        const taken = cleanVisitorText(clean)
        expect(taken).toEqual(clean === '' ? { kind: 'empty' } : { kind: 'text', text: clean })
      }),
    )
  })
})
