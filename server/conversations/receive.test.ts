import { describe, expect, it } from 'vitest'
import { mostEarlierTexts } from '#protocol/message'
import { aHub, type TestHub } from '#test/support/a-hub'
import { inboundAttempts, receive, retryHeld } from './receive'

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
    const again = (raw: { body: string; eventKey: string }) => [
      hub.message('anna', raw.body, { eventKey: raw.eventKey }),
    ]
    expect(await retryHeld(hub.open.hub, hub.channelId, 'anna', again)).toBe(2)
    expect((await hub.stream('anna')).slice(-2)).toEqual(['contact: bad', 'contact: after'])
    expect(await take('anna', 'next')).toBe('done')
    await hub.mirror.check()
  })

  it('that fails every time becomes a dead letter and lets the later ones through', async () => {
    const hub = await aHub()
    const take = (text: string) =>
      receive(hub.open.hub, hub.channelId, { eventKey: text, externalChat: 'anna', body: text }, interpret)
    const interpret = (raw: { body: string; eventKey: string }) => {
      if (raw.body === 'bad') throw new TypeError('not understood')
      return [hub.message('anna', raw.body, { eventKey: raw.eventKey })]
    }
    await take('bad')
    await take('good')
    let processed = 0
    for (let attempt = 1; attempt < inboundAttempts; attempt++)
      processed += await retryHeld(hub.open.hub, hub.channelId, 'anna', interpret)
    expect(processed).toBe(1)
    expect(await hub.stream('anna')).toContain('contact: good')
    const dead = await hub.open.reader.all(`select body, attempts, reason from inbound_event where state = 'dead'`)
    expect(dead).toEqual([{ body: 'bad', attempts: inboundAttempts, reason: 'TypeError' }])
    await hub.mirror.check()
  })

  it('answers a message by the provider id of that message', async () => {
    const hub = await aHub()
    await hub.event(hub.message('anna', 'one', { externalMessageId: 'first' }))
    await hub.writes('anna', 'two', { replyToExternalId: 'first' })
    await hub.writes('anna', 'three', { replyToExternalId: 'of somebody else' })
    const replies = (await hub.entries('anna')).flatMap((entry) => (entry.kind === 'message' ? [entry.replyToSeq] : []))
    expect(replies).toEqual([null, 2, null])
  })

  it('names its author in a group, where the contact is the group', async () => {
    const hub = await aHub()
    const from = (name: string) => ({ externalId: name, name, username: null, link: null })
    await hub.event({ ...hub.message('group 7', 'hi', { isGroup: true }), sender: from('Anna') })
    await hub.event({ ...hub.message('group 7', 'hi too', { isGroup: true }), sender: from('Bob') })
    const authors = (await hub.entries('group 7')).flatMap((entry) => (entry.kind === 'message' ? [entry.author] : []))
    expect(authors).toEqual([
      { kind: 'contact', name: 'Anna' },
      { kind: 'contact', name: 'Bob' },
    ])
    expect(hub.mirror.rows()).toHaveLength(1)
  })
})

