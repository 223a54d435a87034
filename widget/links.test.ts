import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './links'

const links = (text: string) =>
  piecesOf(text).flatMap(({ text: shown, href }) => (href === null ? [] : [[shown, href]]))

describe('links in a text', () => {
  it.each([
    ['Смотрите https://shop.example/a?b=1#c.', [['https://shop.example/a?b=1#c', 'https://shop.example/a?b=1#c']]],
    ['(http://shop.example)', [['http://shop.example', 'http://shop.example/']]],
    [
      'https://ru.example/Фьорд_(ткань)',
      [['https://ru.example/Фьорд_(ткань)', encodeURI('https://ru.example/Фьорд_(ткань)')]],
    ],
    ['www.shop.example, да', [['www.shop.example', 'https://www.shop.example/']]],
    ['пишите на help@shop.example!', [['help@shop.example', 'mailto:help@shop.example']]],
    ['javascript:alert(1) data:text/html,x file:///etc', []],
    ['просто текст. И ещё', []],
  ])('%s', (text, wanted) => {
    expect(links(text)).toEqual(wanted)
  })

  it('lose no character of the text, and lead nowhere but to pages and mailboxes', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('https://', 'www.', 'a', '.', '@', '(', ')', ' ', 'javascript:', '"', '/', '\n'),
        }),
        (text) => {
          const pieces = piecesOf(text)
          expect(pieces.map((piece) => piece.text).join('')).toBe(text)
          for (const { href } of pieces) if (href !== null) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
        },
      ),
    )
  })
})
