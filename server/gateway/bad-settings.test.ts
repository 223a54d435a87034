import { describe, expect, it } from 'vitest'
import { aRunningHub, type RawDevice } from '#test/support/a-running-hub'
import { FakeMessenger } from '#test/support/fake-channel'

const formOf = (token: string) => ({ messenger: 'telegram' as const, token, mode: 'webhook' as const, baseUrl: null })

async function anOffice(): Promise<{ olga: RawDevice; messenger: FakeMessenger; olgaId: string; url: string }> {
  const messenger = new FakeMessenger()
  const hub = await aRunningHub({ kinds: [messenger.kind] })
  const { id } = await hub.operator('olga', 'administrator')
  return { olga: await hub.device('olga'), messenger, olgaId: id, url: hub.url }
}

describe('settings that cannot be saved', () => {
  it('leave the last administrator his rights, by the field that would take them', async () => {
    const { olga, olgaId } = await anOffice()
    const accounts = await olga.ask({ kind: 'accounts.details' })
    const account = accounts.find(({ id }) => id === olgaId)
    if (account === undefined) throw new Error('olga is not there')
    const { name, login, canSupervise, mayExceedLimit, takesPart, limit, version } = account
    const form = { name, login, canSupervise, mayExceedLimit, takesPart, limit, role: 'employee' } as const
    expect(await olga.command({ kind: 'operator.edit', operatorId: account.id, version, form })).toMatchObject({
      refusal: { code: 'LAST_ADMINISTRATOR', field: 'form.role', requestId: expect.any(String) },
    })
    expect(await olga.ask({ kind: 'accounts.details' })).toMatchObject([{ role: 'administrator', version }])
  })

  it('name an empty text and one too long by their fields', async () => {
    const { olga } = await anOffice()
    const before = (await olga.ask({ kind: 'feed.snapshot' })).settings
    expect(await olga.command({ kind: 'company.rename', name: '  ' })).toMatchObject({
      refusal: { code: 'INVALID', fields: [{ field: 'name', problem: 'tooShort' }] },
    })
    const form = { messenger: 'web' as const, allowedOrigins: ['shop'], greeting: 'я'.repeat(251) }
    expect(await olga.command({ kind: 'channel.connect', name: '', receiver: null, form })).toMatchObject({
      refusal: {
        code: 'INVALID',
        fields: [
          { field: 'name', problem: 'tooShort' },
          { field: 'form.allowedOrigins.0', problem: 'invalid' },
          { field: 'form.greeting', problem: 'tooLong' },
        ],
      },
    })
    expect((await olga.ask({ kind: 'feed.snapshot' })).settings).toEqual(before)
    expect(await olga.ask({ kind: 'channels.details' })).toEqual([])
  })

  it('with a token of no bot change nothing: the old one keeps working', async () => {
    const { olga, messenger, url } = await anOffice()
    const connected = await olga.command({
      ...{ kind: 'channel.connect', name: 'Bot', receiver: null, form: formOf('bot-1:right') },
    })
    if (!connected.ok) throw new Error(connected.refusal.code)
    const { id, version, name, receiver, pool } = connected.value
    const edit = { kind: 'channel.edit', channelId: id, version, name, receiver, pool } as const
    expect(await olga.command({ ...edit, form: formOf('wrong:token') })).toMatchObject({
      refusal: { code: 'BOT_NOT_FOUND' },
    })
    expect(await olga.ask({ kind: 'channels.details' })).toEqual([connected.value])
    const secret = messenger.connections.at(-1)?.connection.webhookSecret ?? ''
    const call = await fetch(`${url}/hooks/${id}`, {
      method: 'POST',
      body: 'hello',
      headers: { secret, 'content-type': 'application/json' },
    })
    expect(call.status).toBe(200)
  })
})
