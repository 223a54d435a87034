import { describe, expect, it } from 'vitest'
import { aHub, type TestHub } from '#test/support/a-hub'

const elsewhere = (
  hub: TestHub,
  text: string,
  id = 'theirs',
  author: string | null = null,
  more: { readonly isSend?: (key: string) => boolean } = {},
) =>
  hub.event({
    ...more,
    kind: 'writtenElsewhere',
    eventKey: hub.nextKey(),
    externalChat: 'anna',
    externalMessageId: id,
    author,
    text,
    attachments: [],
    providerAt: null,
  })

describe('what the company writes in the messenger itself', () => {
  it('is an answer without an operator: it stands in the stream once, and nobody waits any more', async () => {
    const hub = await aHub({ conversationLimit: 0 })
    await hub.operator('ivan')
    await hub.writes('anna')
    await elsewhere(hub, 'come in', 'theirs', 'Olga')
    await elsewhere(hub, 'come in', 'theirs', 'Olga')
    expect(await hub.stream('anna')).toEqual([
      'opened',
      'contact: hello',
      'waiting nobodyEligible',
      'elsewhere: come in',
    ])
    expect((await hub.entries('anna')).at(-1)).toMatchObject({
      author: { kind: 'elsewhere', name: 'Olga' },
      delivery: null,
    })
    expect(await hub.row('anna')).toMatchObject({ unansweredSince: null, isAnswered: true, waitingSince: null })
    await hub.mirror.check()
  })

  it('frees whoever has it, where only those who wait count as load', async () => {
    const hub = await aHub({ conversationLimit: 1, loadCounts: 'awaitingAnswer' })
    await hub.operator('ivan')
    await hub.writes('anna')
    await hub.writes('bob')
    expect(await hub.assignee('bob')).toBeNull()
    await elsewhere(hub, 'come in')
    expect(await hub.assignee('bob')).toBe('ivan')
    await hub.mirror.check()
  })

  it('does not reopen a closed conversation, and says nothing where the contact has never written', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await elsewhere(hub, 'nobody there')
    expect(hub.mirror.rows()).toEqual([])
    await hub.writes('anna')
    await hub.close(ivan, 'anna')
    await elsewhere(hub, 'by the way')
    expect(await hub.row('anna')).toMatchObject({ isOpen: false })
    expect((await hub.stream('anna')).at(-1)).toBe('elsewhere: by the way')
    await hub.mirror.check()
  })

  it('is known as our own send by its id', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const reply = await hub.reply(ivan, 'anna', 'good day')
    if (!reply.ok) throw new Error('not sent')
    const { seq } = reply.value
    await hub.sent('anna', seq, { kind: 'sent', externalMessageIds: ['ours'], status: 'sent' })
    await elsewhere(hub, 'good day', 'ours')
    expect((await hub.stream('anna')).filter((line) => line.includes('good day'))).toEqual([
      'operator: good day (sent)',
    ])
  })

  it.each(['sending', 'unconfirmed'])('proves a send that is %s, signed or not', async (state) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna', 'good day')
    await hub.sql('update delivery set state = $1', [state])
    await elsewhere(hub, 'Ivan:\ngood day', 'ours')
    await elsewhere(hub, 'good day', 'another')
    expect((await hub.stream('anna')).slice(-2)).toEqual(['operator: good day (sent)', 'elsewhere: good day'])
    await hub.event({
      kind: 'receipt',
      eventKey: 'read',
      externalChat: 'anna',
      externalMessageId: 'ours',
      status: 'read',
      reason: null,
    })
    expect(await hub.stream('anna')).toContain('operator: good day (read)')
    await hub.mirror.check()
  })
})

