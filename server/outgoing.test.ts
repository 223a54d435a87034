import { createServer, type RequestListener } from 'node:http'
import type { LookupFunction } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { VirtualTime } from '#test/support/virtual-time'
import { downloadLimits, Outgoing } from './outgoing'
import { systemTimers } from './platform'

async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

/** A name server that says what the test wants. */
const resolving =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

const outgoing = new Outgoing(systemTimers)
const problem = (name: string) => ({ name: 'OutgoingFailed', problem: name })

async function read(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('a fetch to the outside', () => {
  it('brings the bytes of a host that an administrator has named', async () => {
    const url = await aServer((_request, response) => response.end('bytes'))
    const { status, body } = await outgoing.get(url, true)
    expect([status, String(await read(body))]).toEqual([200, 'bytes'])
  })

  it.each([
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user:password@example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'not an address',
  ])('refuses %s', async (address) => {
    await expect(outgoing.get(address, false)).rejects.toMatchObject(problem('address'))
  })

  it.each([
    ['the network inside', '10.0.0.5', false],
    ['this machine', '127.0.0.1', false],
    ['the metadata of a cloud, even when named', '169.254.169.254', true],
    ['this machine in disguise', '::ffff:127.0.0.1', false],
  ])('refuses a name that stands for %s', async (_case, address, isNamed) => {
    const fooled = new Outgoing(systemTimers, resolving(address))
    await expect(fooled.get('https://files.example/', isNamed)).rejects.toMatchObject(problem('address'))
  })

  it('looks a name up when it connects, and goes inside only for a named host', async () => {
    const url = new URL(await aServer((_request, response) => response.end('inside')))
    url.hostname = 'files.example'
    const inside = new Outgoing(systemTimers, resolving('127.0.0.1'))
    const { body } = await inside.get(url.href, true)
    expect(String(await read(body))).toBe('inside')
  })

  it('leaves nothing behind on a connection that is kept', async () => {
    const url = await aServer((_request, response) => response.end('bytes'))
    const agent = outgoing.agent(new URL(url), true)
    for (let count = 0; count < 12; count++) {
      const call = { method: 'GET', address: url, isNamed: true, limits: downloadLimits, agent } as const
      await read((await outgoing.call(call)).body)
    }
    const [socket, ...more] = Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])
    expect([more.length, socket?.listenerCount('connect')]).toEqual([0, 0])
    agent.destroy()
  })

  it('goes nowhere else than it was sent', async () => {
    const url = await aServer((_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end())
    await expect(outgoing.get(url, true)).rejects.toMatchObject(problem('redirect'))
  })

  it('takes no more than the limit, told or not', async () => {
    const limits = { ...downloadLimits, maxBytes: 10 }
    const told = await aServer((_request, response) => response.end('more than ten bytes'))
    await expect(outgoing.get(told, true, limits)).rejects.toMatchObject(problem('tooBig'))
    const untold = await aServer((_request, response) => {
      response.write('more than')
      response.end(' ten bytes')
    })
    const { body } = await outgoing.get(untold, true, limits)
    await expect(read(body)).rejects.toMatchObject(problem('tooBig'))
  })

  it('ends when the head does not come', async () => {
    const time = new VirtualTime()
    const url = await aServer(() => void time.advance(downloadLimits.headMs))
    await expect(new Outgoing(time).get(url, true)).rejects.toMatchObject(problem('timeout'))
  })

  it('ends when nothing follows the first bytes', async () => {
    const time = new VirtualTime()
    const url = await aServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('a')
    })
    const { body } = await new Outgoing(time).get(url, true)
    const slow = (async () => {
      for await (const _piece of body) void time.advance(downloadLimits.idleMs)
    })()
    await expect(slow).rejects.toMatchObject(problem('timeout'))
  })

  it('says when the answer broke off, and not where it came from', async () => {
    const url = await aServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.socket?.destroy())
    })
    const { body } = await outgoing.get(`${url}/bot123:secret/file`, true)
    const failure: unknown = await read(body).catch((error: unknown) => error)
    expect(failure).toMatchObject(problem('truncated'))
    expect(String(failure)).not.toContain('secret')
  })
})
