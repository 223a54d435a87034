import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aTemporaryFolder } from '../support/a-temporary-folder'

const program = resolve('out/hub/main.js')
const key = '00'.repeat(32)

interface Ended {
  readonly code: number | null
  readonly said: string
}

/** The built hub with this environment and nothing else of ours, until it ends by itself. */
function ended(environment: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Ended> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
    child.once('error', reject)
    child.once('exit', (code) => done({ code, said }))
  })
}

describe('a hub with a wrong environment', () => {
  it('ends with 78, names every variable at once and no value, and makes no folder', async () => {
    const folder = join(aTemporaryFolder(), 'data')
    const { code, said } = await ended(
      {
        PULT_DATA_DIR: folder,
        PULT_PORT: 'canary-port',
        PULT_SECRET_KEY: 'canary-key',
        PULT_ADMIN_PASSWORD: 'canary-password',
        PULT_COLOUR: 'canary-colour',
      },
      ['--canary=value'],
    )
    expect(code).toBe(78)
    expect(said.trim().split('\n')).toEqual([
      'The hub cannot start like this:',
      '  unknown flag --canary',
      '  unknown variable PULT_COLOUR',
      expect.stringMatching(/^ {2}PULT_PORT must /),
      expect.stringMatching(/^ {2}PULT_SECRET_KEY must /),
      expect.stringMatching(/^ {2}PULT_ADMIN_LOGIN and PULT_ADMIN_PASSWORD /),
    ])
    expect(said).not.toMatch(/canary-|value/)
    expect(existsSync(folder)).toBe(false)
  })

  it('ends with 78 where the folder is none and the address is another machine’s, and says both', async () => {
    const { code, said } = await ended({
      ...{ PULT_DATA_DIR: join(resolve('package.json'), 'data'), PULT_SECRET_KEY: key },
      ...{ PULT_HOST: '192.0.2.1', PULT_PUBLIC_URL: 'https://desk.example' },
    })
    expect([code, said.trim().split('\n').slice(1)]).toEqual([
      78,
      ['  PULT_HOST is not an address of this machine', '  PULT_DATA_DIR must be a folder that can be written to'],
    ])
  })
})
