import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { z } from 'zod'

const Fixtures = z.array(z.object({ name: z.string(), source: z.string(), update: z.record(z.string(), z.unknown()) }))
/** Updates of Telegram with their source, as they come over the wire. */
export const updateFixtures = Fixtures.parse(
  JSON.parse(readFileSync(new URL('../../server/channels/telegram/fixtures/updates.json', import.meta.url), 'utf8')),
)

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A value of JSON with one place in it replaced, removed, or grown. */
export const aMutatedUpdate = fc
  .record({
    fixture: fc.constantFrom(...updateFixtures),
    choices: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
    value: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(Number.MAX_VALUE, -1, 1e300, 2 ** 53 + 2, '', '\u0000', '\ud800', '__proto__', {}, []),
    ),
    act: fc.constantFrom('replace', 'remove', 'grow'),
  })
  .map(({ fixture, choices, value, act }) => {
    const update = structuredClone(fixture.update)
    let place: Record<string, unknown> = update
    for (const choice of choices) {
      const keys = Object.keys(place)
      const key = keys[choice % Math.max(1, keys.length)] ?? 'update_id'
      const inner = place[key]
      if (isRecord(inner) && choice % 3 !== 0) {
        place = inner
        continue
      }
      if (act === 'remove') delete place[key]
      else if (act === 'grow') place[`${key}_new`] = value
      else place[key] = value
      break
    }
    return JSON.stringify(update)
  })
