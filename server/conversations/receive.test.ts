import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { receive } from './receive'

describe("a contact's message", () => {
  it('opens a conversation with an inquiry, for him who is chosen, with the reason in the stream', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    const row = await hub.writes('anna', 'hello', { source: 'https://shop.example/lamp' })
    expect(row).toMatchObject({
      contactName: 'anna',
      isOpen: true,
      inquiry: 1,
      openedBy: 'contact',
      assignee: { kind: 'operator', id: 'ivan' },
      unansweredSince: hub.time.now(),
      isAnswered: false,
      contactMessages: 1,
      contactMessagesBefore: 0,
      lastMessage: { preview: 'hello', author: { kind: 'contact', name: null } },
      seq: 3,
      version: 1,
    })
    expect(await hub.stream('anna')).toEqual(['opened', 'contact: hello', 'assigned distributed - -> ivan'])
    await hub.mirror.check()
  })

  it('joins the open conversation and keeps the moment since which he waits', async () => {
    const hub = await aHub()
    const first = await hub.writes('anna')
    await hub.time.advance(5_000)
    const second = await hub.writes('anna', 'are you there?')
    expect(second).toMatchObject({ id: first.id, contactMessages: 2, unansweredSince: first.unansweredSince })
    expect(second.lastActivityAt).toBe(hub.time.now())
    await hub.mirror.check()
  })

  it('is stored once however often it comes, under the same event key or another', async () => {
    const hub = await aHub()
    const message = hub.message('anna', 'once')
    expect(await hub.event(message)).toBe('done')
    expect(await hub.event(message)).toBe('repeated')
    expect(await hub.event({ ...message, eventKey: 'another' })).toBe('done')
    expect((await hub.stream('anna')).filter((line) => line === 'contact: once')).toHaveLength(1)
    await hub.mirror.check()
  })

  it('makes one conversation of two first messages in the same tick', async () => {
    const hub = await aHub()
    await Promise.all([hub.event(hub.message('anna', 'one')), hub.event(hub.message('anna', 'two'))])
    expect(await hub.stream('anna')).toEqual(['opened', 'contact: one', 'waiting nobodyEligible', 'contact: two'])
    expect(hub.mirror.rows()).toHaveLength(1)
    await hub.mirror.check()
  })

  it('that cannot be processed is kept raw, holds up its chat and nobody else, and is processed later in order', async () => {
    const hub = await aHub()
    let isBroken = true
    const take = (chat: string, text: string) => {
      const event = hub.message(chat, text)
      const raw = { eventKey: event.eventKey, externalChat: chat, body: text }
      return receive(hub.open.hub, hub.channelId, raw, () => {
        if (isBroken && text === 'bad') throw new TypeError('not understood')
        return [event]
      })
    }
    const results = await Promise.all([
      take('anna', 'good'),
      take('anna', 'bad'),
      take('anna', 'after'),
      take('bob', 'hi'),
    ])
    expect(results).toEqual(['done', 'failed', 'held', 'done'])
    expect(await hub.stream('anna')).toEqual(['opened', 'contact: good', 'waiting nobodyEligible'])
    isBroken = false
    const { retryHeld } = await import('./receive')
    const again = (raw: { body: string; eventKey: string }) => [
      hub.message('anna', raw.body, { eventKey: raw.eventKey }),
    ]
    expect(await retryHeld(hub.open.hub, hub.channelId, 'anna', again)).toBe(2)
    expect((await hub.stream('anna')).slice(-2)).toEqual(['contact: bad', 'contact: after'])
    expect(await take('anna', 'next')).toBe('done')
    await hub.mirror.check()
  })
})
