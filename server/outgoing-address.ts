import { BlockList, isIP } from 'node:net'

const listOf = (...ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits = '0'] = range.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Where nobody has business: this host, link-local (cloud metadata), documentation, multicast, reserved, addresses in disguise. */
const nowhere = listOf(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/32', '2001:db8::/32', '2002::/16', 'fe80::/10'],
  ...['fec0::/10', 'ff00::/8'],
)

/** Networks of the company and this machine: only for hosts that an administrator has named. */
const inside = listOf(
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '192.88.99.0/24'],
  ...['::1/128', 'fc00::/7'],
)

/** IPv4 written as IPv6 (`::ffff:127.0.0.1`, `::127.0.0.1`): one of the two ways to hide an address. */
const mapped = /^::(?:ffff:)?(?:0:)?(?:[\da-f]{1,4}:[\da-f]{1,4}|\d+\.\d+\.\d+\.\d+)$/i

/** May a connection go to this address? `isNamed`: an administrator has written the host into a setting. */
export function mayConnect(address: string, isNamed: boolean): boolean {
  const version = isIP(address)
  if (version === 0) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (nowhere.check(address, family)) return false
  const isInside = inside.check(address, family)
  if (family === 'ipv6' && mapped.test(address) && !(isInside && isNamed)) return false
  return isNamed || !isInside
}
