import { describe, expect, it } from 'vitest'
import { hubUrlOfLink, parseHubUrl } from './hub-url'

describe("a hub's address", () => {
  it.each([
    ['pult.shop.ru', 'https://pult.shop.ru'],
    ['  HTTPS://Pult.Shop.ru/  ', 'https://pult.shop.ru'],
    ['http://10.0.0.5:8080/#/join/abc', 'http://10.0.0.5:8080'],
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1', 'http://127.0.0.1'],
    ['[::1]:8080', 'http://[::1]:8080'],
  ])('%s is %s', (typed, expected) => {
    expect(parseHubUrl(typed)).toBe(expected)
  })

  it.each(['', 'ftp://shop.ru', 'user:pass@shop.ru', 'магазин рф', 'javascript:alert(1)', 'shop.ru:123456'])(
    '%j is none',
    (typed) => {
      expect(parseHubUrl(typed)).toBeNull()
    },
  )

  it('is part of a one-time link, and not of a code alone', () => {
    expect(hubUrlOfLink('https://pult.shop.ru/#/join/abc')).toBe('https://pult.shop.ru')
    expect(hubUrlOfLink('abc')).toBeNull()
  })
})
