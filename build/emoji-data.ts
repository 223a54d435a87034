import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { z } from 'zod'

const locales = ['ru', 'en'] as const
const require = createRequire(import.meta.url)

// What the picker reads of a record; the rest (code points, shortcodes) is half of the file.
const Emoji = z.object({
  emoji: z.string(),
  label: z.string(),
  group: z.number().optional(),
  order: z.number().optional(),
  subgroup: z.number().optional(),
  tags: z.array(z.string()).optional(),
  version: z.number(),
  skins: z
    .array(z.object({ emoji: z.string(), tone: z.union([z.number(), z.array(z.number())]).optional() }))
    .optional(),
})

async function files(): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>()
  for (const locale of locales) {
    const data = await readFile(require.resolve(`emojibase-data/${locale}/data.json`), 'utf8')
    made.set(`emoji/${locale}/data.json`, JSON.stringify(z.array(Emoji).parse(JSON.parse(data))))
    made.set(
      `emoji/${locale}/messages.json`,
      await readFile(require.resolve(`emojibase-data/${locale}/messages.json`), 'utf8'),
    )
  }
  return made
}

/** Puts names and groups of emoji beside the pages, so that the picker asks nothing of the network. */
export function emojiData(): Plugin {
  return {
    name: 'pult-emoji-data',
    async generateBundle() {
      for (const [fileName, source] of await files()) this.emitFile({ type: 'asset', fileName, source })
    },
    async configureServer(server) {
      const made = await files()
      server.middlewares.use((request, response, next) => {
        const source = made.get((request.url ?? '').split('?')[0]?.slice(1) ?? '')
        if (source === undefined) next()
        else response.setHeader('content-type', 'application/json').end(source)
      })
    },
  }
}
