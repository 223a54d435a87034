import { describe, expect, it } from 'vitest'
import { mayConnect } from './outgoing-address'

describe('an address the hub is asked to connect to', () => {
  it.each(['93.184.216.34', '149.154.167.220', '2001:67c:4e8:f004::9', '8.8.8.8'])(
    '%s is public and taken',
    (address) => {
      expect(mayConnect(address, false)).toBe(true)
    },
  )

  it.each([
    ...['127.0.0.1', '127.8.8.8', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '::1'],
    ...['fd00::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::127.0.0.1', '::ffff:8.8.8.8'],
  ])('%s is refused unless an administrator has named the host', (address) => {
    expect(mayConnect(address, false)).toBe(false)
  })

  it.each(['127.0.0.1', '10.1.2.3', '192.168.1.1', '::1', 'fd00::1'])('%s is taken for a named host', (address) => {
    expect(mayConnect(address, true)).toBe(true)
  })

  it.each([
    ...['0.0.0.0', '169.254.169.254', 'fe80::1', '224.0.0.1', '255.255.255.255', 'ff02::1', '64:ff9b::7f00:1'],
    ...['2002:7f00:1::', '::', '::ffff:169.254.169.254', 'localhost', '', '127.1'],
  ])('%s is never taken', (address) => {
    expect(mayConnect(address, true)).toBe(false)
    expect(mayConnect(address, false)).toBe(false)
  })
})
