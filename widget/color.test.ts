import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandOf, contrast } from './color'

describe('the colour of a company', () => {
  it.each([
    ['a dark one as it is, with white words', '#10657c', { fill: '#10657c', on: '#ffffff' }],
    ['a light one as it is, with dark words', '#ffd400', { fill: '#ffd400', on: '#1b1916' }],
  ])('is drawn, %s', (_what, color, brand) => {
    expect(brandOf(color)).toEqual(brand)
  })

  it('can always be read', () => {
    const part = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(part, part, part, (...parts) => {
        const { fill, on } = brandOf(`#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`)
        expect(contrast(fill, on)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })
})
