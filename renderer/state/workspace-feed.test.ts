import { describe, expect, it } from 'vitest'
import { aConversation } from '#test/support/demo-conversations'
import { conversationId, demoNow } from '#test/support/demo-people'
import { FakeBridge, lostSession } from '#test/support/fake-bridge'
import { FakePlatform } from '#test/support/fake-platform'
import { WorkspaceFeed } from './workspace-feed'

async function aFeed(bridge = new FakeBridge()) {
  const platform = new FakePlatform(demoNow)
  const feed = new WorkspaceFeed(bridge, platform)
  await feed.start()
  await feed.show('mine')
  return { bridge, platform, feed }
}

const marina = conversationId('marina')

describe('the feed of a window', () => {
  it('makes one update of everything that came before a picture', async () => {
    const { bridge, platform, feed } = await aFeed()
    let updates = 0
    feed.store.subscribe(() => {
      updates += 1
    })
    for (let at = 0; at < 50; at += 1) bridge.pushRow(aConversation(`new-${at}`, { waits: 1 }))
    expect(updates).toBe(0)
    platform.draw()
    expect([updates, feed.store.getState().rows.has(conversationId('new-49'))]).toEqual([1, true])
  })

  it('ignores a row older than the one it holds', async () => {
    const { bridge, platform, feed } = await aFeed()
    const held = feed.store.getState().rows.get(marina)
    bridge.push({ kind: 'rows', rows: [aConversation('marina', { version: 0, contactName: 'Старое имя' })] })
    platform.draw()
    expect(feed.store.getState().rows.get(marina)).toBe(held)
  })

  it('reads the section on the screen again when everything may be out of date', async () => {
    const { bridge, platform } = await aFeed()
    bridge.push({ kind: 'reloaded' })
    platform.draw()
    await Promise.resolve()
    expect(bridge.inputs('list')).toHaveLength(2)
  })

  it('keeps the rows of a section whose page could not be read, and reads it on demand', async () => {
    const { bridge, feed } = await aFeed()
    bridge.refuse('list', { code: 'INTERNAL', message: 'x', retryable: false })
    await feed.show('closed')
    expect(feed.store.getState().lists.closed.status).toBe('failed')
    bridge.refuse('list', null)
    await feed.loadMore('closed')
    expect(feed.store.getState().lists.closed).toEqual({ status: 'ready', end: null })
  })

  it('ends the typing of a contact with his message', async () => {
    const { bridge, platform, feed } = await aFeed()
    const typing = { kind: 'typing', conversationId: marina, who: 'contact', until: demoNow + 5000 } as const
    bridge.push({ kind: 'notice', notice: typing })
    platform.draw()
    expect(feed.store.getState().typing.get(marina)).toHaveLength(1)
    const row = bridge.rows.get(marina)
    if (row?.lastMessage) bridge.pushRow({ ...row, lastMessage: { ...row.lastMessage, seq: row.lastMessage.seq + 1 } })
    platform.draw()
    expect(feed.store.getState().typing.has(marina)).toBe(false)
  })

  it('ends the typing of a contact with the closing of the conversation', async () => {
    const { bridge, platform, feed } = await aFeed()
    await feed.show('mine')
    const typing = { kind: 'typing', conversationId: marina, who: 'contact', until: demoNow + 5000 } as const
    bridge.push({ kind: 'notice', notice: typing })
    const row = bridge.rows.get(marina)
    if (row !== undefined) bridge.pushRow({ ...row, isOpen: false, closedAt: demoNow })
    platform.draw()
    expect(feed.store.getState().typing.has(marina)).toBe(false)
  })

  it('knows of nobody who types once the link is lost', async () => {
    const { bridge, platform, feed } = await aFeed()
    const typing = { kind: 'typing', conversationId: marina, who: 'contact', until: demoNow + 5000 } as const
    bridge.push({ kind: 'notice', notice: typing })
    bridge.pushSession(lostSession)
    platform.draw()
    expect(feed.store.getState().typing.size).toBe(0)
  })

  it('keeps what a copy of the company says again as it was, so that it is not drawn again', async () => {
    const { bridge, platform, feed } = await aFeed()
    const before = feed.store.getState().company
    const counts = { ...bridge.company.counts, mine: 99 }
    bridge.push({ kind: 'company', company: structuredClone({ ...bridge.company, counts }) })
    platform.draw()
    const after = feed.store.getState().company
    expect(after?.counts.mine).toBe(99)
    expect([after?.operators === before?.operators, after?.account === before?.account]).toEqual([true, true])
  })

  it('keeps the offset of the hub clock while the link is lost', async () => {
    const { bridge, platform, feed } = await aFeed()
    bridge.pushSession({ kind: 'live', hubUrl: 'https://hub.example', hubOffsetMs: 4000 })
    bridge.pushSession(lostSession)
    platform.draw()
    expect(feed.store.getState()).toMatchObject({ session: { kind: 'notConnected' }, hubOffsetMs: 4000 })
  })

  it('tells listeners after the store, so that both agree', async () => {
    const { bridge, platform, feed } = await aFeed()
    const seen: (string | undefined)[] = []
    feed.listen(() => seen.push(feed.store.getState().rows.get(marina)?.contactName))
    const row = bridge.rows.get(marina)
    if (row !== undefined) bridge.pushRow({ ...row, contactName: 'Марина К.' })
    platform.draw()
    expect(seen).toEqual(['Марина К.'])
  })
})
