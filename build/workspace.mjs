import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './process.mjs'

const downloadLimitMs = 120_000
const electronFolder = join(root, 'node_modules/electron')
const linux = process.platform === 'linux'

function electronBinary() {
  const pathFile = join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

function hasScreen() {
  return !linux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * Where the desktop app can run here; its binary is downloaded when it is not there yet.
 * @returns {Promise<{ binary: string } | { reason: string }>}
 */
export async function findDesktop() {
  if (linux && process.getuid?.() === 0) return { reason: 'the desktop app does not run as root' }
  if (!hasScreen()) return { reason: 'there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)' }
  const there = electronBinary()
  if (there !== null) return { binary: there }
  console.log('Downloading Electron for the desktop app.')
  await run(process.execPath, [join(electronFolder, 'install.js')], { quiet: true, timeoutMs: downloadLimitMs })
  const binary = electronBinary()
  return binary === null ? { reason: "Electron's binary could not be downloaded" } : { binary }
}

/**
 * @param {string} binary
 * @param {readonly string[]} args
 */
export function startDesktop(binary, args) {
  const environment = { ...process.env }
  // Set by editors that are Electron apps themselves; with it the binary is a plain Node.
  delete environment.ELECTRON_RUN_AS_NODE
  return spawn(binary, [root, ...args], { cwd: root, stdio: 'inherit', env: environment })
}

/** @param {string} address */
function browserCommand(address) {
  if (process.platform === 'win32') return { command: 'cmd', args: ['/c', 'start', '""', address] }
  return { command: process.platform === 'darwin' ? 'open' : 'xdg-open', args: [address] }
}

/**
 * @param {string} address
 * @returns {Promise<boolean>} whether a browser was asked to open it
 */
export function openBrowser(address) {
  if (!hasScreen()) return Promise.resolve(false)
  const { command, args } = browserCommand(address)
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.on('error', () => resolve(false))
    child.on('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
