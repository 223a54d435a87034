import { describe, expect, it } from 'vitest'
import { ConfigProblems, readConfig } from './config'

const key = Buffer.alloc(32, 7)

function problemsOf(environment: NodeJS.ProcessEnv, args: string[] = []): readonly string[] {
  try {
    readConfig(environment, args)
    return []
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems
    throw error
  }
}

describe("the hub's environment", () => {
  it('needs nothing for the demo', () => {
    expect(readConfig({ HOME: '/root' }, ['--demo'])).toMatchObject({
      isDemo: true,
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      secretKey: null,
      administrator: null,
      trustedProxy: [],
      logLevel: 'warn',
    })
  })

  it('takes the key as base64 or hexadecimal', () => {
    for (const text of [key.toString('base64'), key.toString('base64url'), key.toString('hex')])
      expect(readConfig({ PULT_SECRET_KEY: text }, []).secretKey).toEqual(key)
  })

  it('reads everything', () => {
    const config = readConfig(
      {
        PULT_HOST: '0.0.0.0',
        PULT_PORT: '9000',
        PULT_PUBLIC_URL: 'https://desk.example/',
        PULT_DATA_DIR: '/var/lib/pult',
        PULT_SECRET_KEY: key.toString('hex'),
        PULT_ADMIN_LOGIN: 'Olga',
        PULT_ADMIN_PASSWORD: 'correct horse battery',
        PULT_TRUSTED_PROXY: '10.0.0.0/8, loopback',
        PULT_LOG_LEVEL: 'debug',
      },
      [],
    )
    expect(config).toEqual({
      isDemo: false,
      host: '0.0.0.0',
      port: 9000,
      publicUrl: 'https://desk.example',
      dataDir: '/var/lib/pult',
      secretKey: key,
      administrator: { login: 'olga', password: 'correct horse battery' },
      trustedProxy: ['10.0.0.0/8', 'loopback'],
      logLevel: 'debug',
    })
  })

  it('names all mistakes at once and no value', () => {
    const values = {
      PULT_PORT: 'eighty-canary',
      PULT_PUBLIC_URL: 'http://canary.example',
      PULT_SECRET_KEY: 'canary-key',
      PULT_ADMIN_LOGIN: 'canary login',
      PULT_ADMIN_PASSWORD: 'canary',
      PULT_TRUSTED_PROXY: 'canary',
      PULT_LOG_LEVEL: 'canary',
      PULT_CANARY: 'x',
    }
    const problems = problemsOf(values, ['--canary=secret'])
    expect(problems.map((problem) => problem.replace(/ must .*/, ''))).toEqual([
      'unknown flag --canary',
      'unknown variable PULT_CANARY',
      'PULT_PORT',
      'PULT_PUBLIC_URL',
      'PULT_SECRET_KEY',
      'PULT_ADMIN_LOGIN',
      'PULT_ADMIN_PASSWORD',
      'PULT_TRUSTED_PROXY',
      'PULT_LOG_LEVEL',
    ])
    expect(problems.join(' ')).not.toMatch(/canary-key|eighty|canary\.example|secret$/)
  })

  it.each([
    ['a missing key in production', {}, [], ['PULT_SECRET_KEY is needed']],
    ['a login without a password', { PULT_ADMIN_LOGIN: 'olga' }, ['--demo'], ['PULT_ADMIN_LOGIN and']],
    ['a demo open to the network', { PULT_HOST: '0.0.0.0' }, ['--demo'], ['PULT_HOST must be a loopback']],
    [
      'an open port without an address',
      { PULT_HOST: '0.0.0.0', PULT_SECRET_KEY: key.toString('hex') },
      [],
      ['PULT_PUBLIC_URL is needed'],
    ],
    ['a port above 65535', { PULT_PORT: '65536' }, ['--demo'], ['PULT_PORT must']],
    [
      'what is missing along with what is wrong',
      { PULT_PORT: 'x' },
      [],
      ['PULT_PORT must', 'PULT_SECRET_KEY is needed'],
    ],
    ['an empty folder', { PULT_DATA_DIR: ' ' }, ['--demo'], ['PULT_DATA_DIR must']],
  ])('refuses %s', (_name, environment, args, wanted) => {
    const problems = problemsOf(environment, args)
    expect(problems).toHaveLength(wanted.length)
    for (const [index, start] of wanted.entries()) expect(problems[index]).toContain(start)
  })
})