describe('an echo that names the key of the send', () => {
  it.each([
    ['on its way', `state = 'sending'`],
    ['waiting to be repeated', `state = 'queued', is_in_doubt = 1`],
  ])('proves the send that is %s, whatever its words', async (_, state) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna', 'good day')
    await hub.sql(`update delivery set idempotency_key = 'key-7', ${state}`)
    await elsewhere(hub, 'good day', 'another', null, { isSend: (key) => key === 'key-8' })
    await elsewhere(hub, 'a part of it', 'ours', null, { isSend: (key) => key === 'key-7' })
    expect((await hub.stream('anna')).slice(-2)).toEqual(['operator: good day (sent)', 'elsewhere: good day'])
    await hub.mirror.check()
  })
})

describe("a colleague's word in the messenger itself", () => {
  it.each(['yes', 'good day, yes, of course', '  '])('is not taken for a send that is in doubt: %s', async (words) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna', 'good day, yes')
    await hub.sql(`update delivery set state = 'unconfirmed'`)
    await elsewhere(hub, words)
    expect((await hub.stream('anna')).at(-1)).toBe(`elsewhere: ${words}`)
    await hub.mirror.check()
  })

  it('is his own though it says the same as a send whose answer was lost long ago', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna', 'good day')
    await hub.sql(`update delivery set state = 'unconfirmed'`)
    await hub.time.advance(11 * 60_000)
    await elsewhere(hub, 'good day')
    expect((await hub.stream('anna')).at(-1)).toBe('elsewhere: good day')
  })
})

describe('a receipt for everything up to a message', () => {
  const read = (hub: TestHub, id: string, status: 'read' | 'delivered' = 'read') =>
    hub.event({ kind: 'receiptUpTo', eventKey: hub.nextKey(), externalChat: 'anna', externalMessageId: id, status })

  const aConversationOf = async (texts: readonly string[]) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const seqs = new Map<string, number>()
    for (const text of texts) {
      const reply = await hub.reply(ivan, 'anna', text)
      if (reply.ok) seqs.set(text, reply.value.seq)
    }
    const sent = (text: string) =>
      hub.sent('anna', seqs.get(text) ?? 0, { kind: 'sent', externalMessageIds: [text], status: 'sent' })
    const ours = async () => (await hub.stream('anna')).filter((line) => line.startsWith('operator'))
    return { hub, sent, ours, seqs }
  }

  it('lifts what has arrived, and nothing behind it, nothing failed, nothing that never left', async () => {
    const { hub, sent, ours, seqs } = await aConversationOf(['one', 'two', 'three', 'four', 'five'])
    await sent('one')
    await hub.sent('anna', seqs.get('two') ?? 0, { kind: 'failed', reason: 'refused', detail: '' })
    await sent('four')
    await sent('five')
    await read(hub, 'four', 'delivered')
    await read(hub, 'four')
    await read(hub, 'four', 'delivered')
    expect(await ours()).toEqual([
      'operator: one (read)',
      'operator: two (failed)',
      'operator: three (queued)',
      'operator: four (read)',
      'operator: five (sent)',
    ])
    await hub.mirror.check()
  })

  it('that overtakes the answer to its send lifts that message once its id is known', async () => {
    const { hub, sent, ours } = await aConversationOf(['one'])
    await read(hub, 'one')
    await sent('one')
    expect(await ours()).toEqual(['operator: one (read)'])
  })

  it('of failure after "sent" reaches the stream with the words of the messenger', async () => {
    const { hub, sent, ours } = await aConversationOf(['one'])
    await sent('one')
    const failed = { kind: 'receipt', externalChat: 'anna', externalMessageId: 'one', status: 'failed' } as const
    await hub.event({ ...failed, eventKey: 'late', reason: 'window_closed', detail: 'code 131047' })
    expect(await ours()).toEqual(['operator: one (failed)'])
    const [message] = (await hub.entries('anna')).filter((entry) => entry.kind === 'message' && entry.delivery !== null)
    expect(message).toMatchObject({ delivery: { reason: 'window_closed', detail: 'code 131047' } })
    expect((await hub.stream('anna')).at(-1)).toBe('deliveryFailed window_closed')
  })
})
