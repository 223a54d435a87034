import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aPassword, aRunningHub } from '#test/support/a-running-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'

const device = { device: 'laptop', deviceName: 'Test' }

describe('signing in over HTTP', () => {
  it('gives a token once, or a cookie that no script can read', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const body = { login: ' IVAN ', password: aPassword, ...device }
    const byToken = await hub.post('/api/v1/sign-in', { ...body, remember: 'token' })
    expect(byToken.headers.get('set-cookie')).toBeNull()
    expect(byToken.headers.get('cache-control')).toBe('no-store')
    expect(await byToken.json()).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      sessionId: expect.any(String),
      account: expect.objectContaining({ login: 'ivan', role: 'employee' }),
      until: expect.any(Number),
    })
    const byCookie = await hub.post('/api/v1/sign-in', { ...body, remember: 'cookie' }, { origin: hub.url })
    expect(byCookie.headers.get('set-cookie')).toMatch(
      /^pult-session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(await byCookie.json()).toMatchObject({ token: null })
  })

  it.each([
    ['a wrong password', { password: 'wrong' }, {}, 401, { code: 'WRONG_CREDENTIALS' }],
    ['an unknown field', { admin: true }, {}, 400, { code: 'BAD_REQUEST', field: 'admin' }],
    ['a missing device', { device: undefined }, {}, 400, { code: 'BAD_REQUEST', field: 'device' }],
    [
      'a cookie for a foreign page',
      { remember: 'cookie' },
      { origin: 'https://evil.example' },
      403,
      { code: 'ORIGIN' },
    ],
    ['a cookie without a page', { remember: 'cookie' }, {}, 403, { code: 'ORIGIN' }],
    ['a token for a foreign page', {}, { origin: 'https://evil.example' }, 403, { code: 'ORIGIN' }],
  ])('with %s is refused', async (_name, more, headers, status, refusal) => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const body = { login: 'ivan', password: aPassword, remember: 'token', ...device, ...more }
    const response = await hub.post('/api/v1/sign-in', body, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ ...refusal, retryable: false, requestId: expect.any(String) })
  })

  it.each([
    ['broken JSON', '{"login":', 'application/json', 400, 'BAD_REQUEST'],
    ['prototype keys', '{"__proto__":{"x":1}}', 'application/json', 400, 'BAD_REQUEST'],
    ['a body over the limit', `"${'x'.repeat(70_000)}"`, 'application/json', 413, 'FILE_TOO_BIG'],
    ['another type', 'login=ivan', 'application/x-www-form-urlencoded', 400, 'BAD_REQUEST'],
  ])('%s is told as a refusal, without a stack', async (_name, body, type, status, code) => {
    const hub = await aRunningHub()
    const response = await fetch(`${hub.url}/api/v1/sign-in`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ code, requestId: expect.any(String) })
    expect(text).not.toMatch(/stack|node_modules|\.ts/)
  })

  it('makes the first administrator by the code of the console, once', async () => {
    const hub = await aRunningHub()
    const link = hub.running.firstAdministratorLink ?? ''
    expect(link).toMatch(new RegExp(`^${hub.url}/#/join/[\\w-]{43}$`))
    const asked = await hub.post('/api/v1/link', { link })
    expect(await asked.json()).toMatchObject({ kind: 'firstAdministrator', needsPassword: true, login: null })
    const body = { link, login: 'olga', name: 'Ольга', password: aPassword, remember: 'token', ...device }
    const weak = await hub.post('/api/v1/first-administrator', { ...body, password: 'olgaolgaolga' })
    expect(await weak.json()).toMatchObject({ code: 'INVALID', fields: [{ field: 'password', problem: 'common' }] })
    const made = await hub.post('/api/v1/first-administrator', body)
    expect(await made.json()).toMatchObject({ account: { login: 'olga', role: 'administrator' } })
    const again = await hub.post('/api/v1/first-administrator', { ...body, login: 'mallory' })
    expect([again.status, await again.json()]).toMatchObject([410, { code: 'LINK_EXPIRED' }])
    const olga = await hub.device('olga')
    expect(await olga.ask({ kind: 'accounts.details' })).toMatchObject([{ login: 'olga', hasPassword: true }])
  })

  it('slows down who guesses codes', async () => {
    const hub = await aRunningHub()
    const guess = () => hub.post('/api/v1/link', { link: 'guess' })
    for (let count = 0; count < 20; count++) expect((await guess()).status).toBe(410)
    const slowed = await guess()
    expect(slowed.status).toBe(429)
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('signs out whatever is said, and empties the cookie', async () => {
    const hub = await aRunningHub()
    const response = await hub.post('/api/v1/sign-out', {}, { authorization: 'Bearer invented' })
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toMatch(/^pult-session=; Max-Age=0/)
  })
})

