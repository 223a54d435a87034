import { ensureInstalled } from './install.mjs'
import { root, run } from './process.mjs'
import { ensureBuilt } from './programs.mjs'

/** `npm run replay -- --data DIR`: every decision the store keeps is made again and has to come out the same. */
const [flag, folder = './data', ...rest] = process.argv.slice(2)
if ((flag !== undefined && flag !== '--data') || rest.length > 0) {
  console.error('--data takes the folder of the store; without it that is ./data.')
  process.exit(64)
}
await ensureInstalled()
await ensureBuilt(['hub'])
process.exitCode = await run(process.execPath, [`${root}/out/hub/replay.js`, folder])
