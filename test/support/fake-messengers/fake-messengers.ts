import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { CallLog } from './call-log'
import { type FakeMessenger, json, readRequest, writeReply } from './http'
import { FakeMax } from './max/max'
import { FakeTelegram } from './telegram/telegram'
import { FakeViber } from './viber/viber'
import { FakeVk } from './vk/vk'
import { FakeWhatsApp } from './whatsapp/whatsapp'

/**
 * Stand-ins for the messengers' servers (channels.md section 10.2): one HTTP server, a prefix for each messenger, an API for what
 * people do on the other side. A new messenger is a folder beside `telegram/` and a line here.
 */
export class FakeMessengers {
  readonly log = new CallLog()
  readonly telegram: FakeTelegram
  readonly viber: FakeViber
  readonly max: FakeMax
  readonly whatsApp: FakeWhatsApp
  readonly vk: FakeVk
  readonly #all: FakeMessenger[]
  readonly #server: Server

  private constructor(
    server: Server,
    readonly url: string,
  ) {
    this.#server = server
    this.telegram = new FakeTelegram(`${url}/telegram`)
    this.viber = new FakeViber(`${url}/viber`)
    this.max = new FakeMax(`${url}/max`)
    this.whatsApp = new FakeWhatsApp(`${url}/graph`)
    this.vk = new FakeVk(`${url}/vk`)
    this.#all = [this.telegram, this.viber, this.max, this.whatsApp, this.vk]
  }

  static async start(port = 0): Promise<FakeMessengers> {
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const fakes = new FakeMessengers(server, `http://127.0.0.1:${address.port}`)
    server.on('request', (request, response) => void fakes.#answer(request, response))
    return fakes
  }

  /** One more prefix of the same server. */
  add(messenger: FakeMessenger): void {
    this.#all.push(messenger)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((messenger) => messenger.close()))
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const messenger = this.#all.find(({ prefix }) => request.url?.startsWith(`/${prefix}/`) === true)
      if (messenger === undefined) return await writeReply(response, json(404, { error: 'no such messenger' }))
      const asked = await readRequest(request, response, messenger.prefix)
      const reply = await messenger.handle(asked)
      await writeReply(response, reply)
      this.log.note(
        messenger.prefix,
        asked,
        reply.kind === 'cut' || reply.kind === 'silence' ? null : response.statusCode,
      )
    } catch (error) {
      // The caller hung up in the middle of its request, as a cut network does.
      if (response.socket?.destroyed === true) return
      console.error('fake messenger broke:', error)
      response.destroy()
    }
  }
}
