import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

/** Exit code for "the configuration is wrong": a supervisor must not restart the hub in a loop. */
export const configExitCode = 78

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

export interface Config {
  /** Demo company, loopback only; everything else is production mode. */
  readonly isDemo: boolean
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  /** Address people and messengers use, without a slash at the end; null = the address listened on. */
  readonly publicUrl: string | null
  readonly dataDir: string
  /** Null only in the demo: made and kept in the data folder. */
  readonly secretKey: Buffer | null
  readonly administrator: { readonly login: string; readonly password: string } | null
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustedProxy: readonly string[]
  readonly logLevel: (typeof logLevels)[number]
}

/** Everything wrong with environment and flags, by name, never by value. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems'
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(problems.join('\n'), options)
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || host === '::1' || /^127\./.test(host)

function keyOf(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null
  const key = Buffer.from(text, 'base64')
  return key.length === 32 ? key : null
}

function publicUrlOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isPlain = url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return isPlain && isSafe ? url.href.replace(/\/+$/, '') : null
}

function proxiesOf(text: string): string[] | null {
  const names = text.split(',').map((name) => name.trim())
  const isKnown = (name: string) => {
    const [address = '', bits, ...rest] = name.split('/')
    if (['loopback', 'linklocal', 'uniquelocal'].includes(name)) return true
    return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
  }
  return names.every(isKnown) ? names : null
}

/** Parses by a function that gives null for what it does not take. */
const parsed = <Value>(parse: (text: string) => Value | null, problem: string) =>
  z.string().transform((text, context): Value => {
    const value = parse(text)
    if (value !== null) return value
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })

const portOf = (text: string) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null)
const loginOf = (text: string) => (/^[\p{L}\p{N}._@+-]{2,64}$/u.test(text.trim()) ? text.trim().toLowerCase() : null)
const passwordOf = (text: string) => (text.length >= 12 && text.length <= 128 ? text : null)
const textOf = (text: string) => (text.trim() === '' ? null : text.trim())
const levelOf = (text: string) => logLevels.find((level) => level === text) ?? null

const environmentSchema = z.object({
  PULT_HOST: parsed(textOf, 'must be an address to listen on').default('127.0.0.1'),
  PULT_PORT: parsed(portOf, 'must be a whole number from 0 to 65535').default(8080),
  PULT_PUBLIC_URL: parsed(
    publicUrlOf,
    'must be an https address without query or fragment (http only for loopback)',
  ).optional(),
  PULT_DATA_DIR: parsed(textOf, 'must name a folder').default('data'),
  PULT_SECRET_KEY: parsed(keyOf, 'must be 32 bytes as 64 hexadecimal digits or as base64').optional(),
  PULT_ADMIN_LOGIN: parsed(loginOf, 'must be 2 to 64 letters, digits or . _ @ + -').optional(),
  PULT_ADMIN_PASSWORD: parsed(passwordOf, 'must be 12 to 128 characters long').optional(),
  PULT_TRUSTED_PROXY: parsed(
    proxiesOf,
    'must list addresses or networks, separated by commas (or loopback, linklocal, uniquelocal)',
  ).default([]),
  PULT_LOG_LEVEL: parsed(levelOf, `must be one of ${logLevels.join(', ')}`).optional(),
})

const variables: ReadonlySet<string> = new Set(Object.keys(environmentSchema.shape))
const flags: ReadonlySet<string> = new Set(['--demo'])

/** Rules between variables, judged by what is said, so that they are told along with what is said wrongly. */
function problemsBetween(said: NodeJS.ProcessEnv, isDemo: boolean): string[] {
  const problems: string[] = []
  const isLocal = isLoopback(said.PULT_HOST?.trim() ?? '127.0.0.1')
  if ((said.PULT_ADMIN_LOGIN === undefined) !== (said.PULT_ADMIN_PASSWORD === undefined))
    problems.push('PULT_ADMIN_LOGIN and PULT_ADMIN_PASSWORD go together')
  if (isDemo && !isLocal) problems.push('PULT_HOST must be a loopback address with --demo')
  if (!isDemo && !isLocal && said.PULT_PUBLIC_URL === undefined)
    problems.push('PULT_PUBLIC_URL is needed when PULT_HOST is not a loopback address')
  if (!isDemo && said.PULT_SECRET_KEY === undefined)
    problems.push('PULT_SECRET_KEY is needed: 32 random bytes, for example from `openssl rand -base64 32`')
  return problems
}

function configOf(values: z.infer<typeof environmentSchema>, isDemo: boolean): Config {
  const { PULT_ADMIN_LOGIN: login, PULT_ADMIN_PASSWORD: password } = values
  return {
    isDemo,
    host: values.PULT_HOST,
    port: values.PULT_PORT,
    publicUrl: values.PULT_PUBLIC_URL ?? null,
    dataDir: resolve(values.PULT_DATA_DIR),
    secretKey: values.PULT_SECRET_KEY ?? null,
    administrator: login === undefined || password === undefined ? null : { login, password },
    trustedProxy: values.PULT_TRUSTED_PROXY,
    logLevel: values.PULT_LOG_LEVEL ?? (isDemo ? 'warn' : 'info'),
  }
}

/** The environment is read here and nowhere else. Throws ConfigProblems with all mistakes at once. */
export function readConfig(
  environment: NodeJS.ProcessEnv = process.env,
  args: readonly string[] = process.argv.slice(2),
): Config {
  const isDemo = args.includes('--demo')
  const problems = args.filter((flag) => !flags.has(flag)).map((flag) => `unknown flag ${flag.split('=')[0]}`)
  for (const name of Object.keys(environment))
    if (name.startsWith('PULT_') && !variables.has(name)) problems.push(`unknown variable ${name}`)
  const values = environmentSchema.safeParse(environment)
  for (const issue of values.error?.issues ?? []) problems.push(`${issue.path.join('.')} ${issue.message}`)
  problems.push(...problemsBetween(environment, isDemo))
  if (!values.success || problems.length > 0) throw new ConfigProblems(problems)
  return configOf(values.data, isDemo)
}
