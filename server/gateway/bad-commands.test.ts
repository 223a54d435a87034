import { describe, expect, it } from 'vitest'
import type { ConversationId } from '#protocol/ids'
import { systemClock, systemRandom } from '#server/platform'
import { aRunningHub, type RawDevice, type TestRunningHub } from '#test/support/a-running-hub'

interface Desk {
  readonly hub: TestRunningHub
  readonly ivan: RawDevice
  readonly conversationId: ConversationId
}

/** A hub with one operator on duty who has been given one conversation. */
async function aDesk(): Promise<Desk> {
  const hub = await aRunningHub()
  await hub.operator('ivan')
  await hub.channel()
  const ivan = await hub.device('ivan')
  await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  await hub.writes('anna')
  const { row } = await ivan.until(() => ivan.notices.find((one) => one.kind === 'conversation.near')?.view)
  return { hub, ivan, conversationId: row.id }
}

const envelope = (command: unknown) => ({ id: systemRandom.uuid(), sentAt: systemClock.now(), command })
const reply = (conversationId: string, text: string) =>
  envelope({ kind: 'message.send', conversationId, text, attachments: [], replyToSeq: null })
const audited = (hub: TestRunningHub) =>
  hub.running.open.reader.all<{ subject: string; detail: string }>(
    `select subject, detail from audit where action = 'refused' order by id`,
  )

describe('a text that cannot be sent', () => {
  it.each([
    ['nothing', '', { code: 'TEXT_EMPTY' }],
    ['blanks', ' \n\t ', { code: 'TEXT_EMPTY' }],
    ['half a character', 'half \ud83d a pair', { code: 'TEXT_INVALID' }],
    ['a NUL', 'a\u0000b', { code: 'TEXT_INVALID' }],
    ['too much', 'я'.repeat(16_001), { code: 'TEXT_TOO_LONG', facts: { limit: 16_000, length: 16_001 } }],
  ])('of %s is refused by its field, and nothing of it is stored', async (_name, text, wanted) => {
    const { hub, ivan, conversationId } = await aDesk()
    expect(await ivan.send(reply(conversationId, text))).toMatchObject({ refusal: { ...wanted, field: 'text' } })
    expect(await hub.running.open.reader.all('select 1 from delivery')).toEqual([])
    expect(await ivan.send(reply(conversationId, 'Good morning'))).toMatchObject({ ok: true })
  })

  it('is one of another form otherwise: written as others write it, it leaves', async () => {
    const { ivan, conversationId } = await aDesk()
    await ivan.send(reply(conversationId, 'Cafe\u0301\r\nopen '))
    const { entries } = await ivan.ask({ kind: 'conversation.open', conversationId })
    expect(entries.at(-1)).toMatchObject({ text: 'Caf\u00e9\nopen' })
  })
})

describe('a command about what has changed meanwhile', () => {
  it('names who has taken the conversation', async () => {
    const { hub, ivan, conversationId } = await aDesk()
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    const take = envelope({ kind: 'conversation.take', conversationId, assignVersion: 1 })
    expect(await olga.send(take)).toMatchObject({ ok: true })
    const { refusal } = Object(
      await ivan.send(envelope({ kind: 'conversation.release', conversationId, assignVersion: 1 })),
    )
    const account = (await olga.ask({ kind: 'feed.snapshot' })).account
    expect(refusal).toMatchObject({ code: 'ALREADY_TAKEN', retryable: false, facts: { assigneeId: account.id } })
  })

  it('says since when the conversation is closed, and is carried out once it is open again', async () => {
    const { ivan, conversationId } = await aDesk()
    await ivan.send(envelope({ kind: 'conversation.close', conversationId }))
    const asked = reply(conversationId, 'Good morning')
    expect(await ivan.send(asked)).toMatchObject({
      refusal: { code: 'CLOSED', retryable: false, facts: { closedAt: expect.any(Number) } },
    })
    await ivan.send(envelope({ kind: 'conversation.reopen', conversationId }))
    expect(await ivan.send(asked)).toMatchObject({ ok: true })
  })
})

describe('what an operator may not do', () => {
  it('is in the audit trail, hidden and forbidden alike, by command and by query', async () => {
    const { hub, conversationId } = await aDesk()
    await hub.operator('wanda', 'restricted')
    const wanda = await hub.device('wanda')
    await wanda.send(envelope({ kind: 'conversation.close', conversationId }))
    await wanda.send(envelope({ kind: 'company.rename', name: 'Mine' }))
    await wanda.query({ kind: 'conversation.open', conversationId })
    await wanda.query({ kind: 'channels.details' })
    const rows = await audited(hub)
    expect(rows.map(({ subject, detail }) => `${subject} ${JSON.parse(detail).code}`)).toEqual([
      'conversation.close NOT_FOUND',
      'company.rename FORBIDDEN',
      'conversation.open NOT_FOUND',
      'channels.details FORBIDDEN',
    ])
  })
})

describe('what no workspace sends', () => {
  it('is answered where an answer is awaited, and the connection stays', async () => {
    const { ivan } = await aDesk()
    const answered: unknown = await ivan.socket.timeout(10_000).emitWithAck('join', 'staff')
    expect(answered).toMatchObject({
      ok: false,
      refusal: { code: 'BAD_REQUEST', field: 'event', requestId: expect.any(String) },
    })
    expect(await ivan.command({ kind: 'presence.set', status: 'busy', by: 'operator' })).toMatchObject({ ok: true })
  })

  it('ends the connection when there are fifty of it in a minute, whatever packet it comes in', async () => {
    const { ivan } = await aDesk()
    for (let count = 0; count < 49; count++) ivan.socket.emit('join', 'staff')
    expect(await ivan.command({ kind: 'presence.set', status: 'busy', by: 'operator' })).toMatchObject({ ok: true })
    ivan.socket.emit('query', { kind: 'everything' }, () => undefined)
    expect(await ivan.closed).toMatchObject({ code: 'BAD_REQUEST', requestId: expect.any(String) })
  })
})
