import { once } from 'node:events'
import { createServer, type Socket, connect as tcpConnect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from './eventually'
import { TcpProxy } from './tcp-proxy'

/** A hub that says everything back, and what it has heard. */
async function aWire() {
  let heard = ''
  const server = createServer((socket) => {
    socket.on('data', (piece) => {
      heard += piece.toString()
      socket.write(piece)
    })
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const wire = await TcpProxy.open(Object(server.address()).port)
  onTestFinished(async () => {
    await wire.close()
    server.close()
  })
  return { wire, port: Object(server.address()).port, heard: () => heard, link: () => aLink(wire) }
}

async function aLink(wire: TcpProxy): Promise<{ socket: Socket; got: () => string; closed: Promise<unknown> }> {
  const socket = tcpConnect(Number(new URL(wire.url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let got = ''
  socket.on('data', (piece) => {
    got += piece.toString()
  })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  return { socket, got: () => got, closed }
}

describe('a wire to the hub', () => {
  it('carries both ways', async () => {
    const { wire, link } = await aWire()
    const { socket, got } = await link()
    socket.write('один')
    await eventually(got, 'один')
    expect(Buffer.from(wire.answered, 'latin1').toString()).toBe('один')
  })

  it('keeps everything to itself while it is held, the end of a link as well', async () => {
    const { wire, port, link, heard } = await aWire()
    const other = await TcpProxy.open(port)
    onTestFinished(() => other.close())
    const [silent, live] = [await link(), await aLink(other)]
    wire.hold()
    silent.socket.write('первое ')
    silent.socket.end()
    live.socket.write('второе ')
    await eventually(live.got, 'второе ')
    expect(heard()).toBe('второе ')
    wire.restore()
    await eventually(heard, 'второе первое ')
  })

  it('breaks every link when it is cut, lets none through, and stands again when restored', async () => {
    const { wire, link, heard } = await aWire()
    const before = await link()
    wire.cut()
    await before.closed
    const meanwhile = await link()
    await meanwhile.closed
    wire.restore()
    const after = await link()
    after.socket.write('снова')
    await eventually(after.got, 'снова')
    expect(heard()).toBe('снова')
  })

  it('loses answers while what is sent arrives, and breaks the link that lost one', async () => {
    const { wire, link, heard } = await aWire()
    const { socket, got, closed } = await link()
    wire.loseAnswers()
    socket.write('один')
    await eventually(heard, 'один')
    wire.restore()
    await closed
    expect(got()).toBe('')
  })

  it('keeps the order of what it holds up', async () => {
    const { wire, link, heard } = await aWire()
    const { socket, got } = await link()
    wire.delay(50)
    socket.write('один ')
    await eventually(got, 'один ')
    socket.write('два ')
    wire.delay(0)
    socket.write('три')
    await eventually(got, 'один два три')
    expect(heard()).toBe('один два три')
  })
})
