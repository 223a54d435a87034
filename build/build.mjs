import { ensureInstalled } from './install.mjs'
import { readFlags } from './process.mjs'
import { ensureBuilt } from './programs.mjs'

readFlags([])
await ensureInstalled()
await ensureBuilt()
