import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstIndexAfter, startIndex } from './prepended'

describe('history that comes in above', () => {
  it('moves nothing that is already on the screen', () => {
    const before = { keys: ['day:a', 'a', 'b'], firstIndex: startIndex }
    const now = ['day:x', 'x', 'y', 'a', 'b', 'c']
    const first = firstIndexAfter(before, now)
    expect(first + now.indexOf('b')).toBe(startIndex + 2)
  })

  it('keeps the place of the first row that stayed, whatever came or went around it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
        fc.uniqueArray(fc.integer(), { maxLength: 50 }),
        fc.nat(20),
        (keys, older, lost) => {
          const kept = keys.slice(Math.min(lost, keys.length - 1))
          const now = [...older.map((number) => `older ${number}`), ...kept]
          const first = firstIndexAfter({ keys, firstIndex: startIndex }, now)
          const anchor = kept[0] ?? ''
          expect(first + now.indexOf(anchor)).toBe(startIndex + keys.indexOf(anchor))
        },
      ),
    )
  })

  it('starts anew when nothing stayed', () => {
    expect(firstIndexAfter({ keys: ['a'], firstIndex: 5 }, ['b', 'c'])).toBe(5)
  })
})
