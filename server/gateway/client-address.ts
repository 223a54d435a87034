import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

const plain = (address: string) => (address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address)
const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Where a request comes from, believing X-Forwarded-For only as far as it was written by proxies of the list. */
export function clientAddress(trustedProxy: readonly string[]): (request: IncomingMessage) => string {
  const trusted = new BlockList()
  for (const entry of trustedProxy.flatMap((name) => named[name] ?? name)) {
    const [address = '', bits] = entry.split('/')
    if (bits === undefined) trusted.addAddress(address, family(address))
    else trusted.addSubnet(address, Number(bits), family(address))
  }
  const isTrusted = (address: string) => isIP(address) !== 0 && trusted.check(address, family(address))
  return (request) => {
    const direct = plain(request.socket.remoteAddress ?? '')
    if (!isTrusted(direct)) return direct
    const header = request.headers['x-forwarded-for']
    const chain = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((one) => plain(one.trim()))
    return chain.findLast((address) => !isTrusted(address) && isIP(address) !== 0) ?? direct
  }
}