describe('the hub over HTTP', () => {
  it('says that it lives and is ready', async () => {
    const hub = await aRunningHub()
    expect(await (await fetch(`${hub.url}/health/live`)).json()).toEqual({ status: 'live' })
    expect(await (await fetch(`${hub.url}/health/ready`)).json()).toEqual({ status: 'ready' })
  })

  it('serves the workspace under a strict policy, and the widget to everybody', async () => {
    const folder = aTemporaryFolder()
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'web.html'), '<!doctype html>')
    writeFileSync(join(folder, 'assets', 'web-1234.js'), 'run()')
    writeFileSync(join(folder, 'icon.svg'), '<svg/>')
    writeFileSync(join(folder, 'widget.js'), 'chat()')
    const folders = {
      workspace: folder,
      widgetFile: join(folder, 'widget.js'),
      demo: { page: '/nowhere', fonts: '/nowhere' },
    }
    const hub = await aRunningHub({ folders })
    const page = await fetch(`${hub.url}/`)
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    )
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
    const script = await fetch(`${hub.url}/assets/web-1234.js`)
    expect(script.headers.get('cache-control')).toContain('immutable')
    for (const path of ['/icon.svg', '/favicon.ico'])
      expect((await fetch(`${hub.url}${path}`)).headers.get('content-type'), path).toBe('image/svg+xml')
    const widget = await fetch(`${hub.url}/widget.js`)
    expect([widget.headers.get('access-control-allow-origin'), await widget.text()]).toEqual(['*', 'chat()'])
    for (const path of ['/assets/..%2fweb.html', '/assets/%2e%2e%2fwidget.js', '/nothing', '/demo'])
      expect([400, 404], path).toContain((await fetch(`${hub.url}${path}`)).status)
  })

  it('serves the shop of the demo with its channel in it, and the typeface from where the workspace has it', async () => {
    const page = aTemporaryFolder()
    const fonts = aTemporaryFolder()
    writeFileSync(join(page, 'index.html'), '<script data-channel="{{channel}}"></script>')
    writeFileSync(join(page, 'shop.css'), 'body {}')
    writeFileSync(join(fonts, 'golos.woff2'), 'wOF2')
    const folders = { workspace: '/nowhere', widgetFile: '/nowhere', demo: { page, fonts } }
    const hub = await aRunningHub({ folders, config: { isDemo: true, secretKey: null } })
    expect(await (await fetch(`${hub.url}/demo`)).text()).toMatch(/data-channel="[^{"]+"/)
    for (const file of ['shop.css', 'golos.woff2'])
      expect((await fetch(`${hub.url}/demo/${file}`)).status, file).toBe(200)
  })

  it('writes no secret and no text into its log', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    await hub.channel()
    const ivan = await hub.device('ivan')
    await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
    await hub.writes('canary-contact', 'canary-text')
    const { row } = await ivan.until(() => ivan.notices.find((one) => one.kind === 'conversation.near')?.view)
    await ivan.command({ kind: 'note.add', conversationId: row.id, text: 'canary-note', mentions: [] })
    await hub.post('/api/v1/sign-in', {
      login: 'canary-login',
      password: 'canary-password',
      remember: 'token',
      ...device,
    })
    await hub.post('/api/v1/sign-in', '{canary')
    const { token } = await hub.signIn('ivan', 'another')
    await hub.stop()
    expect(hub.lines.length).toBeGreaterThan(1)
    expect(hub.lines.join('')).not.toMatch(new RegExp(`canary|${token}|${aPassword}`))
  })
})
