import { describe, expect, it } from 'vitest'
import type { Command } from '#protocol/commands'
import { plainWebForm } from '#protocol/connection'
import { systemClock, systemRandom } from '#server/platform'
import { aRunningHub, type RawDevice, type TestRunningHub } from '#test/support/a-running-hub'

/** A hub with one operator on duty who has been given one conversation. */
async function aDesk(): Promise<{ hub: TestRunningHub; ivan: RawDevice; conversationId: string }> {
  const hub = await aRunningHub()
  await hub.operator('ivan')
  await hub.channel()
  const ivan = await hub.device('ivan')
  await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  await hub.writes('anna')
  const { row } = await ivan.until(() => ivan.notices.find((one) => one.kind === 'conversation.near')?.view)
  return { hub, ivan, conversationId: row.id }
}

const envelope = (command: unknown, more: object = {}) => ({
  ...{ id: systemRandom.uuid(), sentAt: systemClock.now(), command },
  ...more,
})

describe('a command', () => {
  it('is carried out once, whatever the network repeats', async () => {
    const { ivan, conversationId } = await aDesk()
    const text = 'Good morning'
    const command = { kind: 'message.send', conversationId, text, attachments: [], replyToSeq: null }
    const sent = envelope(command)
    const first = await ivan.send(sent)
    expect(first).toMatchObject({ ok: true, value: { seq: expect.any(Number) }, position: expect.any(Number) })
    expect(await ivan.send(sent)).toEqual(first)
    expect(await ivan.send({ ...sent, command: { ...command, text: 'Good evening' } })).toMatchObject({
      refusal: { code: 'COMMAND_ID_REUSED' },
    })
    const messages = ivan.near.filter(
      (item) => item.event.kind === 'entry.added' && item.event.entry.kind === 'message',
    )
    expect(messages).toHaveLength(1)
  })

  it('names the company, for administrators alone and over a restart', async () => {
    const hub = await aRunningHub()
    await hub.operator('chief', 'administrator')
    await hub.operator('ivan')
    const rename = { kind: 'company.rename', name: ' Север Дом ' } as const
    const ivan = await hub.device('ivan')
    expect(await ivan.command(rename)).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
    const chief = await hub.device('chief')
    expect(await chief.command(rename)).toMatchObject({ ok: true })
    const heard = await ivan.until(() => ivan.notices.find((one) => one.kind === 'settings.changed'))
    expect(heard).toMatchObject({ settings: { companyName: 'Север Дом' } })
    for (const device of [ivan, chief]) device.close()
    await hub.stop()
    await hub.start()
    const again = await hub.device('ivan')
    expect(await again.ask({ kind: 'feed.snapshot' })).toMatchObject({ settings: { companyName: 'Север Дом' } })
  })

  it('about a channel is carried out once, also when the hub has restarted before the answer came', async () => {
    const hub = await aRunningHub()
    await hub.operator('chief', 'administrator')
    const form = { messenger: 'web', allowedOrigins: [], greeting: 'Good morning' }
    const sent = envelope({ kind: 'channel.connect', name: 'Site', receiver: null, form })
    const before = await hub.device('chief')
    const both = await Promise.all([before.send(sent), before.send(sent)])
    expect(both[0]).toMatchObject({ ok: true, value: { name: 'Site', version: 1 } })
    expect(both[1]).toEqual(both[0])
    before.close()
    await hub.stop()
    await hub.start()
    const after = await hub.device('chief')
    expect(await after.send(sent)).toMatchObject({ ok: true, value: Object(both[0]).value })
    expect(await after.send({ ...sent, command: { ...Object(sent.command), name: 'Shop' } })).toMatchObject({
      refusal: { code: 'COMMAND_ID_REUSED' },
    })
    expect(await after.ask({ kind: 'channels.details' })).toMatchObject([{ name: 'Site' }])
  })

  it.each([
    ['no envelope', 'hello', ''],
    ['an unknown field in the envelope', envelope({ kind: 'session.leave' }, { priority: 1 }), 'priority'],
    ['an id that is no UUID', envelope({ kind: 'session.leave' }, { id: '1' }), 'id'],
    ['an unknown command', envelope({ kind: 'hub.stop' }), 'command.kind'],
    ['a name of every object', envelope({ kind: 'constructor' }), 'command.kind'],
    [
      'an unknown field',
      envelope({ kind: 'presence.set', status: 'online', by: 'operator', role: 'administrator' }),
      'command.role',
    ],
    ['a value of another type', envelope({ kind: 'presence.set', status: 1, by: 'operator' }), 'command.status'],
    ['a missing field', envelope({ kind: 'conversation.close' }), 'command.conversationId'],
  ])('with %s is BAD_REQUEST with its place, and the connection stays', async (_name, sent, field) => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const ivan = await hub.device('ivan')
    expect(await ivan.send(sent)).toEqual({
      ok: false,
      refusal: {
        ...{ code: 'BAD_REQUEST', message: expect.any(String), retryable: false, field },
        requestId: expect.any(String),
      },
    })
    expect(await ivan.command({ kind: 'presence.set', status: 'busy', by: 'operator' })).toMatchObject({ ok: true })
  })

  it('about what is hidden reads like one about what is not there', async () => {
    const { hub, conversationId } = await aDesk()
    await hub.operator('wanda', 'restricted')
    const wanda = await hub.device('wanda')
    const close = (id: string) => wanda.send(envelope({ kind: 'conversation.close', conversationId: id }))
    const hidden = await close(conversationId)
    expect(hidden).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
    const { refusal } = Object(await close('nowhere'))
    expect(hidden).toEqual({ ok: false, refusal: { ...refusal, requestId: expect.any(String) } })
  })

  it('that an operator may not give is FORBIDDEN and stands in the audit trail', async () => {
    const { hub, ivan } = await aDesk()
    const forbidden: Command[] = [
      { kind: 'operator.disable', operatorId: (await hub.operator('petr')).id },
      { kind: 'channel.check', form: plainWebForm, channelId: null },
    ]
    for (const command of forbidden)
      expect(await ivan.send(envelope(command)), command.kind).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
    const rows = await hub.running.open.reader.all('select subject from audit where action = $1 order by id', [
      'refused',
    ])
    expect(rows).toEqual(forbidden.map((command) => ({ subject: command.kind })))
  })

  it('of the moment is refused when its moment has passed', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const ivan = await hub.device('ivan')
    const late = { sentAt: systemClock.now() - 15_001 }
    expect(await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' }, late)).toMatchObject({
      refusal: { code: 'COMMAND_EXPIRED' },
    })
  })

  it('comes 40 at once at most, then with a wait', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const ivan = await hub.device('ivan')
    const all = await Promise.all(
      Array.from({ length: 60 }, () => ivan.command({ kind: 'presence.set', status: 'busy', by: 'operator' })),
    )
    const limited = all.filter((reply) => !reply.ok && reply.refusal.code === 'RATE_LIMITED')
    expect(limited.length).toBeGreaterThan(5)
    expect(limited[0]).toMatchObject({ refusal: { retryable: true, retryAfterMs: expect.any(Number) } })
    expect(all.filter((reply) => reply.ok).length).toBeGreaterThanOrEqual(40)
  })

  it('that is not understood fifty times in a minute ends the connection', async () => {
    const hub = await aRunningHub()
    await hub.operator('ivan')
    const ivan = await hub.device('ivan')
    for (let count = 0; count < 60; count++) ivan.socket.emit('command', 'nonsense without an answer')
    expect(await ivan.closed).toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('with a bad form tells every field and saves nothing', async () => {
    const hub = await aRunningHub()
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    const settings = (await olga.ask({ kind: 'distribution.rules' })).settings
    const outOfRange = { ...settings, conversationLimit: 1.5, graceMs: 0, awayAfterMs: -1 }
    expect(await olga.send(envelope({ kind: 'distribution.save', version: 0, settings: outOfRange }))).toMatchObject({
      refusal: {
        code: 'INVALID',
        fields: [
          { field: 'settings.conversationLimit', problem: 'notWhole' },
          { field: 'settings.graceMs', problem: 'tooSmall' },
          { field: 'settings.awayAfterMs', problem: 'tooSmall' },
        ],
      },
    })
    const ofAnotherType = { ...settings, conversationLimit: 'ten' }
    expect(await olga.send(envelope({ kind: 'distribution.save', version: 0, settings: ofAnotherType }))).toMatchObject(
      { refusal: { code: 'BAD_REQUEST', field: 'command.settings.conversationLimit' } },
    )
    expect(await olga.ask({ kind: 'distribution.rules' })).toMatchObject({ version: 0, settings })
  })

  it('that saves what somebody else has saved meanwhile is CONFLICT with the version', async () => {
    const hub = await aRunningHub()
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    const { settings } = await olga.ask({ kind: 'distribution.rules' })
    const save = () => olga.command({ kind: 'distribution.save', version: 0, settings: { ...settings, isOn: false } })
    expect(await save()).toMatchObject({ ok: true, value: { version: 1 } })
    expect(await save()).toMatchObject({ refusal: { code: 'CONFLICT', facts: { version: 1 } } })
    const notice = await olga.until(() => olga.notices.find((one) => one.kind === 'settings.changed'))
    expect(notice).toMatchObject({ settings: { isDistributing: false } })
  })
})

describe('an invitation by socket', () => {
  it('gives the same link when it is repeated, and the store does not hold it', async () => {
    const hub = await aRunningHub()
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    const form = {
      ...{ name: 'Пётр', login: 'petr', role: 'employee', limit: 'company' },
      ...{ canSupervise: false, mayExceedLimit: false, takesPart: true },
    }
    const sent = envelope({ kind: 'operator.invite', form })
    const first = await olga.send<{ ok: true; value: { link: string } }>(sent)
    expect(await olga.send(sent)).toEqual(first)
    const code = first.value.link.split('/join/')[1] ?? ''
    const stored = await hub.running.open.reader.all('select result from command')
    expect(JSON.stringify(stored)).not.toContain(code)
    const body = { device: 'petr-laptop', deviceName: 'Test', remember: 'token', password: 'три зелёных верблюда' }
    const response = await hub.post('/api/v1/sign-in-link', { ...body, link: first.value.link })
    expect(await response.json()).toMatchObject({ account: { login: 'petr', role: 'employee' } })
    const changed = await olga.until(() =>
      olga.notices.find((one) => one.kind === 'operators.changed' && one.operators.some((who) => who.name === 'Пётр')),
    )
    expect(changed).toBeDefined()
  })
})
