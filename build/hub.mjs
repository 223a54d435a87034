import { fork } from 'node:child_process'
import { join } from 'node:path'
import { root } from './process.mjs'

/**
 * @typedef {{ name: string, login: string, password: string | null, link: string }} SignIn
 * @typedef {{ kind: 'ready', url: string, demoPageUrl: string | null, signIn: readonly SignIn[], created: boolean }} Ready
 */

const stopLimitMs = 10_000

/**
 * What Node is started with. The young generation holds what a burst of messages makes until it is committed and answered; the
 * old one may fill for a while before it is collected, since rows of conversations replace each other in it all the time.
 */
const flags = ['--enable-source-maps', '--max-semi-space-size=32', '--initial-old-space-size=256']

/**
 * Starts the built hub with an IPC channel: over it the hub says that it is ready, and its end tells the hub to stop.
 * @param {readonly string[]} args
 */
export function forkHub(args) {
  return fork(join(root, 'out/hub/main.js'), args, {
    cwd: root,
    execArgv: flags,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
}

/**
 * @param {unknown} message
 * @returns {message is Ready}
 */
function isReady(message) {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
}

/**
 * @param {import('node:child_process').ChildProcess} hub
 * @returns {Promise<Ready>} never settles when the hub ends before it is ready: watch its `exit`
 */
export function hubReady(hub) {
  return new Promise((resolve) => {
    hub.on('message', (message) => {
      if (isReady(message)) resolve(message)
    })
  })
}

/**
 * Asks the hub to stop, and ends it when it has not stopped in time.
 * @param {import('node:child_process').ChildProcess} hub
 * @returns {Promise<void>}
 */
export function stopHub(hub) {
  if (hub.exitCode !== null || hub.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      console.error('The hub did not stop in 10 s and is ended.')
      hub.kill('SIGKILL')
    }, stopLimitMs)
    hub.once('exit', () => {
      clearTimeout(limit)
      resolve()
    })
    if (hub.connected) hub.disconnect()
  })
}
