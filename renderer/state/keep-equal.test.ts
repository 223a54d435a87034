import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepEqual } from './keep-equal'

describe('a copy that arrives in the place of what is held', () => {
  it('is what is held when it says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const held = structuredClone(value)
        expect(keepEqual(held, structuredClone(value))).toBe(held)
      }),
    )
  })

  it('is never anything else than what arrived', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (held, arrived) => {
        expect(keepEqual(held, arrived)).toEqual(arrived)
      }),
    )
  })

  it('shares with what is held all that did not change', () => {
    const held = { counts: { mine: 1 }, operators: [{ name: 'Анна' }, { name: 'Иван' }] }
    const kept = keepEqual(held, { counts: { mine: 2 }, operators: [{ name: 'Анна' }, { name: 'Олег' }] })
    expect(kept.operators[0]).toBe(held.operators[0])
    expect(kept.operators[1]).toEqual({ name: 'Олег' })
  })
})
