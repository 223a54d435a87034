import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Runs a program to its end. A quiet one is heard only when it fails, a silent one never.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, isSilent?: boolean, cwd?: string, timeoutMs?: number, environment?: Record<string, string>, shell?: boolean }} [options]
 * @returns {Promise<number>} the exit code; 1 when a signal or the time limit ended it
 */
export function run(
  command,
  args,
  { quiet = false, isSilent = false, cwd = root, timeoutMs, environment = {}, shell = false } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...environment },
      shell,
      stdio: isSilent ? 'ignore' : quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    })
    /** @type {Buffer[]} */
    const heard = []
    child.stdout?.on('data', (chunk) => heard.push(chunk))
    child.stderr?.on('data', (chunk) => heard.push(chunk))
    child.on('error', (error) => {
      console.error(error.message)
      resolve(127)
    })
    child.on('close', (code) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(heard))
      resolve(code ?? 1)
    })
  })
}

/**
 * Runs npm itself, the same one that started us where there is one.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const own = process.env.npm_execpath
  if (own?.endsWith('npm-cli.js')) return run(process.execPath, [own, ...args], options)
  const windows = process.platform === 'win32'
  return run(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows })
}

/**
 * The script behind a package's command, to be run by this Node: the links in `.bin` differ by system.
 * @param {string} packageName
 * @param {string} [command]
 */
export function packageCommand(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

/**
 * Leaves with a message that the user can act on, instead of a stack trace.
 * @param {string} message
 * @param {number} [code]
 * @returns {never}
 */
export function fail(message, code = 1) {
  console.error(message)
  process.exit(code)
}

/**
 * The flags given to a command; an unknown one is an error, never ignored.
 * @param {readonly string[]} known
 */
export function readFlags(known) {
  const given = process.argv.slice(2)
  const unknown = given.filter((flag) => !known.includes(flag))
  if (unknown.length > 0) fail(`Unknown: ${unknown.join(' ')}. Known: ${known.join(' ') || 'no flags'}.`, 64)
  return new Set(given)
}
