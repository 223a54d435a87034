import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { SocketioTransport } from '#client/socketio-transport'
import type { Refusal } from '#protocol/errors'
import { FakeHub } from '../support/fake-hub'
import { type TransportHub, transportContract } from './transport.contract'

/** The fake hub of the other tests, with answers of this suite. */
async function inMemory(): Promise<TransportHub> {
  const hub = new FakeHub()
  const account = hub.addOperator('me')
  let answer: ((asked: unknown) => unknown) | null = () => ({ ok: true, value: null })
  hub.answersRaw = (asked) => (answer === null ? null : { value: answer(asked) })
  return {
    transport: () => hub.transport(account),
    refuse: (said) => {
      hub.handshakeRefusal = said
    },
    push: (kind, packet) => hub.push(kind, packet),
    bye: (said) => hub.bye(said),
    cut: () => hub.cut(),
    answers: (given) => {
      answer = given
    },
    close: async () => undefined,
  }
}

/** The same over a real Socket.IO server, set up as foundation.md section 6 says. */
async function overSockets(): Promise<TransportHub> {
  const server = createServer()
  const io = new Server(server, { transports: ['websocket'], serveClient: false })
  let refused: Refusal | null = null
  let answer: ((asked: unknown) => unknown) | null = () => ({ ok: true, value: null })
  io.use((_socket, next) =>
    refused === null ? next() : next(Object.assign(new Error(refused.code), { data: refused })),
  )
  io.on('connection', (socket) => {
    const reply = (asked: unknown, answered: (value: unknown) => void) => {
      if (answer !== null) answered(answer(asked))
    }
    socket.on('command', reply)
    socket.on('query', reply)
    socket.emit('welcome', { epoch: 'e', position: 0, hubAt: 1, hubVersion: 'test' })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    transport: () => new SocketioTransport(`http://127.0.0.1:${port}`),
    refuse: (said) => {
      refused = said
    },
    push: (kind, packet) => void io.emit(kind, packet),
    bye: (said) => {
      io.emit('bye', said)
      io.disconnectSockets(true)
    },
    cut: () => {
      for (const socket of io.sockets.sockets.values()) socket.conn.close()
    },
    answers: (given) => {
      answer = given
    },
    close: async () => {
      await io.close()
    },
  }
}

transportContract('in memory', inMemory)
transportContract('Socket.IO', overSockets)
