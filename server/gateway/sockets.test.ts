import { createServer } from 'node:http'
import { io } from 'socket.io-client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConversationId } from '#protocol/ids'
import type { WorkspaceSocket } from './devices'
import { isTooDeep } from './json-depth'
import { isClogged, openSockets } from './sockets'

describe('a device that does not read', () => {
  it('is known by what waits for it', async () => {
    const http = createServer()
    const server = openSockets(http)
    onTestFinished(async () => void (await server.close()))
    await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
    const connected = new Promise<WorkspaceSocket>((resolve) => void server.on('connection', resolve))
    const client = io(`http://127.0.0.1:${Object(http.address()).port}`, {
      transports: ['websocket'],
      reconnection: false,
    })
    const socket = await connected
    await new Promise<void>((resolve) => void client.on('connect', resolve))
    expect(isClogged(socket)).toBe(false)
    // The reading end of the line stops; what the system's buffers do not take stays with us.
    const line = Object(client.io.engine.transport).ws._socket
    line.pause()
    onTestFinished(() => void line.destroy())
    const conversationId = ConversationId.parse('c')
    for (let count = 0; count < 600 && !isClogged(socket); count++) {
      const channel = { name: 'x'.repeat(200_000), reason: 'auth' } as const
      socket.emit('notice', { kind: 'alarm', alarm: 'channelStopped', conversationId, channel })
      await new Promise((resolve) => void setImmediate(resolve))
    }
    expect(isClogged(socket)).toBe(true)
  })
})

describe('JSON of a webhook', () => {
  it.each([
    ['{}', false],
    ['['.repeat(32) + ']'.repeat(32), false],
    ['['.repeat(33), true],
    [`{"text":"${'[{'.repeat(100)}"}`, false],
    [`{"text":"\\"${'['.repeat(100)}"}`, false],
    [`{"a":${'{"b":'.repeat(32)}1`, true],
    ['not JSON at all', false],
  ])('is measured without being parsed', (text, isDeep) => {
    expect(isTooDeep(Buffer.from(text))).toBe(isDeep)
  })
})

describe('a line that is half open', () => {
  it('is noticed 18 s after the last heartbeat at the latest', () => {
    const server = openSockets(createServer())
    onTestFinished(async () => void (await server.close()))
    const { pingInterval = 0, pingTimeout = 0 } = server.engine.opts
    expect(pingInterval).toBeGreaterThan(0)
    expect(pingTimeout).toBeGreaterThan(0)
    expect(pingInterval + pingTimeout).toBe(18_000)
  })
})
