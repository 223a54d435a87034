import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWideJson } from './wide-json'

describe('JSON with 64-bit ids', () => {
  it('keeps every digit of a wide number, and leaves the others numbers', () => {
    const text = '{"message_token":4912661846655238145,"seq":-116327994376978687,"timestamp":1790000000000,"lat":55.75}'
    expect(parseWideJson(text)).toEqual({
      ...{ message_token: '4912661846655238145', seq: '-116327994376978687' },
      ...{ timestamp: 1_790_000_000_000, lat: 55.75 },
    })
  })

  it('touches nothing inside strings, and no number that is not whole', () => {
    const text =
      '{"a":"card 4912661846655238145, \\"4912661846655238145\\"","b":1.4912661846655238145,"c":1e400,"d":"\\\\"}'
    expect(parseWideJson(text)).toEqual(JSON.parse(text))
  })

  it('is JSON.parse for everything without wide numbers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text))
        expect(parseWideJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('refuses what JSON.parse refuses, and takes what it takes', () => {
    const takes = (parse: (text: string) => unknown, text: string) => {
      try {
        parse(text)
        return true
      } catch {
        return false
      }
    }
    const piece = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      ':',
      ',',
      'a',
      '-',
      '4912661846655238145',
      '1',
      '.',
      'e',
      '[',
      ']',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        expect(takes(parseWideJson, text)).toBe(takes(JSON.parse, text))
      }),
      { numRuns: 2000 },
    )
  })
})
