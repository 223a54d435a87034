import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitText } from './split-text'

describe('a text above the limit of the messenger', () => {
  it.each([
    ['stays whole when it fits', 'Здравствуйте!', 20, ['Здравствуйте!']],
    ['stays whole when it is empty', '', 20, ['']],
    ['is cut between paragraphs', 'Первый абзац.\n\nВторой абзац.', 20, ['Первый абзац.', 'Второй абзац.']],
    ['is cut between sentences', 'Да, конечно. Привезём днём', 20, ['Да, конечно.', 'Привезём днём']],
    ['is cut between words', 'Привезём в субботу днём', 16, ['Привезём в', 'субботу днём']],
    ['is cut within a word that is too long', 'абвгдежзик', 4, ['абвг', 'дежз', 'ик']],
    ['is never cut within a surrogate pair', 'ab😀cd', 3, ['ab', '😀c', 'd']],
    ['keeps a joined character whole', 'abcdef👩‍💻g', 10, ['abcdef', '👩‍💻g']],
  ])('%s', (_case, text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts)
  })

  it('loses nothing but blanks at the cuts, and no part is above the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
        const parts = splitText(text, limit)
        const bare = (value: string) => value.replaceAll(/\s/g, '')
        expect(bare(parts.join(''))).toBe(bare(text))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part).not.toMatch(/\p{Cs}/u)
        }
      }),
    )
  })
})
