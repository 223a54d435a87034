import { describe, expect, it } from 'vitest'
import { accepted, refusal, refused } from '#protocol/errors'
import { type ConversationId, SessionId } from '#protocol/ids'
import type { Account } from '#protocol/operator'
import { aWorkspace } from '#test/support/a-workspace'
import { FakeHub } from '#test/support/fake-hub'
import { MemoryCache } from './memory-cache'
import { memoryStores } from './memory-stores'

const anHour = 3_600_000

const signInAs = (account: Account) => ({
  signIn: async () => accepted({ token: 'secret', sessionId: SessionId.parse('s'), account, until: 1 }),
})

async function atWork() {
  const hub = new FakeHub()
  const me = hub.addOperator('me')
  const other = hub.addOperator('other')
  const one = hub.model.openConversation('one')
  hub.contactWrites(one, 'Здравствуйте')
  hub.assign(one, me.id)
  const desk = aWorkspace({ hub, account: me, http: signInAs(me) })
  await desk.workspace.start()
  await desk.time.advance(2000)
  desk.calls.length = 0
  desk.changes.length = 0
  const seen = (conversationId: ConversationId | null) =>
    desk.workspace.visible('main', { conversationId, isFocused: true, isAtEnd: true })
  const write = (id: ConversationId, text: string) =>
    desk.workspace.send({ conversationId: id, text, isNote: false, mentions: [], files: [], replyToSeq: null })
  return { ...desk, me, other, one, seen, write }
}

describe('reading', () => {
  it('is told to the hub when the end of a conversation is in front of somebody, once', async () => {
    const { hub, one, workspace, seen, time, me } = await atWork()
    await workspace.openConversation(one)
    workspace.visible('main', { conversationId: one, isFocused: false, isAtEnd: true })
    await time.advance(500)
    expect(hub.asked).not.toContain('conversation.read')
    seen(one)
    await time.advance(500)
    seen(one)
    await time.advance(500)
    expect(hub.asked.filter((kind) => kind === 'conversation.read')).toHaveLength(1)
    expect(hub.model.marks.get(`${me.id} ${one}`)).toMatchObject({ contactMessages: 1 })
  })

  it('follows what comes while it is in sight, and waits for the link', async () => {
    const { hub, one, workspace, seen, time, me, other } = await atWork()
    await workspace.openConversation(one)
    seen(one)
    await time.advance(100)
    hub.cut()
    hub.isAway = true
    hub.contactWrites(one, 'Вы где?')
    await time.advance(60_000)
    hub.isAway = false
    await time.advance(20_000)
    expect(hub.model.marks.get(`${me.id} ${one}`)).toMatchObject({ contactMessages: 2 })
    hub.operatorWrites(one, other.id, 'Тут')
    await time.advance(100)
    expect(hub.asked.filter((kind) => kind === 'conversation.read')).toHaveLength(2)
  })

  it('is nothing that came while one has scrolled up, until one is at the end again', async () => {
    const { hub, one, workspace, seen, time, me, calls } = await atWork()
    await workspace.openConversation(one)
    seen(one)
    await time.advance(500)
    workspace.visible('main', { conversationId: one, isFocused: true, isAtEnd: false })
    hub.contactWrites(one, 'Ещё вопрос')
    await time.advance(5_000)
    expect(hub.model.marks.get(`${me.id} ${one}`)).toMatchObject({ contactMessages: 1 })
    expect(calls.flatMap(({ notices }) => notices)).toEqual([])
    seen(one)
    await time.advance(500)
    expect(hub.model.marks.get(`${me.id} ${one}`)).toMatchObject({ contactMessages: 2 })
  })

  it('of other people is nobody else', async () => {
    const { hub, workspace, seen, time, other } = await atWork()
    const theirs = hub.model.openConversation('theirs')
    hub.contactWrites(theirs, 'Алло')
    hub.assign(theirs, other.id)
    await workspace.openConversation(theirs)
    seen(theirs)
    await time.advance(500)
    expect(hub.asked).not.toContain('conversation.read')
  })
})