describe('what a contact does besides writing', () => {
  const sender = { externalId: 'anna', name: 'anna', username: null, link: null }

  const named = (chat: string, id: string) => ({ externalChat: chat, externalMessageId: id })
  const first = named('anna', 'first')
  const messages = async (hub: TestHub) =>
    (await hub.entries('anna')).flatMap((entry) => (entry.kind === 'message' ? [entry] : []))

  it('an edited message keeps what it said before, the last texts of many', async () => {
    const hub = await aHub()
    const at = hub.time.now()
    await hub.event(hub.message('anna', 'one', { externalMessageId: 'first' }))
    for (let round = 1; round <= mostEarlierTexts + 2; round++)
      await hub.event({
        kind: 'edited',
        eventKey: hub.nextKey(),
        ...first,
        text: `text ${round}`,
        editedAt: at + round,
      })
    const [message] = await messages(hub)
    expect(message?.earlier).toHaveLength(mostEarlierTexts)
    expect(message?.earlier.at(-1)).toEqual({ at: at + mostEarlierTexts + 1, text: `text ${mostEarlierTexts + 1}` })
    expect(message).toMatchObject({ text: `text ${mostEarlierTexts + 2}`, editedAt: at + mostEarlierTexts + 2 })
    await hub.mirror.check()
  })

  it('a message he has taken back stays readable, marked once; one we never had is none of ours', async () => {
    const hub = await aHub()
    await hub.event(hub.message('anna', 'my card number', { externalMessageId: 'first' }))
    const before = await hub.row('anna')
    const take = (id: string) => hub.event({ kind: 'deleted', eventKey: hub.nextKey(), ...named('anna', id) })
    await take('first')
    const { at } = (await messages(hub))[0]?.deleted ?? { at: 0 }
    await hub.time.advance(1_000)
    await take('first')
    await take('unknown')
    expect(await messages(hub)).toMatchObject([{ text: 'my card number', deleted: { at, by: null } }])
    expect(await hub.row('anna')).toMatchObject({ unansweredSince: before.unansweredSince, contactMessages: 1 })
    await hub.mirror.check()
  })

  it('a message taken away in public by somebody else is found by its number, and is there again when it is restored', async () => {
    const hub = await aHub()
    const inPublic = (id: string, chat: string) => hub.message(chat, 'is there a blue one?', { externalMessageId: id })
    await hub.event(inPublic('601', 'product-5_912:7001'))
    await hub.event(inPublic('601', 'wall-5_77:7001'))
    const told = (kind: 'deleted' | 'restored', id = '601') =>
      hub.event({
        ...{ kind, eventKey: hub.nextKey(), externalChat: 'product-5_912:42', externalMessageId: id },
        amongChats: 'product-5_',
      })
    const deleted = async (chat: string) =>
      (await hub.entries(chat)).flatMap((entry) => (entry.kind === 'message' ? [entry.deleted !== null] : []))
    await told('deleted')
    await told('deleted', '602')
    expect([await deleted('product-5_912:7001'), await deleted('wall-5_77:7001')]).toEqual([[true], [false]])
    await told('restored')
    await told('restored')
    expect(await deleted('product-5_912:7001')).toEqual([false])
    await hub.mirror.check()
  })

  it('a sign of his stands at the message it is meant for, is replaced by another and taken back', async () => {
    const hub = await aHub()
    await hub.event(hub.message('anna', 'hello', { externalMessageId: 'first' }))
    const signs: (string | null | undefined)[] = []
    for (const emoji of ['❤', '👍', '👍', null]) {
      await hub.event({ kind: 'reaction', eventKey: hub.nextKey(), ...first, emoji })
      signs.push((await messages(hub))[0]?.reaction)
    }
    expect(signs).toEqual(['❤', '👍', '👍', null])
    expect((await hub.row('anna')).seq).toBe(6)
    await hub.mirror.check()
  })

  it.each(['missed', 'declined'] as const)('a call that was %s is his turn to speak', async (outcome) => {
    const hub = await aHub()
    await hub.operator('ivan')
    const call = { kind: 'call', sender, ...first, outcome, durationMs: null } as const
    await hub.event({ ...call, eventKey: 'a' })
    await hub.event({ ...call, eventKey: 'b' })
    expect(await hub.stream('anna')).toEqual(['opened', 'call', 'assigned distributed - -> ivan'])
    expect(await hub.row('anna')).toMatchObject({ isOpen: true, unansweredSince: hub.time.now() })
    await hub.mirror.check()
  })

  it('a call that was answered is only said, and only where there is a conversation', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const call = { kind: 'call', sender, externalChat: 'anna', outcome: 'answered', durationMs: 65_000 } as const
    await hub.event({ ...call, eventKey: 'a', externalMessageId: 'a' })
    expect(hub.mirror.rows()).toEqual([])
    await hub.writes('anna')
    await hub.reply(ivan, 'anna')
    await hub.close(ivan, 'anna')
    await hub.event({ ...call, eventKey: 'b', externalMessageId: 'b' })
    expect(await hub.row('anna')).toMatchObject({ isOpen: false, unansweredSince: null })
    expect((await hub.entries('anna')).at(-1)).toMatchObject({ event: { kind: 'call', durationMs: 65_000 } })
    await hub.mirror.check()
  })

  it('a comment opens a conversation of its own that names its page', async () => {
    const hub = await aHub()
    const place = { kind: 'product', title: 'Lamp', link: 'https://vk.com/market-1_2' } as const
    const row = await hub.writes('wall of anna', 'how much?', { place })
    expect(row.place).toEqual(place)
    expect((await hub.entries('wall of anna'))[0]).toMatchObject({ event: { kind: 'opened', place } })
    await hub.mirror.check()
    await hub.restart()
    await hub.mirror.check()
  })

  it('an edit changes the line where it stands; an older edit is ignored', async () => {
    const hub = await aHub()
    await hub.event(hub.message('anna', 'helo', { externalMessageId: 'first' }))
    const edit = (text: string, editedAt: number) =>
      hub.event({
        kind: 'edited',
        eventKey: hub.nextKey(),
        externalChat: 'anna',
        externalMessageId: 'first',
        text,
        editedAt,
      })
    await edit('hello', 20)
    await edit('hell', 10)
    await hub.event({
      kind: 'edited',
      eventKey: 'x',
      externalChat: 'anna',
      externalMessageId: 'none',
      text: 'x',
      editedAt: 1,
    })
    expect(await hub.stream('anna')).toEqual(['opened', 'contact: hello', 'waiting nobodyEligible'])
    expect((await hub.row('anna')).lastMessage?.preview).toBe('hello')
    await hub.mirror.check()
  })

  it('a pressed button is his word: it opens, and it waits for an answer', async () => {
    const hub = await aHub()
    await hub.event({
      kind: 'buttonPressed',
      eventKey: 'press',
      externalChat: 'anna',
      sender,
      label: 'Yes',
      buttonId: '1',
      externalMessageId: null,
      callbackId: 'callback',
    })
    expect(await hub.row('anna')).toMatchObject({ isOpen: true, unansweredSince: hub.time.now(), contactMessages: 0 })
    expect(await hub.stream('anna')).toEqual(['opened', 'buttonPressed', 'waiting nobodyEligible'])
    await hub.mirror.check()
  })

  it('something of an unknown kind is said, not dropped, and comes once', async () => {
    const hub = await aHub()
    const unsupported = {
      kind: 'unsupported',
      externalChat: 'anna',
      sender,
      type: 'dice',
      externalMessageId: '9',
      providerAt: 1,
    } as const
    await hub.event({ ...unsupported, eventKey: 'a' })
    await hub.event({ ...unsupported, eventKey: 'b' })
    expect(await hub.stream('anna')).toEqual(['opened', 'unsupported', 'waiting nobodyEligible'])
    await hub.mirror.check()
  })

  it('blocking the bot is said once and undone by writing', async () => {
    const hub = await aHub()
    await hub.writes('anna')
    const block = () => hub.event({ kind: 'blocked', eventKey: hub.nextKey(), externalChat: 'anna' })
    await block()
    await block()
    expect(await hub.row('anna')).toMatchObject({ isBlocked: true })
    await hub.writes('anna', 'me again')
    expect(await hub.row('anna')).toMatchObject({ isBlocked: false })
    expect((await hub.stream('anna')).slice(3)).toEqual(['contactBlocked', 'contactUnblocked', 'contact: me again'])
    await hub.mirror.check()
  })

  it('pressing "start" makes no conversation, and lets the bot in again where there is one', async () => {
    const hub = await aHub()
    const start = () =>
      hub.event({ kind: 'started', eventKey: hub.nextKey(), externalChat: 'anna', sender, payload: null })
    await start()
    expect(hub.mirror.rows()).toEqual([])
    await hub.writes('anna')
    await hub.event({ kind: 'blocked', eventKey: hub.nextKey(), externalChat: 'anna' })
    await start()
    expect((await hub.stream('anna')).slice(3)).toEqual(['contactBlocked', 'contactUnblocked'])
  })

  it('what is none of ours is stored as ignored', async () => {
    const hub = await aHub()
    await hub.event({ kind: 'ignored', eventKey: 'post', externalChat: 'channel', why: 'channel post' })
    expect(await hub.open.reader.all('select state from inbound_event')).toEqual([{ state: 'ignored' }])
    expect(hub.mirror.rows()).toEqual([])
  })

  it('what nobody can read is a dead letter with its raw body, taken once, and holds up nothing of its chat', async () => {
    const hub = await aHub()
    const strange = { kind: 'unreadable', eventKey: 'strange', externalChat: 'anna', why: 'unknown shape' } as const
    await hub.event(strange)
    await hub.event(strange)
    await hub.writes('anna', 'hello')
    expect(await hub.open.reader.all(`select state, reason from inbound_event where event_key = 'strange'`)).toEqual([
      { state: 'dead', reason: 'UnknownShape' },
    ])
    expect(await hub.stream('anna')).toContain('contact: hello')
  })
})
