import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { parseWideJson } from '#server/channels/wide-json'

const Fixtures = z.array(z.object({ name: z.string(), source: z.string(), update: z.record(z.string(), z.unknown()) }))

/** Events of a messenger with their source, as they come over the wire: 64-bit numbers keep their digits. */
export const wideFixtures = (place: string) =>
  Fixtures.parse(parseWideJson(readFileSync(new URL(`../../server/channels/${place}`, import.meta.url), 'utf8')))
