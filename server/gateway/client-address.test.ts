import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address'

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  Object.assign(Object.create(null), {
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  })

describe('the address of a client', () => {
  it.each([
    ['comes from the line when no proxy is trusted', [], '1.2.3.4', '9.9.9.9', '1.2.3.4'],
    ['is what the trusted proxy says', ['loopback'], '127.0.0.1', '9.9.9.9', '9.9.9.9'],
    ['is the nearest that no trusted proxy is', ['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 9.9.9.9, 10.0.0.2', '9.9.9.9'],
    ['is not what a stranger says', ['10.0.0.1'], '1.2.3.4', '9.9.9.9', '1.2.3.4'],
    ['is the proxy itself when it says nonsense', ['uniquelocal'], '192.168.0.1', 'nonsense', '192.168.0.1'],
    ['is plain in IPv6 notation', ['loopback'], '::ffff:127.0.0.1', '::ffff:9.9.9.9', '9.9.9.9'],
  ])('%s', (_name, trusted, direct, forwarded, address) => {
    expect(clientAddress(trusted)(request(direct, forwarded))).toBe(address)
  })
})
