import { ensureInstalled } from './install.mjs'
import { fail } from './process.mjs'
import { ensureBuilt } from './programs.mjs'
import { whenAskedToStop } from './stopping.mjs'
import { findDesktop, startDesktop } from './workspace.mjs'

await ensureInstalled()
await ensureBuilt(['workspace'])
const desktop = await findDesktop()
if (!('binary' in desktop))
  fail(`The desktop app cannot run here: ${desktop.reason}. The hub serves the workspace too.`)

const app = startDesktop(desktop.binary, process.argv.slice(2))
whenAskedToStop(() => app.kill())
app.on('exit', (code) => process.exit(code ?? 0))
