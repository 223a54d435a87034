import { describe, expect, it } from 'vitest'
import { hubAddress, shownAddress } from './hub-address'

describe('the address of a hub', () => {
  it.each([
    ['hub.company.ru', 'https://hub.company.ru'],
    [' https://hub.company.ru/#/join/abc ', 'https://hub.company.ru'],
    ['hub.company.ru:8443', 'https://hub.company.ru:8443'],
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://10.0.0.5:8080', 'http://10.0.0.5:8080'],
    ['сервер.рф', 'https://xn--b1afb6bcb.xn--p1ai'],
  ])('typed as %s is %s', (typed, origin) => {
    expect(hubAddress(typed)).toBe(origin)
  })

  it.each([
    '',
    '  ',
    'file:///etc/passwd',
    'javascript://alert(1)',
    'two words',
    'https://user:pw@hub.company.ru',
    'http://',
  ])('is not «%s»', (typed) => {
    expect(hubAddress(typed)).toBeNull()
  })

  it('is shown without the usual scheme', () => {
    expect([shownAddress('https://hub.ru'), shownAddress('http://hub.ru')]).toEqual(['hub.ru', 'http://hub.ru'])
  })
})
