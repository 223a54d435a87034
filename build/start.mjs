import { forkHub, hubReady, stopHub } from './hub.mjs'
import { ensureInstalled } from './install.mjs'
import { readFlags } from './process.mjs'
import { ensureBuilt } from './programs.mjs'
import { whenAskedToStop } from './stopping.mjs'
import { findDesktop, openBrowser, startDesktop } from './workspace.mjs'

const flags = readFlags(['--no-open', '--hub-only'])
const hubOnly = flags.has('--hub-only')

await ensureInstalled()
await ensureBuilt()

const hub = forkHub(hubOnly ? [] : ['--demo'])
/** @type {import('node:child_process').ChildProcess | null} */
let app = null
let stopping = false

async function stop() {
  stopping = true
  app?.kill()
  await stopHub(hub)
  process.exit(0)
}

whenAskedToStop(() => void stop())
hub.on('exit', (code, signal) => {
  if (stopping) return
  app?.kill()
  if (signal !== null)
    console.error(`The hub was ended by ${signal}. What it had answered is stored; npm start goes on from there.`)
  process.exit(code ?? 1)
})

const ready = await hubReady(hub)
announce(ready)
if (!hubOnly && !flags.has('--no-open')) await openWorkspace(ready)

/** @param {import('./hub.mjs').Ready} message */
function announce({ url, demoPageUrl, signIn, created }) {
  console.log(`\nHub        ${url}`)
  if (demoPageUrl !== null) console.log(`Demo shop  ${demoPageUrl}`)
  if (signIn.length > 0) {
    console.log(
      created ? '\nSign in (passwords are shown only now; each link works once):' : '\nSign in (each link works once):',
    )
  }
  for (const { name, login, password, link } of signIn) {
    console.log(`  ${name}: ${login}${password === null ? '' : ` / ${password}`}\n    ${link}`)
  }
  console.log('\nCtrl-C stops everything.')
}

/** @param {import('./hub.mjs').Ready} message */
async function openWorkspace({ url, signIn }) {
  const link = signIn[0]?.link
  const desktop = await findDesktop()
  if (stopping) return
  if ('binary' in desktop) {
    app = startDesktop(desktop.binary, [`--hub=${url}`, ...(link === undefined ? [] : [`--sign-in-link=${link}`])])
    app.on('exit', () => {
      if (!stopping) console.log('The desktop app was closed; the hub goes on.')
    })
    return
  }
  const opened = await openBrowser(link ?? url)
  console.log(
    opened
      ? `The workspace opens in the browser: ${desktop.reason}.`
      : `Open the workspace in a browser, at the address above: ${desktop.reason}.`,
  )
}
