import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, npm, root } from './process.mjs'

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.installed')
const oldestNode = [20, 19]

/** Names what the installed packages were made for: another lock, Node or system needs another install. */
function stamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.version} ${process.platform}-${process.arch}\n`
}

/** The headers of a system's Node, so that compiling the SQLite module downloads nothing. */
function headers() {
  const prefix = dirname(dirname(process.execPath))
  const known = process.env.npm_config_nodedir !== undefined
  return known || !existsSync(join(prefix, 'include/node/node.h')) ? {} : { npm_config_nodedir: prefix }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  fail(`Node ${process.version} is too old: ${oldestNode.join('.')} or newer is needed.`)
}

/** A second work tree may link to the packages of the first; an install here would empty them under its feet. */
function isLink() {
  return lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Brings node_modules to what the lock says. Does nothing when it is there already. */
export async function ensureInstalled() {
  refuseOldNode()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()) return
  if (isLink())
    return console.warn('node_modules is a link to packages of another lock or Node; they are used as they are.')
  console.log('Installing packages; about a minute, longer where the SQLite module has to be compiled.')
  const code = await npm(['ci', '--loglevel=error', '--no-audit', '--no-fund'], { environment: headers() })
  if (code !== 0) {
    fail('Packages could not be installed. If better-sqlite3 failed: it needs a C++ compiler, make and Python 3.')
  }
  writeFileSync(stampFile, stamp())
}
