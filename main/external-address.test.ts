import { describe, expect, it } from 'vitest'
import { externalAddress } from './external-address'

describe('a link of a message', () => {
  it.each(['https://shop.example/заказ?x=1', 'http://shop.example', 'mailto:anna@shop.example', 'tel:+79160000000'])(
    'leaves the app for %s',
    (link) => expect(externalAddress(link)).not.toBeNull(),
  )

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id',
    'app://workspace/index.html',
    'data:text/html,x',
    'https://user:secret@shop.example',
    'not a link',
  ])('goes nowhere for %s', (link) => expect(externalAddress(link)).toBeNull())
})
