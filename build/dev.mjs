import { forkHub, hubReady, stopHub } from './hub.mjs'
import { ensureInstalled } from './install.mjs'
import { readFlags } from './process.mjs'
import { buildStale, ensureBuilt } from './programs.mjs'
import { whenAskedToStop } from './stopping.mjs'
import { findDesktop, startDesktop } from './workspace.mjs'

const lookEveryMs = 300
const flags = readFlags(['--no-open'])

await ensureInstalled()
await ensureBuilt()

const desktop = flags.has('--no-open') ? { reason: 'it was not asked for' } : await findDesktop()
let hub = await startHub()
let app = startApp()

whenAskedToStop(() => {
  app?.kill()
  void stopHub(hub.process).then(() => process.exit(0))
})

// Not Vite's dev server: it injects inline scripts and styles, which the content security policy refuses.
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  const built = (await buildStale()).filter(({ code }) => code === 0).map(({ name }) => name)
  if (built.includes('hub')) {
    await stopHub(hub.process)
    hub = await startHub()
  }
  if (built.includes('workspace')) {
    app?.kill()
    app = startApp()
    if (app === null) console.log('Reload the page to see the new workspace.')
  }
}

async function startHub() {
  const started = forkHub(['--demo'])
  const ended = new Promise((resolve) => started.once('exit', () => resolve(null)))
  const ready = await Promise.race([hubReady(started), ended.then(() => null)])
  if (ready === null) console.error('The hub ended; it is started again after the next change.')
  else console.log(`Hub ${ready.url}`)
  return { process: started, url: ready?.url ?? null }
}

function startApp() {
  if (!('binary' in desktop)) return null
  return startDesktop(desktop.binary, hub.url === null ? [] : [`--hub=${hub.url}`])
}