describe('attention', () => {
  it('is called for once for a burst in a conversation', async () => {
    const { hub, one, calls, time } = await atWork()
    for (const text of ['Ау', 'Ау', 'Ау']) hub.contactWrites(one, text)
    await time.advance(2000)
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({ notices: [{ event: 'message', unread: 4 }], badge: 1 })
  })

  it('is summed up after an hour away, without a storm', async () => {
    const { hub, me, calls, time } = await atWork()
    hub.isAway = true
    hub.cut()
    for (let count = 0; count < 5; count++) {
      const id = hub.model.openConversation(`new-${count}`)
      for (let message = 0; message < 100; message++) hub.contactWrites(id, 'Вопрос')
      hub.assign(id, me.id)
    }
    await time.advance(anHour)
    expect(calls).toEqual([])
    hub.isAway = false
    await time.advance(20_000)
    expect(calls).toHaveLength(1)
    expect(calls[0]).toEqual({ notices: [{ kind: 'summary', conversations: 5, messages: 500 }], badge: 6 })
  })

  it('is not called for what another device has read meanwhile', async () => {
    const { hub, one, calls, time } = await atWork()
    hub.contactWrites(one, 'Ау')
    const mark = { conversationId: one, seq: hub.model.kept(one).row.seq, contactMessages: 2 }
    hub.push('notice', { kind: 'mark.changed', mark })
    await time.advance(2000)
    expect(calls).toEqual([{ notices: [], badge: 0 }])
  })

  it('is not called for at the first start on a device', async () => {
    const hub = new FakeHub()
    const me = hub.addOperator('me')
    const one = hub.model.openConversation('one')
    hub.contactWrites(one, 'Ау')
    hub.assign(one, me.id)
    const { workspace, calls, time } = aWorkspace({ hub, account: me })
    await workspace.start()
    await time.advance(5000)
    expect(calls.flatMap((call) => call.notices)).toEqual([])
    expect(calls.at(-1)?.badge).toBe(1)
  })
})

describe('without the hub', () => {
  it('everything held is readable and searchable, and replies wait', async () => {
    const { hub, one, workspace, write, time, me, stores } = await atWork()
    hub.isAway = true
    hub.cut()
    await time.advance(100)
    const next = aWorkspace({ hub, account: me, stores, time })
    await next.workspace.start()
    expect(next.workspace.state).toMatchObject({
      session: { kind: 'notConnected' },
      company: { account: { id: me.id } },
    })
    const list = await next.workspace.list({ section: 'mine', after: null, limit: 50 })
    expect(list.rows.map((row) => row.id)).toEqual([one])
    const opened = await next.workspace.openConversation(one)
    expect(opened).toMatchObject({ ok: true, value: { isLive: false, view: { hasOlder: false } } })
    const found = await next.workspace.search({ text: 'здравствуй', where: 'cache' })
    expect(found).toMatchObject({ ok: true, value: { messages: [{ row: { id: one } }] } })
    expect(await next.workspace.search({ text: 'здравствуй', where: 'hub' })).toMatchObject({ ok: false })
    expect(await write(one, 'Позже')).toMatchObject({ ok: true })
    expect(workspace.state.outbox).toMatchObject([{ state: { kind: 'queued' } }])
  })

  it('asks for nothing that tells of the moment later on', async () => {
    const { hub, workspace, time } = await atWork()
    hub.isAway = true
    hub.cut()
    await time.advance(100)
    expect(await workspace.command({ kind: 'presence.set', status: 'busy', by: 'operator' })).toMatchObject({
      ok: false,
      refusal: { code: 'NOT_CONNECTED' },
    })
    hub.isAway = false
    await time.advance(20_000)
    expect(hub.asked).not.toContain('presence.set')
  })
})

describe('what cannot be read', () => {
  it('is recorded, its conversation is fetched anew, and the rest goes on', async () => {
    const { hub, one, me, reports, time, stores, workspace } = await atWork()
    const two = hub.model.openConversation('two')
    hub.contactWrites(two, 'Второй')
    hub.assign(two, me.id)
    await time.advance(100)
    hub.drops.near = 1
    hub.contactWrites(one, 'Новое')
    const broken = { conversationId: one, seq: 3, position: 9, event: { kind: 'entry.sung' }, row: {} }
    hub.push('near', { items: [broken] })
    hub.contactWrites(two, 'Ещё')
    await time.advance(500)
    expect(reports).toEqual([{ kind: 'brokenPacket', packet: 'near', conversationId: one }])
    expect(await stores.cache.row(one)).toEqual(hub.model.kept(one).row)
    expect(await stores.cache.row(two)).toEqual(hub.model.kept(two).row)
    expect(workspace.state.session.kind).toBe('live')
  })

  it('shows as a difference when versions are compared, and is put right', async () => {
    const { hub, one, reports, time, stores } = await atWork()
    hub.drops.near = 9
    hub.drops.far = 9
    hub.contactWrites(one, 'Пропало')
    hub.flush()
    await time.advance(400_000)
    expect(reports).toEqual([{ kind: 'desync', count: 1 }])
    expect(await stores.cache.row(one)).toEqual(hub.model.kept(one).row)
  })

  it('does not go on under another account than the one it was kept for', async () => {
    const hub = new FakeHub()
    const me = hub.addOperator('me')
    const other = hub.addOperator('other')
    const credentials = { hubUrl: 'https://hub.example', accountId: me.id, auth: { kind: 'cookie' } } as const
    const { workspace, time } = aWorkspace({ hub, account: other, credentials })
    await workspace.start()
    await time.advance(500)
    expect(workspace.state.session).toMatchObject({ kind: 'signedOut', refusal: { code: 'SESSION_ENDED' } })
  })
})

