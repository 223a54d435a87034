import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Tests and benches run from the root of the project. */
const program = resolve('out/hub/main.js')
const Ready = z.object({ kind: z.literal('ready'), url: z.string() })

export const administrator = { login: 'chief', password: 'correct horse battery' } as const

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The built hub as a process of its own, on one port and one store across its deaths. Known only by its doors. */
export class HubProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'hub-'))
  #child: ChildProcess | null = null
  #log = ''
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get port(): number {
    return this.#port
  }

  get pid(): number {
    const pid = this.#child?.pid
    if (pid === undefined) throw new Error('the hub is not running')
    return pid
  }

  get storeFile(): string {
    return join(this.dataDir, 'pult.sqlite')
  }

  /** Lines of its log at the level it runs with, across its deaths. */
  get log(): readonly string[] {
    return this.#log.split('\n')
  }

  /** Settles where the hub will be found, before it runs. */
  async choosePort(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort()
  }

  /** Resolves when the hub serves. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.choosePort()
    const child = fork(program, [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // As build/hub.mjs starts it.
      execArgv: ['--enable-source-maps', '--max-semi-space-size=32', '--initial-old-space-size=256'],
      env: {
        PATH: process.env.PATH ?? '',
        PULT_PORT: String(this.#port),
        PULT_DATA_DIR: this.dataDir,
        PULT_SECRET_KEY: '00'.repeat(32),
        PULT_ADMIN_LOGIN: administrator.login,
        PULT_ADMIN_PASSWORD: administrator.password,
        PULT_LOG_LEVEL: 'error',
        ...environment,
      },
    })
    this.#child = child
    child.stderr?.on('data', (piece: Buffer) => {
      this.#log += piece.toString()
      process.stderr.write(piece)
    })
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message) => {
        if (Ready.safeParse(message).success) resolve()
      })
      child.once('exit', (code, signal) =>
        reject(new Error(`the hub ended with ${code ?? signal} before it was ready`)),
      )
    })
  }

  /** kill -9: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#child = null
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
