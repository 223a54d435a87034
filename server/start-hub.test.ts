import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { protocolVersion } from '#protocol/version'
import { ConfigProblems } from '#server/config'
import { aRunningHub, TestRunningHub } from '#test/support/a-running-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'

async function problemsOf(hub: TestRunningHub): Promise<readonly string[]> {
  try {
    await hub.start()
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems
    throw error
  } finally {
    await hub.close()
  }
  return []
}

describe('a hub that cannot be started as configured says why', () => {
  it('when another hub has the store', async () => {
    const first = await aRunningHub()
    const second = new TestRunningHub({ config: { dataDir: first.folder } })
    expect(await problemsOf(second)).toEqual([
      expect.stringMatching(/^PULT_DATA_DIR is in use by process \d+ on .+: one hub to a store$/),
    ])
    await first.stop()
    expect(await problemsOf(second)).toEqual([])
  })

  it('when the port is taken', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port))
    })
    const hub = new TestRunningHub({ config: { port } })
    expect(await problemsOf(hub)).toEqual([`port ${port} is taken: PULT_PORT names another one`])
    await new Promise((resolve) => server.close(resolve))
    expect(await problemsOf(hub)).toEqual([])
  })

  it('when the folder cannot be written to', async () => {
    const file = join(aTemporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(await problemsOf(new TestRunningHub({ config: { dataDir: join(file, 'data') } }))).toEqual([
      'PULT_DATA_DIR must be a folder that can be written to',
    ])
  })

  it('when the key is another one, and touches nothing', async () => {
    const first = await aRunningHub()
    await first.stop()
    const store = join(first.folder, 'pult.sqlite')
    const before = readFileSync(store)
    const other = new TestRunningHub({ config: { dataDir: first.folder, secretKey: Buffer.alloc(32, 8) } })
    expect(await problemsOf(other)).toEqual(['PULT_SECRET_KEY is not the key this store was sealed with'])
    expect(readFileSync(store).equals(before)).toBe(true)
  })

  it('when a newer hub has written the store', async () => {
    const first = await aRunningHub()
    await first.stop()
    const database = new Database(join(first.folder, 'pult.sqlite'))
    database.pragma('user_version = 9999')
    database.close()
    expect(await problemsOf(new TestRunningHub({ config: { dataDir: first.folder } }))).toEqual([
      'the store in PULT_DATA_DIR was written by a newer version of the hub',
    ])
  })
})

describe('a hub with several things wrong', () => {
  it('tells them all at once, by name, and leaves the store and its folder as they were', async () => {
    const first = await aRunningHub()
    await first.stop()
    const store = join(first.folder, 'pult.sqlite')
    const before = readFileSync(store)
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port))
    })
    onTestFinished(() => void server.close())
    const config = { dataDir: first.folder, port, secretKey: Buffer.alloc(32, 8) }
    expect(await problemsOf(new TestRunningHub({ config }))).toEqual([
      `port ${port} is taken: PULT_PORT names another one`,
      'PULT_SECRET_KEY is not the key this store was sealed with',
    ])
    expect(readFileSync(store).equals(before)).toBe(true)
    const another = await aRunningHub()
    expect(await problemsOf(new TestRunningHub({ config: { ...config, dataDir: another.folder } }))).toEqual([
      `port ${port} is taken: PULT_PORT names another one`,
      expect.stringMatching(/^PULT_DATA_DIR is in use by process/),
      'PULT_SECRET_KEY is not the key this store was sealed with',
    ])
  })

  it('makes no company in a new folder while it cannot be reached', async () => {
    const folder = aTemporaryFolder()
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port))
    })
    onTestFinished(() => void server.close())
    const hub = new TestRunningHub({ config: { dataDir: folder, port, isDemo: true, secretKey: null } })
    expect(await problemsOf(hub)).toHaveLength(1)
    expect(existsSync(join(folder, 'pult.sqlite'))).toBe(false)
  })
})

