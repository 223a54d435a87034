import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail, packageCommand, root, run } from './process.mjs'

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {readonly string[]} sources files and folders it is made from
 * @property {readonly string[]} outputs the files that must be newer than the sources
 * @property {() => readonly string[]} command arguments for Node
 */

/** @type {readonly Program[]} */
const programs = [
  {
    name: 'hub',
    sources: ['protocol', 'server', 'build/vite.hub.config.ts'],
    outputs: ['out/hub/main.js', 'out/hub/rehearsal-thread.js', 'out/hub/replay.js'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.hub.config.ts'],
  },
  {
    name: 'workspace',
    sources: ['protocol', 'client', 'preload', 'main', 'renderer', 'electron.vite.config.ts'],
    outputs: ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'out/renderer/web.html'],
    command: () => [packageCommand('electron-vite'), 'build'],
  },
  {
    name: 'widget',
    sources: ['protocol', 'widget', 'build/vite.widget.config.ts'],
    outputs: ['out/widget/widget.js'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.widget.config.ts'],
  },
]

/** What only tests run. @type {readonly Program[]} */
const testPrograms = [
  {
    name: 'double',
    sources: ['test/electron-double', 'build/vite.double.config.ts'],
    outputs: ['out/double/run.js', 'out/double/electron.js'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.double.config.ts'],
  },
  {
    name: 'phones',
    sources: ['protocol', 'test/phones', 'test/support', 'build/vite.phones.config.ts'],
    outputs: ['out/phones/run.js'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.phones.config.ts'],
  },
  {
    name: 'phones-page',
    sources: ['protocol', 'renderer/ui/styles', 'renderer/ui/fonts', 'test/phones', 'build/vite.phones-page.config.ts'],
    outputs: ['out/phones-page/index.html'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.phones-page.config.ts'],
  },
  {
    name: 'gallery',
    sources: ['protocol', 'client', 'renderer', 'test/gallery', 'test/support', 'build/vite.gallery.config.ts'],
    outputs: ['out/gallery/index.html'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.gallery.config.ts'],
  },
  {
    name: 'bench',
    sources: [
      'protocol',
      'client',
      'preload',
      'main',
      'server',
      'bench',
      'test/blackbox',
      'test/support',
      'build/vite.bench.config.ts',
    ],
    outputs: ['out/bench/run.js', 'out/bench/search-main.js'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.bench.config.ts'],
  },
  {
    name: 'bench-pages',
    sources: ['protocol', 'renderer', 'bench/pages', 'test/support', 'build/vite.bench-pages.config.ts'],
    outputs: ['out/bench-pages/workspace.html', 'out/bench-pages/list.html'],
    command: () => [packageCommand('vite'), 'build', '-c', 'build/vite.bench-pages.config.ts'],
  },
]

/** Folders count with their own time, which is how a deleted file shows. */
const ofTests = /\.test\.tsx?$/

/**
 * @param {string} path
 * @returns {number} the newest time of change in it
 */
function newest(path) {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  const names = readdirSync(path).filter((name) => !ofTests.test(name))
  return Math.max(status.mtimeMs, ...names.map((name) => newest(join(path, name))))
}

/** @param {readonly string[]} outputs */
function oldest(outputs) {
  const times = outputs.map((file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.min(...times)
}

/** The newest source of each program when it was last built here: a broken one is not built again until it changes. */
const attempts = new Map()

/**
 * Builds what is older than its sources.
 * @param {readonly string[]} [names] all programs but those of the tests when absent
 * @returns {Promise<readonly { name: string, code: number }[]>} what was built, with the exit code of each build
 */
export async function buildStale(names) {
  const wanted =
    names === undefined ? programs : [...programs, ...testPrograms].filter(({ name }) => names.includes(name))
  const built = wanted.map(async ({ name, sources, outputs, command }) => {
    const changedAt = Math.max(...[...sources, 'package-lock.json'].map((path) => newest(join(root, path))))
    if (changedAt <= (attempts.get(name) ?? oldest(outputs))) return []
    attempts.set(name, changedAt)
    const startedAt = Date.now()
    const code = await run(process.execPath, command(), { quiet: true })
    console.log(`${code === 0 ? 'Built' : 'Could not build'} ${name} in ${Date.now() - startedAt} ms.`)
    return [{ name, code }]
  })
  return (await Promise.all(built)).flat()
}

/**
 * The same for commands that cannot go on without a good build.
 * @param {readonly string[]} [names]
 */
export async function ensureBuilt(names) {
  const broken = (await buildStale(names)).filter(({ code }) => code !== 0)
  if (broken.length > 0) fail('The build failed; see above.')
}
