import { describe, expect, it } from 'vitest'
import { initialsOf, tintOf } from './initials'

describe('an avatar without a picture', () => {
  it.each([
    ['Екатерина Щербакова-Жданова', 'ЕЩ'],
    ['ООО «СтройКомплект-Юг», отдел снабжения', 'ОС'],
    ['Посетитель 4821', '48'],
    ['Алексей Н.', 'АН'],
    ['madonna', 'M'],
    ['😀😀', ''],
    ['  ', ''],
  ])('of %s shows %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })

  it('keeps the tint of its id', () => {
    const used = new Set(Array.from({ length: 60 }, (_, id) => tintOf(`contact-${id}`)))
    expect([tintOf('k-1'), [...used].sort()]).toEqual([3, [1, 2, 3, 4, 5, 6]])
  })
})