describe('a cache that cannot be used', () => {
  class FullDisk extends MemoryCache {
    override async write(): Promise<never> {
      throw new Error('SQLITE_FULL: database or disk is full')
    }
  }

  it('is said to the windows, and work goes on: what waits leaves, what comes is shown', async () => {
    const hub = new FakeHub()
    const me = hub.addOperator('me')
    const stores = { ...memoryStores(), cache: new FullDisk() }
    const { workspace, time, changes, reports } = aWorkspace({ hub, account: me, stores })
    await workspace.start()
    expect(workspace.state.isWithoutCache).toBe(false)
    await time.advance(500)
    expect(workspace.state).toMatchObject({ session: { kind: 'live' }, isWithoutCache: true })
    expect(changes.filter((change) => change.kind === 'cache').at(-1)).toEqual({ kind: 'cache', isWithout: true })
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'cacheFailed' }))
    await workspace.close({ isLeaving: false })
  })
})

describe('signing in and out', () => {
  it('opens the work of the account, kept for the next start, and goes on duty when asked', async () => {
    const hub = new FakeHub()
    const me = hub.addOperator('me')
    const { workspace, time, keyring } = aWorkspace({ hub, account: me, credentials: null, http: signInAs(me) })
    await workspace.start()
    expect(workspace.state.session).toEqual({ kind: 'signedOut', hubUrl: null, refusal: null })
    const input = { hubUrl: 'hub.example', login: 'me', password: 'слово', goOnDuty: true }
    expect(await workspace.signIn(input)).toEqual(accepted(null))
    await time.advance(500)
    expect(workspace.state.session.kind).toBe('live')
    expect(keyring()).toEqual({
      hubUrl: 'https://hub.example',
      accountId: me.id,
      auth: { kind: 'token', token: 'secret' },
    })
    expect(hub.asked).toContain('presence.set')
  })

  it('says which part of the form is wrong, and passes on what the hub refuses', async () => {
    const hub = new FakeHub()
    const me = hub.addOperator('me')
    const http = { signIn: async () => refused('WRONG_CREDENTIALS', 'no') }
    const { workspace } = aWorkspace({ hub, account: me, credentials: null, http })
    await workspace.start()
    const input = { hubUrl: 'не адрес', login: 'me', password: 'слово', goOnDuty: true }
    expect(await workspace.signIn(input)).toMatchObject({ refusal: { code: 'INVALID', field: 'hubUrl' } })
    expect(await workspace.signIn({ ...input, hubUrl: 'hub' })).toMatchObject({
      refusal: { code: 'WRONG_CREDENTIALS' },
    })
    expect(await workspace.signInByLink({ link: 'код', password: null, goOnDuty: true })).toMatchObject({
      refusal: { field: 'link' },
    })
  })

  it('asks before throwing unsent replies away, and leaves nothing behind', async () => {
    const { hub, one, workspace, write, time, keyring } = await atWork()
    hub.isAway = true
    hub.cut()
    await time.advance(100)
    await write(one, 'Не ушло')
    expect(await workspace.signOut({ discardsOutbox: false })).toMatchObject({
      refusal: { code: 'CONFLICT', facts: { waiting: 1 } },
    })
    expect(await workspace.signOut({ discardsOutbox: true })).toEqual(accepted(null))
    expect(workspace.state).toMatchObject({ session: { kind: 'signedOut', refusal: null }, company: null, outbox: [] })
    expect(keyring()).toMatchObject({ accountId: null, auth: { kind: 'none' } })
  })

  it('gives the same person back what he had written when his session had ended', async () => {
    const { hub, one, me, workspace, write, time } = await atWork()
    hub.handshakeRefusal = refusal('SESSION_ENDED', 'ended')
    hub.cut()
    await write(one, 'Не ушло')
    await time.advance(20_000)
    expect(workspace.state).toMatchObject({
      session: { kind: 'signedOut' },
      outbox: [{ command: { text: 'Не ушло' } }],
    })
    hub.handshakeRefusal = null
    const input = { hubUrl: 'hub.example', login: 'me', password: 'слово', goOnDuty: false }
    expect(await workspace.signIn(input)).toEqual(accepted(null))
    await time.advance(5000)
    expect(workspace.state).toMatchObject({ session: { kind: 'live' }, outbox: [] })
    expect(hub.model.entries(one).filter((entry) => 'text' in entry && entry.text === 'Не ушло')).toHaveLength(1)
    expect(workspace.state.company?.account.id).toBe(me.id)
  })
})
