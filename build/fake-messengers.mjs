import { fork } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { readFlags, root } from './process.mjs'
import { ensureBuilt } from './programs.mjs'
import { whenAskedToStop } from './stopping.mjs'
import { openBrowser } from './workspace.mjs'

const flags = readFlags(['--no-open'])
await ensureInstalled()
await ensureBuilt(['phones', 'phones-page'])

const stand = fork(join(root, 'out/phones/run.js'), [], {
  cwd: root,
  execArgv: ['--enable-source-maps'],
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})
stand.on('exit', (code) => process.exit(code ?? 1))
stand.on('message', (message) => {
  if (flags.has('--no-open') || typeof message !== 'object' || message === null || !('url' in message)) return
  void openBrowser(String(message.url))
})
whenAskedToStop(() => stand.disconnect())
