import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Fixtures = z.array(z.object({ name: z.string(), source: z.string(), event: z.record(z.string(), z.unknown()) }))
/** Events of VK with their source, as they come over the wire: of community 5, with the secret below. */
export const eventFixtures = Fixtures.parse(
  JSON.parse(readFileSync(new URL('../../server/channels/vk/fixtures/events.json', import.meta.url), 'utf8')),
)

export const callbackSecret = 'callback-secret'
export const fixtureCommunity = 5
