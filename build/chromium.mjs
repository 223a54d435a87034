import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { packageCommand, run } from './process.mjs'

const asRoot = process.platform === 'linux' && process.getuid?.() === 0

/** Chromium's own sandbox refuses to start as root. */
export const chromiumArguments = asRoot ? ['--no-sandbox'] : []

const fixedPlaces = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
}

function systemPlaces() {
  if (process.platform === 'darwin' || process.platform === 'win32') return fixedPlaces[process.platform]
  const folders = (process.env.PATH ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function playwrightCache() {
  const { PLAYWRIGHT_BROWSERS_PATH: given, LOCALAPPDATA: local } = process.env
  if (given !== undefined) return given
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright')
  return process.platform === 'win32'
    ? join(local ?? homedir(), 'ms-playwright')
    : join(homedir(), '.cache/ms-playwright')
}

function playwrightPlaces() {
  const cache = playwrightCache()
  if (!existsSync(cache)) return []
  const binary = /^(chrome|chrome\.exe|Chromium|Google Chrome for Testing)$/
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .flatMap((name) =>
      readdirSync(join(cache, name), { recursive: true, encoding: 'utf8' }).map((file) => join(cache, name, file)),
    )
    .filter((file) => binary.test(file.split(/[\\/]/).at(-1) ?? ''))
    .filter((file) => !file.includes('.app') || file.includes('Contents/MacOS'))
}

/** @returns {string | null} the Chromium to test with: the one named by CHROMIUM, the system's, or Playwright's own */
export function findChromium() {
  const named = process.env.CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  return systemPlaces().find((file) => existsSync(file)) ?? playwrightPlaces().at(-1) ?? null
}

async function installChromium() {
  if (asRoot && existsSync('/usr/bin/apt-get')) {
    const environment = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { quiet: true })
    const wanted = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji']
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { quiet: true, environment })
    return
  }
  await run(process.execPath, [packageCommand('@playwright/test', 'playwright'), 'install', 'chromium'])
}

/** @returns {Promise<string | null>} null when there is none and none could be installed */
export async function ensureChromium() {
  const there = findChromium()
  if (there !== null || process.env.CHROMIUM) return there
  console.log('Installing Chromium for the tests.')
  await installChromium()
  return findChromium()
}
