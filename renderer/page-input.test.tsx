import { describe, expect, it } from 'vitest'
import { FakePlatform } from '#test/support/fake-platform'
import { pageInput } from './page-input'

describe('what a page knows of the person at it', () => {
  it.each(['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])(
    'is touched by %s, wherever it lands',
    (kind) => {
      const platform = new FakePlatform(0)
      const input = pageInput(() => platform.now())
      platform.pass(60_000)
      const field = document.body.appendChild(document.createElement('input'))
      field.addEventListener(kind, (event) => event.stopPropagation())
      expect(input.idleMs()).toBe(60_000)
      field.dispatchEvent(new Event(kind, { bubbles: true }))
      platform.pass(5_000)
      expect([input.idleMs(), input.isLocked()]).toEqual([5_000, false])
      field.remove()
    },
  )
})
