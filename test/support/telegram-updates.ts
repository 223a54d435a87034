import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Fixtures = z.array(z.object({ name: z.string(), source: z.string(), update: z.record(z.string(), z.unknown()) }))
/** Updates of Telegram with their source, as they come over the wire. */
export const updateFixtures = Fixtures.parse(
  JSON.parse(readFileSync(new URL('../../server/channels/telegram/fixtures/updates.json', import.meta.url), 'utf8')),
)
