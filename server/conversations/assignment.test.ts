import { describe, expect, it } from 'vitest'
import type { ConversationRow } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import { aHub, type TestHub } from '#test/support/a-hub'
import { take } from './take'

const taking = (hub: TestHub, operatorId: OperatorId, { id, assignVersion }: ConversationRow) =>
  hub.command<'conversation.take'>(operatorId, (work, actor) =>
    take(work, actor, { kind: 'conversation.take', conversationId: id, assignVersion }),
  )

describe('taking a conversation', () => {
  it('gives it to one of 200 who ask at once; the others hear who has it', async () => {
    const hub = await aHub({ isOn: false, conversationLimit: null })
    const operators: OperatorId[] = []
    for (let index = 0; index < 200; index++) operators.push(await hub.operator(`operator-${index}`, { status: null }))
    const row = await hub.writes('anna')
    const answers = await Promise.all(operators.map((id) => taking(hub, id, row)))
    const winner = operators[answers.findIndex((answer) => answer.ok)]
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    for (const answer of answers)
      if (!answer.ok) expect(answer.refusal).toMatchObject({ code: 'ALREADY_TAKEN', facts: { assigneeId: winner } })
    expect((await hub.row('anna')).assignee?.id).toBe(winner)
    expect(await hub.causes('anna')).toEqual(['taken'])
    await hub.mirror.check()
  })

  it('above the limit needs the right to, and is marked then', async () => {
    const hub = await aHub({ isOn: false, conversationLimit: 1 })
    const ivan = await hub.operator('ivan')
    const chief = await hub.operator('chief', { mayExceedLimit: true })
    const chats = ['a', 'b', 'c', 'd']
    const rows = []
    for (const chat of chats) rows.push(await hub.writes(chat))
    const [a, b, c, d] = rows
    if (!a || !b || !c || !d) throw new Error('four chats')
    expect(await taking(hub, ivan, a)).toMatchObject({ ok: true })
    expect(await taking(hub, ivan, b)).toMatchObject({
      ok: false,
      refusal: { code: 'LIMIT_REACHED', facts: { load: 1, limit: 1 } },
    })
    await taking(hub, chief, c)
    await taking(hub, chief, d)
    const marks = ['c', 'd'].map(async (chat) =>
      (await hub.entries(chat)).flatMap((entry) =>
        entry.kind === 'system' && entry.event.kind === 'assigned' ? [entry.event.aboveLimit] : [],
      ),
    )
    expect(await Promise.all(marks)).toEqual([[false], [true]])
    await hub.mirror.check()
  })

  it('is refused without a trace to somebody who may not see it', async () => {
    const hub = await aHub({ isOn: false })
    const guest = await hub.operator('guest', { role: 'restricted' })
    const row = await hub.writes('anna')
    expect(await taking(hub, guest, row)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
    expect(await hub.causes('anna')).toEqual([])
  })
})

describe('a transfer', () => {
  it('to somebody online happens at once', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    expect(await hub.transfer(ivan, 'anna', maria)).toMatchObject({ ok: true })
    expect(await hub.stream('anna')).toContain('assigned transferred ivan -> maria')
    await hub.mirror.check()
  })

  it('to somebody busy or offline asks first, and counts his delay from then', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria', { status: 'busy' })
    await hub.time.advance(60_000)
    expect(await hub.transfer(ivan, 'anna', maria)).toMatchObject({
      ok: false,
      refusal: { code: 'NEEDS_CONFIRMATION', facts: { status: 'busy' } },
    })
    expect(await hub.transfer(ivan, 'anna', maria, true)).toMatchObject({ ok: true })
    await hub.time.advance(29_900)
    expect(await hub.assignee('anna')).toBe('maria')
    await hub.time.advance(200)
    expect(await hub.assignee('anna')).toBe('ivan')
    expect(await hub.causes('anna')).toEqual(['distributed', 'transferred', 'reassigned'])
    expect(hub.bugs).toEqual([])
    await hub.mirror.check()
  })

  it('to a group lets its order choose, never the one who gave it', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    expect(await hub.transfer(ivan, 'anna', null)).toMatchObject({ ok: true })
    expect(await hub.stream('anna')).toEqual([
      'opened',
      'contact: hello',
      'assigned distributed - -> ivan',
      'assigned transferred ivan -> -',
      'assigned distributed - -> maria',
    ])
    await hub.mirror.check()
  })

  it('above the limit of the other needs the right to', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    const maria = await hub.operator('maria')
    await hub.writes('bob')
    expect(await hub.assignee('bob')).toBe('maria')
    expect(await hub.transfer(ivan, 'anna', maria)).toMatchObject({ ok: false, refusal: { code: 'LIMIT_REACHED' } })
    await hub.mirror.check()
  })
})

describe('a release', () => {
  it('puts the conversation into the queue, and the room it leaves is used', async () => {
    const hub = await aHub({ conversationLimit: 1 })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.writes('bob')
    expect(await hub.assignee('bob')).toBeNull()
    expect(await hub.release(ivan, 'anna')).toMatchObject({ ok: true })
    expect(await hub.assignee('anna')).toBeNull()
    expect(await hub.assignee('bob')).toBe('ivan')
    await hub.mirror.check()
  })
})

describe('a conversation taken from an operator by another', () => {
  it('does not come back to him, whoever gave it away', async () => {
    const hub = await aHub()
    await hub.operator('ivan')
    const boss = await hub.operator('boss', { role: 'administrator', takesPart: false })
    await hub.writes('anna')
    await hub.release(boss, 'anna')
    expect(await hub.assignee('anna')).toBeNull()
    await hub.operator('maria')
    expect(await hub.assignee('anna')).toBe('maria')
  })

  it('may go to whoever passed an unassigned one to his group', async () => {
    const hub = await aHub()
    await hub.writes('anna')
    const ivan = await hub.operator('ivan', { status: 'busy' })
    await hub.transfer(ivan, 'anna', null)
    await hub.choose(ivan, 'online')
    expect(await hub.assignee('anna')).toBe('ivan')
  })
})

describe('a disabled operator', () => {
  it('has nothing in hand any more: others get it', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.operator('maria')
    await hub.sql(`update account set is_active = 0 where id = 'ivan'`)
    await hub.changed()
    expect(await hub.stream('anna')).toEqual([
      'opened',
      'contact: hello',
      'assigned distributed - -> ivan',
      'assigned disabled ivan -> -',
      'assigned queue - -> maria',
    ])
    expect(hub.open.screen.operator(ivan)).toMatchObject({ isActive: false, load: 0 })
    await hub.mirror.check()
  })
})
