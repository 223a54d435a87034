import { describe, expect, it } from 'vitest'
import { protocolVersion } from '#protocol/version'
import { aRunningHub } from '#test/support/a-running-hub'

describe('a device', () => {
  it('is welcomed with the store it talks to', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const device = await hub.device('ivan')
    expect(await device.welcomed).toMatchObject({ hubVersion: 'test', position: 0, epoch: expect.any(String) })
  })

  it.each([
    ['no token', {}, {}, 'UNAUTHENTICATED'],
    ['an invented token', { token: 'invented' }, {}, 'UNAUTHENTICATED'],
    ['an older version', { protocol: 0 }, {}, 'UPGRADE_REQUIRED'],
    ['a newer version', { protocol: 99 }, {}, 'UPGRADE_REQUIRED'],
    ['no device', { device: undefined }, {}, 'BAD_REQUEST'],
    ['a field nobody knows', { rooms: ['staff'] }, {}, 'BAD_REQUEST'],
    ['a token from a foreign page', { isRight: true }, { origin: 'https://evil.example' }, 'ORIGIN'],
    ['a cookie from a foreign page', {}, { origin: 'https://evil.example', isCookie: 'yes' }, 'ORIGIN'],
    ['a cookie without a page', {}, { isCookie: 'yes' }, 'ORIGIN'],
    ['a token on another device', { isRight: true, device: 'thief' }, {}, 'UNAUTHENTICATED'],
  ])('with %s is refused, and told why', async (_name, auth, headers, code) => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const { token } = await hub.signIn('ivan')
    const { isRight, ...given } = { isRight: false, ...auth }
    const { isCookie, ...sent } = { isCookie: undefined, ...headers }
    const base = { protocol: protocolVersion, device: 'ivan-laptop', deviceName: 'Test', ...(isRight && { token }) }
    const cookie: Record<string, string> = isCookie === undefined ? {} : { cookie: `pult-session=${token}` }
    const device = hub.socket({ ...base, ...given }, { ...sent, ...cookie })
    expect(await device.closed).toMatchObject({ code, retryable: false })
    expect(device.socket.active).toBe(false)
  })

  it("comes in with the cookie from the hub's own page", async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const { token } = await hub.signIn('ivan')
    const auth = { protocol: protocolVersion, device: 'browser', deviceName: 'Test' }
    const device = hub.socket(auth, { origin: hub.url, cookie: `pult-session=${token}` })
    expect(await device.welcomed).toMatchObject({ hubVersion: 'test' })
  })

  it('takes the place of its former socket, which is told so', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const { token } = await hub.signIn('ivan')
    const auth = { protocol: protocolVersion, token, device: 'ivan-laptop', deviceName: 'Test' }
    const first = hub.socket(auth)
    await first.welcomed
    const second = hub.socket(auth)
    await second.welcomed
    expect(await first.closed).toMatchObject({ code: 'DEVICE_REPLACED', retryable: false })
    expect(await second.ask({ kind: 'sessions.list' })).toMatchObject([{ isCurrent: true, isLive: true }])
  })

  it('is one of five; the sixth ends the one connected longest', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const devices = []
    for (let count = 0; count < 6; count++) devices.push(await hub.device('ivan', `device-${count}`))
    expect(await devices[0]?.closed).toMatchObject({ code: 'DEVICE_REPLACED' })
    expect(devices.slice(1).every((device) => device.socket.connected)).toBe(true)
  })

  it('is asked to come back when the hub stops', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const device = await hub.device('ivan')
    await hub.stop()
    expect(await device.closed).toMatchObject({ code: 'RESTARTING', retryable: true, retryAfterMs: expect.any(Number) })
  })
})

describe('a session that ends', () => {
  it('closes its sockets: disabled, reset, signed out, ended by an administrator', async () => {
    const hub = await aRunningHub()
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    for (const [index, how] of (['disable', 'reset', 'signOut', 'end'] as const).entries()) {
      const login = `ivan${index}`
      const { id } = await hub.operator(login)
      const { token, sessionId } = await hub.signIn(login)
      const auth = { protocol: protocolVersion, token, device: `${login}-laptop`, deviceName: 'Test' }
      const device = hub.socket(auth)
      await device.welcomed
      if (how === 'disable') await olga.command({ kind: 'operator.disable', operatorId: id })
      if (how === 'reset') await olga.command({ kind: 'operator.reset', operatorId: id })
      if (how === 'signOut') await hub.post('/api/v1/sign-out', {}, { authorization: `Bearer ${token}` })
      if (how === 'end') await olga.command({ kind: 'session.end', sessionId })
      expect(await device.closed, how).toMatchObject({ code: 'SESSION_ENDED', retryable: false })
      const again = hub.socket(auth)
      expect(await again.closed, how).toMatchObject({ code: 'SESSION_ENDED' })
    }
  })
})
