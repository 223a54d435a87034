import { describe, expect, it } from 'vitest'
import { findHits } from './hits'

const marked = (text: string, search: string, around?: number) =>
  findHits(text, search, around)
    .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
    .join('')

describe('what was searched for', () => {
  it.each([
    ['Пётр Перов', 'пер', 'Пётр [Пер]ов'],
    ['Пётр Перов', 'петр', '[Пётр] Перов'],
    ['Курьер приедет к Анне Петровой', 'анна петр', 'Курьер приедет к Анне [Петр]овой'],
    ['аааа', 'аа', '[аааа]'],
    ['ничего', 'xyz', 'ничего'],
    ['ничего', '  ', 'ничего'],
    ['İstanbul', 'stan', 'İ[stan]bul'],
  ])('in «%s» by «%s» is marked', (text, search, expected) => {
    expect(marked(text, search)).toBe(expected)
  })

  it('is brought into sight in a long text', () => {
    expect(marked(`${'а'.repeat(50)} деньги назад`, 'деньги', 4)).toBe('…ааа [деньги] назад')
  })
})
