import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, it } from 'vitest'

/** channels.md section 8: everything a customer's page loads of the chat. */
const limitBytes = 40 * 1024

it('the widget stays light: a customer’s page waits for it', async () => {
  const built = await build({ configFile: 'build/vite.widget.config.ts', logLevel: 'silent', build: { write: false } })
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  const code = outputs.map((one) => (one.type === 'chunk' ? one.code : '')).join('')
  expect(code).toContain('adoptedStyleSheets')
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(limitBytes)
}, 60_000)
