import { ensureInstalled } from './install.mjs'
import { root, run } from './process.mjs'
import { ensureBuilt } from './programs.mjs'

await ensureInstalled()
await ensureBuilt(['hub', 'workspace', 'widget', 'double', 'bench', 'bench-pages'])
process.exit(await run(process.execPath, [`${root}/out/bench/run.js`, ...process.argv.slice(2)]))
