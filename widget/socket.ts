import { isRecord } from './checks'

/** What happens on the socket. `connected` and `refused` end one try to connect; `closed` ends a connection that stood. */
export interface SocketEvents {
  connected(): void
  refused(data: unknown): void
  closed(): void
  event(name: string, value: unknown): void
}

/** The browser's WebSocket, as much of it as is used. What comes in goes to the listener it was opened with. */
export interface WebSocketLike {
  send(text: string): void
  close(): void
}

export interface WebSocketListener {
  heard(data: unknown): void
  closed(): void
}

export interface SocketOptions {
  /** `https://hub.example`. */
  readonly hub: string
  readonly namespace: string
  readonly auth: () => unknown
  readonly events: SocketEvents
  open(url: string, listener: WebSocketListener): WebSocketLike
  after(ms: number, work: () => void): () => void
}

const answerWithinMs = 10_000
const openWithinMs = 20_000

/**
 * One try of a connection in the Socket.IO protocol, version 5, over Engine.IO 4 (socket.io-protocol, "Packet encoding"): text packets
 * over WebSocket, one namespace, acknowledgements towards the hub. The library that does all the rest weighs more than the whole chat.
 */
export class Socket {
  private readonly web: WebSocketLike
  private readonly answers = new Map<number, (value: unknown) => void>()
  private nextId = 0
  private state: 'opening' | 'connected' | 'ended' = 'opening'
  private cancelSilence: () => void

  constructor(private readonly options: SocketOptions) {
    const { hub, open } = options
    this.web = open(`${hub.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      heard: (data) => (typeof data === 'string' ? this.engine(data) : undefined),
      closed: () => (this.state === 'ended' ? undefined : this.end()),
    })
    this.cancelSilence = options.after(openWithinMs, () => this.end())
  }

  emit(name: string, ...values: readonly unknown[]): void {
    if (this.state === 'connected') this.packet('2', [name, ...values])
  }

  /** The hub's answer; undefined when none comes in time. */
  ask(name: string, value: unknown): Promise<unknown> {
    if (this.state !== 'connected') return Promise.resolve(undefined)
    const id = this.nextId++
    return new Promise((resolve) => {
      const cancel = this.options.after(answerWithinMs, () => this.answers.get(id)?.(undefined))
      this.answers.set(id, (answer) => {
        cancel()
        this.answers.delete(id)
        resolve(answer)
      })
      this.packet('2', [name, value], id)
    })
  }

  /** Ends it from our side; nothing is told. */
  drop(): void {
    this.state = 'ended'
    this.end()
  }

  /** Engine.IO: 0 open, 1 close, 2 ping, 4 message. */
  private engine(data: string): void {
    if (this.state === 'ended') return
    if (data.startsWith('0')) {
      this.heard(parse(data.slice(1)))
      this.packet('0', this.options.auth())
    } else if (data === '2') {
      this.web.send('3')
      this.heard(this.beat)
    } else if (data === '1') this.end()
    else if (data.startsWith('4')) this.message(data.slice(1))
  }

  private beat: unknown = null

  /** The hub pings; when it has been silent for longer than it said, the line is dead though nobody has noticed. */
  private heard(beat: unknown): void {
    this.beat = beat
    const { pingInterval, pingTimeout } = isRecord(beat) ? beat : {}
    const ms = typeof pingInterval === 'number' && typeof pingTimeout === 'number' ? pingInterval + pingTimeout : 45_000
    this.cancelSilence()
    this.cancelSilence = this.options.after(ms, () => this.end())
  }

  /** Socket.IO: 0 connected, 1 disconnected, 2 event, 3 acknowledgement, 4 refused; then namespace, id, JSON. */
  private message(text: string): void {
    const [, type, id, body = ''] = /^(\d)(?:\/[^,]*,)?(\d*)(.*)$/s.exec(text) ?? []
    const value = parse(body)
    if (type === '0') {
      this.state = 'connected'
      this.options.events.connected()
    } else if (type === '1') this.end()
    else if (type === '2' && Array.isArray(value)) this.options.events.event(String(value[0]), value[1])
    else if (type === '3' && Array.isArray(value)) this.answers.get(Number(id))?.(value[0])
    else if (type === '4') this.refuse(isRecord(value) ? value.data : undefined)
  }

  private refuse(data: unknown): void {
    this.drop()
    this.options.events.refused(data)
  }

  private packet(type: '0' | '2', value: unknown, id: number | '' = ''): void {
    this.web.send(`4${type}${this.options.namespace},${id}${JSON.stringify(value)}`)
  }

  private end(): void {
    const wasOurs = this.state === 'ended'
    this.state = 'ended'
    this.cancelSilence()
    this.web.close()
    for (const answer of [...this.answers.values()]) answer(undefined)
    if (!wasOurs) this.options.events.closed()
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
