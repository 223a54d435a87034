import { io, type Socket } from 'socket.io-client'
import { refusal } from '#protocol/errors'
import { type Handshake, operatorNamespace, socketPath } from '#protocol/version'
import type { Transport, TransportEvents } from './transport'

const notConnected = { ok: false, refusal: refusal('NOT_CONNECTED', 'there is no link to the hub') } as const

/** What a refused handshake says; the data of the error is the refusal (foundation.md section 6). */
const refusalIn = (error: Error): unknown => ('data' in error ? error.data : null) ?? null

/**
 * The link over Socket.IO: websocket only, no reconnection, no buffer, no retries. The session decides all of that, so that there is
 * one scheduler and nothing is sent behind its back.
 */
export class SocketioTransport implements Transport {
  readonly #hubUrl: string
  #socket: Socket | null = null
  /** Answers waited for on the present link. */
  readonly #pending = new Set<(reply: unknown) => void>()

  constructor(hubUrl: string) {
    this.#hubUrl = hubUrl
  }

  connect(handshake: Handshake, events: TransportEvents): void {
    this.disconnect()
    const socket = io(this.#hubUrl + operatorNamespace, {
      path: socketPath,
      transports: ['websocket'],
      auth: handshake,
      reconnection: false,
      forceNew: true,
      withCredentials: true,
    })
    this.#socket = socket
    socket.on('welcome', (packet) => events.welcome(packet))
    socket.on('near', (packet) => events.near(packet))
    socket.on('far', (packet) => events.far(packet))
    socket.on('notice', (packet) => events.notice(packet))
    socket.on('bye', (packet) => events.bye(packet))
    socket.on('connect_error', (error) => this.#closed(socket, refusalIn(error), events))
    socket.on('disconnect', () => this.#closed(socket, null, events))
  }

  command(envelope: { id: string; sentAt: number; command: unknown }): Promise<unknown> {
    return this.#ask('command', envelope)
  }

  query(query: unknown): Promise<unknown> {
    return this.#ask('query', query)
  }

  typing(conversationId: string): void {
    // A moment later it is worth nothing: dropped rather than queued when the line is busy.
    if (this.#socket?.connected) this.#socket.volatile.emit('typing', conversationId)
  }

  disconnect(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.removeAllListeners()
    socket?.disconnect()
    this.#abandon()
  }

  #ask(event: 'command' | 'query', value: unknown): Promise<unknown> {
    const socket = this.#socket
    // Socket.IO would keep it for the next connection; whoever asked has long been told something else by then.
    if (socket === null || !socket.connected) return Promise.resolve(notConnected)
    return new Promise((resolve) => {
      this.#pending.add(resolve)
      socket.emit(event, value, (reply: unknown) => {
        this.#pending.delete(resolve)
        resolve(reply)
      })
    })
  }

  #closed(socket: Socket, said: unknown, events: TransportEvents): void {
    if (socket !== this.#socket) return
    this.disconnect()
    events.closed(said)
  }

  #abandon(): void {
    const pending = [...this.#pending]
    this.#pending.clear()
    for (const resolve of pending) resolve(notConnected)
  }
}
