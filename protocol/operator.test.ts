import { describe, expect, it } from 'vitest'
import { chosenStatuses, effectivePresence, Link } from './operator'

describe('effective presence', () => {
  const table = chosenStatuses.flatMap((chosen) =>
    Link.options.map((link) => `${chosen} ${link}: ${effectivePresence(chosen, link)}`),
  )

  it('is what the table says', () => {
    expect(table).toEqual([
      'online live: online',
      'online shaky: online',
      'online gone: lost',
      'busy live: busy',
      'busy shaky: busy',
      'busy gone: lost',
      'offline live: offline',
      'offline shaky: offline',
      'offline gone: offline',
    ])
  })
})
