import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkedText } from './linked-text'

const links = (text: string) => linkedText(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []))

describe('links in a message', () => {
  it.each([
    ['смотрите https://shop.example/a?b=1#c', 'https://shop.example/a?b=1#c'],
    ['магазин.рф открыт', 'https://магазин.рф'],
    ['пишите на ivan@example.com', 'mailto:ivan@example.com'],
    ['вот так: <a href="https://shop.example/a?b=1">сюда</a>', 'https://shop.example/a?b=1'],
    ["<script>fetch('https://shop.example/a')</script><img src=x>", "https://shop.example/a')"],
    ['<https://shop.example>', 'https://shop.example'],
    ['звоните +7 (916) 204-18-37 до семи', 'tel:+79162041837'],
  ])('leads where it says: %s', (text, href) => {
    expect(links(text)).toEqual([href])
  })

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'ftp://host/x', 'data:text/html,x', 'vbscript:x'])(
    'never follows %s',
    (text) => {
      expect(links(text)).toEqual([])
    },
  )

  it('stays text when it holds characters that turn the direction of writing', () => {
    expect(links('https://good.example/\u202egpj.exe')).toEqual([])
  })

  it('takes an order number for no phone', () => {
    expect(links('заказ 48213 на 4790 ₽, трек 80083412345678')).toEqual([])
  })

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const whole = linkedText(text)
          .map((piece) => piece.text)
          .join('')
        expect(whole).toBe(text)
      }),
    )
  })
})
