import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Messenger } from '#protocol/channel'
import { forkHub, hubReady, type Ready, stopHub } from '../../build/hub.mjs'
import { signIn } from '../blackbox/http'
import { OperatorPlayer, pause } from '../blackbox/operator'
import { someAccounts, somePeople } from '../phones/accounts'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import type { PhonePerson, PhoneSide } from '../support/fake-messengers/phone'

/** Seen in the pictures, so it does not change from one time to the next. */
const port = '8091'
const startedAt = 1_790_000_000
const names: Readonly<Record<Messenger, string>> = {
  ...{ web: 'сайт', telegram: 'Telegram', vk: 'VK', whatsapp: 'WhatsApp', viber: 'Viber', max: 'MAX' },
}

/** The built hub with the demo company of `npm start` in a folder of its own, and stand-ins of the messengers it is connected to. */
export class DemoHub {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'pult-screenshots-'))
  #process: ChildProcess | null = null
  #ready: Ready | null = null
  #fakes: FakeMessengers | null = null
  #chief: OperatorPlayer | null = null
  #phones: ReadonlyMap<Messenger, PhoneSide> = new Map()
  readonly #people: readonly PhonePerson[] = somePeople(startedAt)

  async start(): Promise<void> {
    const place = { PULT_PORT: port, PULT_PUBLIC_URL: `http://127.0.0.1:${port}`, PULT_DATA_DIR: this.#dataDir }
    Object.assign(process.env, { ...place, PULT_LOG_LEVEL: 'error' })
    this.#process = forkHub(['--demo'])
    this.#ready = await hubReady(this.#process)
    this.#fakes = await FakeMessengers.start()
    this.#phones = someAccounts(this.#fakes, startedAt)
    const { login, password } = this.#personOf('olga')
    this.#chief = new OperatorPlayer(this.url, await signIn(this.url, login, password ?? '', 'chief'))
    for (const [messenger, { form }] of this.#phones)
      await this.#chief.must<'channel.connect'>({
        ...{ kind: 'channel.connect', name: `Север Дом, ${names[messenger]}`, receiver: null, form },
      })
  }

  /** Somebody writes by a messenger; resolves when operators see it, so that whose turn it is stays the same from time to time. */
  async writes(messenger: Messenger, person: number, text: string): Promise<void> {
    const [phone, who, chief] = [this.#phones.get(messenger), this.#people[person], this.#chief]
    if (phone === undefined || who === undefined || chief === null) throw new Error('nobody is there to write')
    await phone.act(who, { kind: 'write', text, replyTo: null })
    for (;;) {
      const { rows } = await chief.ask<'conversations.list'>({
        ...{ kind: 'conversations.list', section: 'others', after: null, limit: 50 },
      })
      if (rows.some(({ lastMessage }) => lastMessage?.preview === text)) return
      await pause(100)
    }
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
    return this.#personOf(login).link
  }

  /** The channel of the shop's chat, read where a customer's browser reads it. */
  async shopChannel(): Promise<string> {
    const page = await (await fetch(this.shopUrl)).text()
    const channel = /data-channel="([^"]+)"/.exec(page)?.[1]
    if (channel === undefined) throw new Error('the shop has no chat')
    return channel
  }

  async stop(): Promise<void> {
    this.#chief?.close()
    if (this.#process !== null) await stopHub(this.#process)
    await this.#fakes?.stop()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  #personOf(login: string) {
    const person = this.#told.signIn.find((one) => one.login === login)
    if (person === undefined) throw new Error(`${login} does not work here`)
    return person
  }

  get #told(): Ready {
    if (this.#ready === null) throw new Error('the hub is not ready')
    return this.#ready
  }
}
