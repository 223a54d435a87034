import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from './platform'
import { SecretNotOpened, Secrets } from './secrets'

const secrets = new Secrets(Buffer.alloc(32, 1), systemRandom)

describe('a sealed secret', () => {
  it('opens for its own row and for no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, row, other) => {
        const sealed = secrets.seal(text, row)
        expect(secrets.open(sealed, row)).toBe(text)
        if (other !== row) expect(() => secrets.open(sealed, other)).toThrow(SecretNotOpened)
      }),
    )
  })

  it('does not open with another key', () => {
    const other = new Secrets(Buffer.alloc(32, 2), systemRandom)
    expect(() => other.open(secrets.seal('token', 'channel:1'), 'channel:1')).toThrow('another key')
  })

  it('does not open when a byte is changed anywhere', () => {
    const sealed = secrets.seal('token', 'channel:1')
    for (let index = 0; index < sealed.length; index++) {
      const damaged = Buffer.from(sealed)
      damaged[index] = (damaged[index] ?? 0) ^ 1
      expect(() => secrets.open(damaged, 'channel:1')).toThrow(SecretNotOpened)
    }
  })

  it('never looks the same twice, while derived keys do', () => {
    expect(secrets.seal('a', 'r')).not.toEqual(secrets.seal('a', 'r'))
    expect(secrets.derive('visitor')).toEqual(secrets.derive('visitor'))
    expect(secrets.derive('visitor')).not.toEqual(secrets.derive('command'))
  })
})
