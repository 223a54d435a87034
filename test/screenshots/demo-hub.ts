import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forkHub, hubReady, type Ready, stopHub } from '../../build/hub.mjs'

/** Seen in the pictures, so it does not change from one time to the next. */
const port = '8091'

/** The built hub with the demo company of `npm start`, in a folder of its own. */
export class DemoHub {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'pult-screenshots-'))
  #process: ChildProcess | null = null
  #ready: Ready | null = null

  async start(): Promise<void> {
    Object.assign(process.env, { PULT_PORT: port, PULT_DATA_DIR: this.#dataDir, PULT_LOG_LEVEL: 'error' })
    this.#process = forkHub(['--demo'])
    this.#ready = await hubReady(this.#process)
  }

  get url(): string {
    return this.#told.url
  }

  get shopUrl(): string {
    const { demoPageUrl } = this.#told
    if (demoPageUrl === null) throw new Error('the hub has no demo shop')
    return demoPageUrl
  }

  /** The one-time link of one of the demo's people. */
  linkOf(login: string): string {
    const person = this.#told.signIn.find((one) => one.login === login)
    if (person === undefined) throw new Error(`${login} does not work here`)
    return person.link
  }

  /** The channel of the shop's chat, read where a customer's browser reads it. */
  async shopChannel(): Promise<string> {
    const page = await (await fetch(this.shopUrl)).text()
    const channel = /data-channel="([^"]+)"/.exec(page)?.[1]
    if (channel === undefined) throw new Error('the shop has no chat')
    return channel
  }

  async stop(): Promise<void> {
    if (this.#process !== null) await stopHub(this.#process)
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  get #told(): Ready {
    if (this.#ready === null) throw new Error('the hub is not ready')
    return this.#ready
  }
}
