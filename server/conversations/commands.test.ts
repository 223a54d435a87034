import { describe, expect, it } from 'vitest'
import { CommandId } from '#protocol/ids'
import { aHub } from '#test/support/a-hub'
import { sendReply } from './send-reply'

const id = CommandId.parse('0b8f6a52-5c3e-4a0e-9d1c-3f2b7a6c1d10')

describe('a command', () => {
  it('takes effect once, and its repeat gets the same answer', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const { id: conversationId } = await hub.writes('anna')
    const send = (hash: string) =>
      hub.command<'message.send'>(
        ivan,
        (work, actor, commandId) =>
          sendReply(work, actor, commandId, {
            kind: 'message.send',
            conversationId,
            text: 'hi',
            attachments: [],
            replyToSeq: null,
          }),
        id,
        hash,
      )
    const [first, second] = await Promise.all([send('one'), send('one')])
    expect(first).toEqual({ ok: true, value: { seq: 4 }, position: 4 })
    expect(second).toEqual(first)
    await hub.writes('anna', 'more')
    expect(await send('one')).toEqual(first)
    expect(await send('another text')).toMatchObject({ ok: false, refusal: { code: 'COMMAND_ID_REUSED' } })
    expect((await hub.stream('anna')).filter((line) => line.startsWith('operator'))).toHaveLength(1)
    await hub.mirror.check()
  })

  it('that was refused is judged anew when it comes again', async () => {
    const hub = await aHub({ isOn: false })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.close(ivan, 'anna')
    expect(await hub.reply(ivan, 'anna')).toMatchObject({ refusal: { code: 'CLOSED' } })
    await hub.reopen(ivan, 'anna')
    expect(await hub.reply(ivan, 'anna')).toMatchObject({ ok: true })
  })

  it('of a disabled account does nothing', async () => {
    const hub = await aHub({ isOn: false })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.sql('update account set is_active = 0')
    await hub.changed()
    expect(await hub.take(ivan, 'anna')).toMatchObject({ refusal: { code: 'SESSION_ENDED' } })
  })
})

describe('closing and reopening', () => {
  it('ends the inquiry; closing again changes nothing', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.close(ivan, 'anna')
    const closed = await hub.row('anna')
    expect(closed).toMatchObject({
      isOpen: false,
      closedAt: hub.time.now(),
      unansweredSince: null,
      assignee: { id: 'ivan' },
    })
    await hub.close(ivan, 'anna')
    expect(await hub.row('anna')).toEqual(closed)
    const inquiry = await hub.open.reader.get('select is_open, closed_at, closed_by from inquiry')
    expect(inquiry).toEqual({ is_open: 0, closed_at: hub.time.now(), closed_by: 'ivan' })
    await hub.mirror.check()
  })

  it('by an operator begins the next inquiry with him as assignee', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.close(ivan, 'anna')
    await hub.reopen(ivan, 'anna')
    expect(await hub.row('anna')).toMatchObject({
      inquiry: 2,
      openedBy: 'operator',
      assignee: { id: 'ivan' },
      closedAt: null,
    })
    expect((await hub.stream('anna')).slice(3)).toEqual(['closed', 'reopened', 'assigned started - -> ivan'])
    await hub.writes('bob')
    await hub.close(ivan, 'anna')
    expect(await hub.assignee('bob')).toBe('ivan')
    expect(await hub.reopen(ivan, 'anna')).toMatchObject({ refusal: { code: 'LIMIT_REACHED' } })
    await hub.mirror.check()
  })

  it('numbers inquiries hub-wide from 1 without holes', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const numbers: number[] = []
    for (const chat of ['a', 'b', 'a', 'c']) {
      numbers.push((await hub.writes(chat)).inquiry)
      await hub.close(ivan, chat)
    }
    expect(numbers).toEqual([1, 2, 3, 4])
  })
})

describe('a read mark', () => {
  it('moves forward only, counts the messages of the contact up to it, and is told to its owner alone', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const told: unknown[] = []
    hub.open.news.subscribe((news) => told.push(...news.filter((one) => one.kind === 'mark')))
    const { id: conversationId } = await hub.writes('anna', 'one')
    await hub.writes('anna', 'two')
    await hub.writes('anna', 'three')
    await hub.read(ivan, 'anna', 4)
    await hub.read(ivan, 'anna', 2)
    await hub.read(ivan, 'anna', 99)
    expect(told).toEqual([
      { kind: 'mark', operatorId: 'ivan', mark: { conversationId, seq: 4, contactMessages: 2 } },
      { kind: 'mark', operatorId: 'ivan', mark: { conversationId, seq: 5, contactMessages: 3 } },
    ])
    await hub.mirror.check()
  })
})

describe('parts', () => {
  it('are given, changed and taken away, each with its line', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const guest = await hub.operator('guest', { role: 'restricted', takesPart: false })
    await hub.writes('anna')
    await hub.addPart(ivan, 'anna', guest, 'observer')
    await hub.addPart(ivan, 'anna', guest, 'observer')
    await hub.addPart(ivan, 'anna', guest, 'coAssignee')
    expect(await hub.row('anna')).toMatchObject({ coAssignees: ['guest'], observers: [] })
    expect(hub.open.screen.operator(guest)).toMatchObject({ load: 0, shared: 1 })
    await hub.removePart(ivan, 'anna', guest, 'coAssignee')
    expect(hub.open.screen.operator(guest)).toMatchObject({ shared: 0 })
    expect((await hub.stream('anna')).slice(3)).toEqual([
      'partAdded guest observer',
      'partRemoved guest observer',
      'partAdded guest coAssignee',
      'partRemoved guest coAssignee',
    ])
    expect(await hub.open.reader.all('select * from part')).toEqual([])
    expect(await hub.addPart(ivan, 'anna', ivan, 'observer')).toMatchObject({ refusal: { code: 'CONFLICT' } })
    await hub.mirror.check()
  })

  it('give way to the assignment: a co-assignee who becomes assignee is that alone', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const maria = await hub.operator('maria', { takesPart: false })
    await hub.writes('anna')
    await hub.addPart(ivan, 'anna', maria, 'coAssignee')
    await hub.transfer(ivan, 'anna', maria)
    expect(await hub.row('anna')).toMatchObject({ assignee: { id: 'maria' }, coAssignees: [] })
    expect(hub.open.screen.operator(maria)).toMatchObject({ load: 1, shared: 0 })
    await hub.mirror.check()
  })
})

describe('editing a contact', () => {
  it('renames all his conversations, and a later edit of the old version is refused with what stands now', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const told: unknown[] = []
    hub.open.news.subscribe((news) => told.push(...news.filter((one) => one.kind === 'contact')))
    const { id } = await hub.writes('anna')
    expect(
      await hub.editContact(ivan, 'anna', { name: 'Anna K.', phone: '+7 900 000-00-00', comment: ' ' }),
    ).toMatchObject({ ok: true })
    expect(await hub.row('anna')).toMatchObject({ contactName: 'Anna K.' })
    expect(told).toMatchObject([
      { contact: { name: 'Anna K.', phone: '+7 900 000-00-00', comment: null, version: 2 }, conversations: [id] },
    ])
    expect(await hub.editContact(ivan, 'anna', { name: 'Anya' })).toMatchObject({
      ok: false,
      refusal: { code: 'CONFLICT', facts: { version: 2, name: 'Anna K.' } },
    })
    await hub.mirror.check()
  })
})
