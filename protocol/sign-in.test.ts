import { describe, expect, it } from 'vitest'
import { codeOfLink } from './sign-in'

describe('a one-time link', () => {
  it.each([
    ['http://127.0.0.1:8080/#/join/abc-DEF_1', 'abc-DEF_1'],
    ['https://desk.example/pult/#/join/abc?from=mail', 'abc'],
    ['/join/abc', 'abc'],
    ['abc-DEF_1', 'abc-DEF_1'],
  ])('%s holds the code %s', (link, code) => {
    expect(codeOfLink(link)).toBe(code)
  })
})