describe('the demo company', () => {
  const demo = { isDemo: true, secretKey: null }

  it('is made once, with passwords and links that work', async () => {
    const hub = await aRunningHub({ config: demo })
    const { created, signIn, demoPageUrl } = hub.running
    expect(created).toBe(true)
    expect(demoPageUrl).toBe(`${hub.url}/demo`)
    expect(signIn.map(({ login }) => login)).toEqual(['olga', 'ivan', 'regina', 'timur'])
    expect(statSync(join(hub.folder, 'secret.key')).mode & 0o777).toBe(0o600)
    const device = { device: 'laptop', deviceName: 'Test', remember: 'token' }
    for (const { login, password, link } of signIn) {
      const byPassword = await hub.post('/api/v1/sign-in', { login, password, ...device })
      expect(byPassword.status).toBe(200)
      const byLink = () => hub.post('/api/v1/sign-in-link', { link, password: null, ...device, device: 'other' })
      expect((await byLink()).status).toBe(200)
      expect((await byLink()).status).toBe(410)
    }
    await hub.stop()
    await hub.start()
    expect(hub.running.created).toBe(false)
    expect(hub.running.signIn.map(({ password }) => password)).toEqual([null, null, null, null])
  })

  it('has conversations in every section, and gives out what waits as soon as somebody is on duty', async () => {
    const hub = await aRunningHub({ config: demo })
    const ivan = hub.running.signIn.find(({ login }) => login === 'ivan')
    const body = { login: 'ivan', password: ivan?.password, device: 'laptop', deviceName: 'Test', remember: 'token' }
    const { token } = await (await hub.post('/api/v1/sign-in', body)).json()
    const device = hub.socket({ protocol: protocolVersion, token, device: 'laptop', deviceName: 'Test' })
    await device.welcomed
    const before = await device.ask({ kind: 'feed.snapshot' })
    expect(before.counts).toMatchObject({ unassigned: 2, assigned: 3, closed: 3 })
    expect(before.channels).toMatchObject([{ messenger: 'web', isConnected: true }])
    expect(before.settings.companyName).toBe('Север Дом')
    const mine = before.rows.filter(({ lastMessage }) => {
      const author = lastMessage?.author
      return author?.kind === 'operator' && author.operatorId === before.account.id
    })
    const markOf = (row: (typeof mine)[number]) => before.marks.find((mark) => mark.conversationId === row.id)
    const read = mine.map((row) => row.contactMessages - (markOf(row)?.contactMessages ?? 0))
    expect(read, 'who has answered has read').toEqual([0, 0, 0])
    await device.command({ kind: 'presence.set', status: 'online', by: 'operator' })
    await device.until(() => device.notices.filter((one) => one.kind === 'conversation.near').length === 2)
    const after = await device.ask({ kind: 'feed.snapshot' })
    expect(after.counts).toMatchObject({ unassigned: 0, assigned: 5 })
    expect(after.views.find((view) => view.row.contactName === 'Светлана Юрьева')?.entries.at(-1)).toMatchObject({
      event: { kind: 'assigned', cause: 'queue' },
    })
  })
})

describe('the version the hub tells', () => {
  it('is that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(readFileSync('server/main.ts', 'utf8')).toContain(`hubVersion = '${version}'`)
  })
})

describe('a restart', () => {
  it('keeps sessions, conversations and the epoch; a device resumes where it was', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    await hub.channel()
    const { token } = await hub.signIn('ivan')
    const auth = { protocol: protocolVersion, token, device: 'ivan-laptop', deviceName: 'Test' }
    const first = hub.socket(auth)
    const { epoch, position } = await first.welcomed
    await hub.writes('anna')
    await hub.stop()
    await hub.start()
    const second = hub.socket(auth)
    expect(await second.welcomed).toMatchObject({ epoch })
    const resumed = await second.ask({ kind: 'feed.resume', epoch, cursor: position, open: [] })
    expect(resumed).toMatchObject({ kind: 'events', far: { rows: [{ contactName: 'anna' }] } })
    expect(await second.ask({ kind: 'feed.resume', epoch: 'other', cursor: 0, open: [] })).toEqual({
      kind: 'snapshotRequired',
      reason: 'epoch',
    })
  })

  it.each(['a colleague', 'the contact'])(
    'of a device: what was his and %s has reopened since is gone',
    async (who) => {
      const hub = await aRunningHub()
      const wanda = await hub.operator('wanda', 'restricted')
      await hub.operator('regina')
      await hub.channel()
      const [device, colleague] = [await hub.device('wanda'), await hub.device('regina')]
      await colleague.command({ kind: 'presence.set', status: 'offline', by: 'operator' })
      await hub.writes('anna')
      const { rows } = await colleague.ask({ kind: 'conversations.list', section: 'unassigned', after: null, limit: 1 })
      const { id: conversationId, assignVersion } = rows[0] ?? expect.fail('nobody wrote')
      const to = { kind: 'operator', operatorId: wanda.id } as const
      await colleague.command({ kind: 'conversation.transfer', conversationId, assignVersion, to, isConfirmed: true })
      await device.command({ kind: 'conversation.close', conversationId })
      const { epoch, position, rows: known } = await device.ask({ kind: 'feed.snapshot' })
      expect(known.map(({ id }) => id)).toEqual([conversationId])
      if (who === 'the contact') await hub.writes('anna', 'again')
      else await colleague.command({ kind: 'conversation.reopen', conversationId })
      const resumed = await device.ask({ kind: 'feed.resume', epoch, cursor: position, open: [] })
      expect(resumed).toMatchObject({ far: { rows: [], gone: [conversationId] } })
    },
  )

  it('of rights: who sees less than before starts anew', async () => {
    const hub = await aRunningHub()
    await hub.operator('olga', 'administrator')
    const petr = await hub.operator('petr')
    const olga = await hub.device('olga')
    const device = await hub.device('petr')
    const { epoch } = await device.welcomed
    const { name, login, canSupervise, mayExceedLimit, takesPart, limit } = petr
    const form = { name, login, canSupervise, mayExceedLimit, takesPart, limit, role: 'restricted' } as const
    await olga.command({ kind: 'operator.edit', operatorId: petr.id, version: 1, form })
    expect(await device.closed).toMatchObject({ code: 'RESYNC', retryable: true })
    const again = await hub.device('petr')
    expect((await again.welcomed).epoch).not.toBe(epoch)
    expect(await again.ask({ kind: 'feed.resume', epoch, cursor: 0, open: [] })).toEqual({
      kind: 'snapshotRequired',
      reason: 'rights',
    })
  })
})
