import { describe, expect, it } from 'vitest'
import { ConnectionForm } from '#protocol/connection'
import { blankWeb, originsOf, webKind, wrongOrigin } from './web-form'

describe('the form of a web chat', () => {
  it.each([
    ['https://shop.ru', ['https://shop.ru']],
    ['shop.ru/catalog?x=1\nhttps://www.shop.ru/', ['https://shop.ru', 'https://www.shop.ru']],
    ['http://localhost:3000, shop.ru; shop.ru', ['http://localhost:3000', 'https://shop.ru']],
    ['', []],
  ])('reads the sites «%s»', (text, origins) => {
    expect([originsOf(text), wrongOrigin(text)]).toEqual([origins, null])
  })

  it.each(['просто слова', 'http://', 'https://shop'])('names a site that is none: «%s»', (origins) => {
    expect(wrongOrigin(origins)).not.toBeNull()
  })

  it('is taken by the hub, and changes nothing that was not changed', () => {
    const values = { ...blankWeb, origins: 'shop.ru', greeting: ' Здравствуйте ' }
    expect(ConnectionForm.parse(webKind.formOf(values))).toMatchObject({
      messenger: 'web',
      allowedOrigins: ['https://shop.ru'],
      greeting: 'Здравствуйте',
    })
    expect([webKind.editOf(values, { ...values }), webKind.editOf(values, blankWeb) === null]).toEqual([null, false])
  })
})
