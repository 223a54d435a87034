import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'

const sent = (id: string, status: 'sent' | 'delivered' | 'read' = 'sent') =>
  ({ kind: 'sent', externalMessageIds: [id], status }) as const

describe('a reply', () => {
  it('is stored with its place in the outbox, and nobody waits any more', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const answer = await hub.reply(ivan, 'anna', '  good day\r\n ')
    expect(answer).toMatchObject({ ok: true, value: { seq: 4 } })
    expect(await hub.row('anna')).toMatchObject({ isAnswered: true, unansweredSince: null, contactMessages: 1 })
    expect((await hub.stream('anna')).at(-1)).toBe('operator:   good day (queued)')
    const outbox = await hub.open.reader.all('select seq, part, state, is_due, external_chat from delivery')
    expect(outbox).toEqual([{ seq: 4, part: 0, state: 'queued', is_due: 1, external_chat: 'anna' }])
    const inquiry = await hub.open.reader.get('select first_response_at from inquiry where number = 1')
    expect(inquiry).toEqual({ first_response_at: hub.time.now() })
    await hub.mirror.check()
  })

  it.each([
    ['   ', 'TEXT_EMPTY'],
    ['x'.repeat(16_001), 'TEXT_TOO_LONG'],
    ['half \ud83d a pair', 'TEXT_INVALID'],
  ])('with the text %j is refused', async (text, code) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    expect(await hub.reply(ivan, 'anna', text)).toMatchObject({ ok: false, refusal: { code, field: 'text' } })
    expect(await hub.open.reader.all('select 1 from delivery')).toEqual([])
  })

  it("is refused where it cannot go: closed, disconnected, blocked, not one's own", async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const guest = await hub.operator('guest', { role: 'restricted', takesPart: false })
    await hub.writes('anna')
    expect(await hub.reply(guest, 'anna')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    await hub.addPart(ivan, 'anna', guest, 'observer')
    expect(await hub.reply(guest, 'anna')).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
    expect(await hub.reply(ivan, 'anna', 'hi', 3)).toMatchObject({ refusal: { code: 'INVALID', field: 'replyToSeq' } })
    await hub.event({ kind: 'blocked', eventKey: 'b', externalChat: 'anna' })
    expect(await hub.reply(ivan, 'anna')).toMatchObject({ refusal: { code: 'CONTACT_BLOCKED' } })
    await hub.writes('anna', 'back')
    await hub.sql('update channel set is_connected = 0')
    await hub.changed()
    expect(await hub.reply(ivan, 'anna')).toMatchObject({ refusal: { code: 'CHANNEL_DISCONNECTED' } })
    await hub.close(ivan, 'anna')
    expect(await hub.reply(ivan, 'anna')).toMatchObject({ refusal: { code: 'CLOSED' } })
    await hub.mirror.check()
  })

  it('climbs the ladder by what is told, also out of order and before the id is known', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna')
    const receipt = (status: 'sent' | 'delivered' | 'read', externalMessageId: string) =>
      hub.event({
        kind: 'receipt',
        eventKey: hub.nextKey(),
        externalChat: 'anna',
        externalMessageId,
        status,
        reason: null,
      })
    await receipt('read', 'out-1')
    await receipt('delivered', 'out-1')
    expect((await hub.row('anna')).lastMessage?.delivery?.status).toBe('queued')
    await hub.sent('anna', 4, sent('out-1'))
    expect((await hub.row('anna')).lastMessage?.delivery?.status).toBe('read')
    await receipt('delivered', 'out-1')
    expect((await hub.stream('anna')).at(-1)).toBe('operator: good day (read)')
    expect(await hub.open.reader.all('select 1 from early_receipt')).toEqual([])
    await hub.mirror.check()
  })

  it('of several parts is what its worst part is', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const { id } = await hub.writes('anna')
    await hub.reply(ivan, 'anna')
    await hub.sql(
      `insert into delivery (conversation_id, seq, part, channel_id, external_chat, state, next_at, queued_at, idempotency_key)
       values ($1, 4, 1, $2, 'anna', 'queued', 0, 0, 'second')`,
      [id, hub.channelId],
    )
    const status = async () => (await hub.row('anna')).lastMessage?.delivery?.status
    await hub.sent('anna', 4, sent('out-1', 'delivered'))
    expect(await status()).toBe('queued')
    await hub.sent('anna', 4, { kind: 'unconfirmed', detail: 'timeout' }, 1)
    expect(await status()).toBe('unconfirmed')
    await hub.resend(ivan, 'anna', 4)
    expect(await hub.open.reader.all('select part, state from delivery order by part')).toEqual([
      { part: 0, state: 'delivered' },
      { part: 1, state: 'queued' },
    ])
    await hub.sent('anna', 4, sent('out-2'), 1)
    expect(await status()).toBe('sent')
    await hub.mirror.check()
  })

  it('that failed says why in the stream, and is sent again when the operator decides so', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna')
    expect(await hub.resend(ivan, 'anna', 4)).toMatchObject({ refusal: { code: 'CONFLICT' } })
    await hub.sent('anna', 4, { kind: 'failed', reason: 'too_long', detail: 'message is too long' })
    expect((await hub.stream('anna')).slice(3)).toEqual(['operator: good day (failed)', 'deliveryFailed too_long'])
    const key = 'select idempotency_key as "key" from delivery'
    const first = await hub.open.reader.get<{ key: string }>(key)
    expect(await hub.resend(ivan, 'anna', 4)).toMatchObject({ ok: true })
    expect(await hub.open.reader.get<{ key: string }>(key)).not.toEqual(first)
    expect((await hub.stream('anna')).slice(3)).toEqual(['operator: good day (queued)', 'deliveryFailed too_long'])
    await hub.mirror.check()
  })

  it('to somebody who blocked the bot marks the conversation', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.reply(ivan, 'anna')
    await hub.sent('anna', 4, { kind: 'failed', reason: 'blocked', detail: 'bot was blocked by the user' })
    expect(await hub.row('anna')).toMatchObject({ isBlocked: true })
    expect((await hub.stream('anna')).slice(3)).toEqual(['operator: good day (failed)', 'contactBlocked'])
    await hub.mirror.check()
  })
})

describe('a note', () => {
  it('answers nobody and is seen by those who see the conversation', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const before = await hub.writes('anna')
    expect(await hub.note(ivan, 'anna', 'a regular')).toMatchObject({ ok: true, value: { seq: 4 } })
    expect(await hub.row('anna')).toMatchObject({ unansweredSince: before.unansweredSince, isAnswered: false })
    expect((await hub.row('anna')).lastMessage?.preview).toBe('hello')
    await hub.mirror.check()
  })

  it('makes an observer of somebody mentioned who could not see it', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const maria = await hub.operator('maria', { takesPart: false })
    const guest = await hub.operator('guest', { role: 'restricted', takesPart: false })
    await hub.writes('anna')
    await hub.note(ivan, 'anna', 'look, @maria @guest', [maria, guest])
    expect(await hub.row('anna')).toMatchObject({ observers: ['guest'] })
    expect((await hub.stream('anna')).slice(3)).toEqual(['partAdded guest observer', 'note: look, @maria @guest'])
    expect(await hub.note(guest, 'anna', 'seen')).toMatchObject({ ok: true })
    await hub.mirror.check()
  })
})
