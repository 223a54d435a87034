import { once } from 'node:events'
import { createServer, type Server, type Socket, connect as tcpConnect } from 'node:net'

/** The wire between a program and the hub, which does what bad networks do. It knows bytes alone. */
export class TcpProxy {
  readonly #server: Server
  readonly #hubPort: number
  readonly #links = new Set<Socket>()
  readonly #answers: Buffer[] = []
  #isCut = false
  #losesAnswers = false
  #delayMs = 0
  #held: Promise<void> | null = null
  #release: () => void = () => undefined

  private constructor(hubPort: number) {
    this.#hubPort = hubPort
    this.#server = createServer((near) => this.#link(near))
  }

  static async open(hubPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(hubPort)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed')
    return `http://127.0.0.1:${address.port}`
  }

  /** Everything the hub has answered through this wire, lost or not. */
  get answered(): string {
    return Buffer.concat(this.#answers).toString('latin1')
  }

  /** Every link breaks, new ones too, until it is restored. */
  cut(): void {
    this.#isCut = true
    this.#breakLinks()
  }

  /** A good wire again. Links on which something was lost break: TCP would not have gone on either. */
  restore(): void {
    if (this.#losesAnswers) this.#breakLinks()
    this.#isCut = false
    this.#losesAnswers = false
    this.#delayMs = 0
    this.#held = null
    this.#release()
  }

  /** Every piece arrives this much later, both ways. */
  delay(ms: number): void {
    this.#delayMs = ms
  }

  /** What is sent reaches the hub; nothing comes back. */
  loseAnswers(): void {
    this.#losesAnswers = true
  }

  /** Silence both ways that nobody is told of: what is sent, and the end of a link too, arrives only when it is restored. */
  hold(): void {
    this.#held ??= new Promise((resolve) => {
      this.#release = resolve
    })
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#breakLinks()
    await closed
  }

  #breakLinks(): void {
    for (const socket of this.#links) socket.destroy()
  }

  #link(near: Socket): void {
    if (this.#isCut) {
      near.destroy()
      return
    }
    const far = tcpConnect(this.#hubPort, '127.0.0.1')
    this.#carry(near, far, () => true)
    this.#carry(far, near, (piece) => {
      this.#answers.push(piece)
      return !this.#losesAnswers
    })
  }

  #carry(from: Socket, to: Socket, passes: (piece: Buffer) => boolean): void {
    let order = Promise.resolve()
    // The wait of each piece begins when it comes; none overtakes another.
    const later = (work: () => void) => {
      const wait = this.#wait()
      order = order.then(() => wait).then(work)
    }
    this.#links.add(from)
    from.on('data', (piece) => {
      if (passes(piece)) later(() => void (to.destroyed || to.write(piece)))
    })
    from.on('close', () => {
      this.#links.delete(from)
      later(() => to.destroy())
    })
    // A reset is how a broken link looks; 'close' follows.
    from.on('error', () => undefined)
  }

  #wait(): Promise<void> {
    if (this.#held !== null) return this.#held
    const ms = this.#delayMs
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => void setTimeout(resolve, ms))
  }
}
