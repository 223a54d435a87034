import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ChannelDetails, defaultRules, type Receiver } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { shownOfBody } from '#protocol/dead-letter'
import { CommandId, GroupId, OperatorId } from '#protocol/ids'
import { systemRandom } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { eventually } from '#test/support/eventually'
import { FakeMessenger } from '#test/support/fake-channel'
import { VirtualTime } from '#test/support/virtual-time'

const token = (value: string): ConnectionForm => ({
  messenger: 'telegram',
  token: value,
  mode: 'webhook',
  baseUrl: null,
})
const everybody: Receiver = { kind: 'group', groupId: GroupId.parse('everybody') }
const raw = (text: string, externalChat = 'chat') => ({ eventKey: text, externalChat, body: text })

class Office {
  readonly time = new VirtualTime()
  readonly messenger = new FakeMessenger()
  private readonly file = join(aTemporaryFolder(), 'hub.db')
  isDiskFull = false
  private running: ChannelHub | null = null

  get hub(): ChannelHub {
    if (this.running === null) throw new Error('the hub is not running')
    return this.running
  }

  async start(): Promise<void> {
    const { file, time } = this
    const kinds = [this.messenger.kind]
    this.running = await ChannelHub.start({ file, clock: time, timers: time, kinds, isDiskFull: () => this.isDiskFull })
  }

  async restart(): Promise<void> {
    await this.hub.stop()
    await this.start()
  }

  connect(value = 'bot-1:secret', name = 'Бот'): Promise<ChannelDetails> {
    return this.hub.connect({ name, receiver: null, form: token(value) })
  }

  async details(): Promise<ChannelDetails> {
    const [one] = await this.hub.desk.details()
    if (one === undefined) throw new Error('there is no channel')
    return one
  }

  async texts(): Promise<readonly (readonly string[])[]> {
    const all = await this.hub.conversations()
    return Promise.all(all.map(({ id }) => this.hub.texts(id)))
  }
}

async function anOffice(): Promise<Office> {
  const office = new Office()
  await office.start()
  onTestFinished(() => office.hub.stop())
  return office
}

describe('a channel', () => {
  it('is connected with everybody as receiver, and is there again after a restart', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    const wanted = {
      id,
      name: 'Бот',
      account: '@bot-1',
      isConnected: true,
      rules: defaultRules(everybody),
      version: 1,
    }
    expect(await office.details()).toMatchObject(wanted)
    await office.restart()
    expect(await office.details()).toMatchObject(wanted)
    expect(office.messenger.connections.map(({ ended }) => ended)).toEqual(['stopping', null])
  })

  it('has a receiver for what comes in the moment it is connected', async () => {
    const office = await anOffice()
    const anna = await office.hub.anOperator()
    office.messenger.waiting = [raw('вы открылись?')]
    await office.connect()
    const rows = await office.hub.open.reader.all(`select assignee_id as "assignee" from conversation`)
    expect(rows).toEqual([{ assignee: anna }])
  })

  it('keeps its token sealed in the store and shows the end of it', async () => {
    const office = await anOffice()
    await office.connect('bot-1:very-secret-token')
    expect(await office.details()).toMatchObject({ connection: { tokenEnd: 'oken' } })
    const [row] = await office.hub.open.reader.all<Record<string, unknown>>('select * from channel')
    const stored = Object.values(row ?? {}).map((value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
    )
    expect(stored.join()).not.toContain('very-secret')
  })

  it.each([
    ['credentials of nobody', 'wrong:x', 'BOT_NOT_FOUND'],
    ['an account that is connected already', 'bot-1:other-secret', 'BOT_ALREADY_CONNECTED'],
  ])('is not connected with %s', async (_what, value, code) => {
    const office = await anOffice()
    await office.connect()
    const refused = await office.hub.desk.connect({ name: 'Б', receiver: null, form: token(value) }, null)
    expect(refused).toMatchObject({ ok: false, refusal: { code } })
    expect(await office.hub.desk.details()).toHaveLength(1)
  })

  it('takes new credentials of its account, and goes on with them', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    const edit = { channelId: id, version: 1, name: 'Бот' }
    const edited = await office.hub.desk.edit({ ...edit, form: token('bot-1:new-secret') }, null)
    expect(edited).toMatchObject({ ok: true, value: { version: 2, connection: { tokenEnd: 'cret' } } })
    expect(office.messenger.connections.at(-1)?.connection.form).toEqual(token('bot-1:new-secret'))
    const foreign = await office.hub.desk.edit({ ...edit, version: 2, form: token('bot-2:x') }, null)
    expect(foreign).toMatchObject({ ok: false, refusal: { code: 'INVALID', fields: [{ problem: 'anotherAccount' }] } })
  })

  it('keeps its token when another setting is changed, but never takes it to another address', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    const edit = { channelId: id, version: 1, name: 'Бот' }
    const kept = { messenger: 'telegram', token: null, mode: 'polling', baseUrl: null } as const
    const edited = await office.hub.desk.edit({ ...edit, form: kept }, null)
    expect(edited).toMatchObject({ ok: true, value: { version: 2, connection: { tokenEnd: 'cret' } } })
    expect(office.messenger.connections.at(-1)?.connection.form).toEqual({ ...kept, token: 'bot-1:secret' })
    const elsewhere = { ...kept, baseUrl: 'https://elsewhere.example' }
    for (const asked of [
      office.hub.desk.edit({ ...edit, version: 2, form: elsewhere }, null),
      office.hub.desk.check(elsewhere, id),
    ])
      expect(await asked).toMatchObject({ refusal: { code: 'INVALID', fields: [{ problem: 'neededForAddress' }] } })
    expect(await office.hub.desk.check(kept, null)).toMatchObject({ refusal: { fields: [{ problem: 'required' }] } })
  })

  it('whose secret does not open stops alone, says so, and goes on when it is entered again', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    await office.time.advance(1)
    const site = await office.hub.connectSite()
    const spoil = `update channel set secret = (select secret from channel where id = $2) where id = $1`
    await office.hub.open.writer.write((transaction) => transaction.run(spoil, [id, site.id]))
    await office.restart()
    const spoilt = { isConnected: true, health: { kind: 'stopped', reason: 'secret' }, connection: { tokenEnd: '' } }
    const details = await office.hub.desk.details()
    expect(details.find((one) => one.id === id)).toMatchObject(spoilt)
    expect(details.find((one) => one.id === site.id)).toMatchObject({ health: { kind: 'green' } })
    expect(office.hub.problems).toEqual([expect.stringContaining('channel.secretNotOpened')])
    const edit = { channelId: id, version: 1, name: 'Бот' }
    expect(await office.hub.desk.edit({ ...edit, form: null }, null)).toMatchObject({ ok: true, value: spoilt })
    await office.hub.desk.edit({ ...edit, version: 2, form: token('bot-1:secret') }, null)
    expect(await office.details()).toMatchObject({ health: { kind: 'green' }, connection: { tokenEnd: 'cret' } })
    await office.messenger.sink.receive([raw('снова здесь')])
    expect(await office.texts()).toEqual([['снова здесь']])
  })

  it('is renamed without touching its line, and not over somebody else’s change', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    const edit = { channelId: id, version: 1, name: 'Бот продаж', form: null }
    expect(await office.hub.desk.edit(edit, null)).toMatchObject({
      ok: true,
      value: { name: 'Бот продаж' },
    })
    expect(await office.hub.desk.edit(edit, null)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } })
    expect(office.messenger.connections).toHaveLength(1)
  })

  it('is not given a receiver that does not exist', async () => {
    const receiver = { kind: 'group' as const, groupId: GroupId.parse('nobody') }
    const office = await anOffice()
    expect(await office.hub.desk.connect({ name: 'Бот', receiver, form: token('bot-1:secret') }, null)).toMatchObject({
      ok: false,
      refusal: { code: 'INVALID', field: 'receiver' },
    })
  })

  it('gives its account back when it is disconnected, so that another one may take it', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    await office.hub.desk.disconnect(id, null)
    expect(office.messenger.connections.map(({ ended }) => ended)).toEqual(['disconnected'])
    expect(await office.details()).toMatchObject({ isConnected: false })
    await office.connect('bot-1:secret', 'Другой')
    expect(await office.hub.desk.reconnect(id, null)).toMatchObject({
      ok: false,
      refusal: { code: 'BOT_ALREADY_CONNECTED' },
    })
  })

  it('that cannot be opened says so and holds up nobody', async () => {
    const office = await anOffice()
    await office.connect()
    office.messenger.cannotOpen = true
    await office.restart()
    expect(await office.details()).toMatchObject({
      isConnected: true,
      health: { kind: 'stopped', reason: 'notOpened' },
    })
  })

  it('leaves a trace of who changed what', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    await office.hub.desk.disconnect(id, null)
    await office.hub.desk.reconnect(id, null)
    const audit = await office.hub.open.reader.all<{ action: string }>(
      `select action from audit where subject = '${id}' order by id`,
    )
    expect(audit.map(({ action }) => action)).toEqual([
      'channel.connected',
      'channel.disconnected',
      'channel.reconnected',
    ])
  })
})

describe('the health of a channel', () => {
  it('is kept, with the moment it began and the last events in and out', async () => {
    const office = await anOffice()
    await office.hub.anOperator()
    await office.connect()
    office.messenger.sink.health({ kind: 'degraded', reason: 'rateLimited', detail: 'Too Many Requests' })
    const since = office.time.now()
    await office.time.advance(1000)
    office.messenger.sink.health({ kind: 'degraded', reason: 'rateLimited', detail: 'Too Many Requests' })
    await office.messenger.sink.receive([raw('привет')])
    const inAt = office.time.now()
    await office.time.advance(500)
    const [conversation] = await office.hub.conversations()
    if (conversation === undefined) throw new Error('nobody wrote')
    await office.hub.reply(conversation.id, 'день добрый')
    await eventually(async () => (await office.details()).lastOutAt, office.time.now())
    const wanted = {
      health: { kind: 'degraded', reason: 'rateLimited', detail: 'Too Many Requests', since },
      lastInAt: inAt,
      lastOutAt: office.time.now(),
    }
    await office.restart()
    expect(await office.details()).toMatchObject(wanted)
  })

  it('tells that the credentials are refused', async () => {
    const office = await anOffice()
    await office.hub.anOperator()
    await office.connect()
    await office.messenger.sink.receive([raw('привет')])
    const [conversation] = await office.hub.conversations()
    if (conversation === undefined) throw new Error('nobody wrote')
    office.messenger.next({ kind: 'refuses', result: { kind: 'failed', reason: 'auth', detail: 'Unauthorized' } })
    await office.hub.reply(conversation.id, 'слышно?')
    await eventually(async () => (await office.details()).health.kind, 'stopped')
    await eventually(() => office.texts(), [['привет', 'слышно? (failed)']])
  })

  it('is the worst of what is said of it, and a trouble of one send is over with the next, or once the account answers', async () => {
    const office = await anOffice()
    await office.hub.anOperator()
    await office.connect()
    const { sink } = office.messenger
    const trouble = async () => {
      const { health } = await office.details()
      return health.kind === 'green' ? health.kind : health.reason
    }
    const said = async (...told: Parameters<typeof sink.health>) => {
      sink.health(...told)
      return trouble()
    }
    const green = { kind: 'green' } as const
    const degraded = (reason: 'refused' | 'botFeaturesOff') => ({ kind: 'degraded', reason, detail: null }) as const
    const refused = { kind: 'stopped', reason: 'auth', detail: null } as const
    expect(await said(green)).toBe('green')
    expect(await said(degraded('botFeaturesOff'), 'buttons')).toBe('botFeaturesOff')
    expect(await said(refused, 'sends')).toBe('auth')
    expect(await said(green)).toBe('botFeaturesOff')
    expect(await said(green, 'buttons')).toBe('green')
    expect(await said(degraded('refused'), 'sends')).toBe('refused')
    expect(await said(green)).toBe('refused')
    await sink.receive([raw('привет')])
    const [conversation] = await office.hub.conversations()
    if (conversation === undefined) throw new Error('nobody wrote')
    await office.hub.reply(conversation.id, 'день добрый')
    await eventually(trouble, 'green')
  })
})

describe('a webhook', () => {
  const call = ({ hub }: Office, id: string, secret: string | undefined, body = 'здравствуйте') =>
    hub.registry.webhook(id, {
      ...{ method: 'POST', query: new URLSearchParams(), headers: { secret }, body: Buffer.from(body) },
    })

  it('is answered once what it brought is stored', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    const secret = office.messenger.connections[0]?.connection.webhookSecret
    expect(await call(office, id, secret)).toEqual({ status: 200, body: 'ok' })
    expect(await call(office, id, secret)).toEqual({ status: 200, body: 'ok' })
    expect(await office.texts()).toEqual([['здравствуйте']])
  })

  it('is told to come again while the store is full', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    office.isDiskFull = true
    const secret = office.messenger.connections[0]?.connection.webhookSecret
    expect(await call(office, id, secret)).toMatchObject({ status: 503, retryAfter: 5 })
    office.isDiskFull = false
    expect(await office.texts()).toEqual([])
  })

  it.each([
    ['an unknown channel', 'nowhere', 'x', 'b', 404],
    ['a wrong secret', null, 'wrong', 'b', 401],
    ['no secret', null, undefined, 'b', 401],
    ['nonsense under the right secret', null, 'right', '', 400],
  ])('with %s stores nothing', async (_what, channel, given, body, status) => {
    const office = await anOffice()
    const { id } = await office.connect()
    const secret = given === 'right' ? office.messenger.connections[0]?.connection.webhookSecret : given
    expect((await call(office, channel ?? id, secret, body)).status).toBe(status)
    expect(await office.texts()).toEqual([])
  })

  it('that is knocked at without the secret again and again shows in the health, until that is over', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    for (let number = 0; number < 21; number++) await call(office, id, 'wrong')
    expect(await office.details()).toMatchObject({ health: { kind: 'degraded', reason: 'forgedCalls' } })
    const secret = office.messenger.connections[0]?.connection.webhookSecret
    await call(office, id, secret)
    expect(await office.details()).toMatchObject({ health: { reason: 'forgedCalls' } })
    await office.time.advance(60_000)
    await call(office, id, secret, 'ещё здравствуйте')
    expect(await office.details()).toMatchObject({ health: { kind: 'green' } })
  })
})

describe('an event that could not be processed', () => {
  it('waits with those behind it, is tried again, and nothing of its chat overtakes it', async () => {
    const office = await anOffice()
    await office.connect()
    const { meaning } = office.messenger
    let isBroken = true
    office.messenger.meaning = (body, ...rest) => {
      if (isBroken && body === 'раз') throw new Error('not yet')
      return meaning(body, ...rest)
    }
    await office.messenger.sink.receive([raw('раз')])
    await office.messenger.sink.receive([raw('два')])
    await office.messenger.sink.receive([raw('рядом', 'other')])
    expect(await office.texts()).toEqual([['рядом']])
    isBroken = false
    await office.time.advance(60_000)
    await eventually(async () => (await office.texts()).toSorted(), [['раз', 'два'], ['рядом']])
  })

  it('is tried again after a restart, and becomes a dead letter that is counted', async () => {
    const office = await anOffice()
    await office.connect()
    const { meaning } = office.messenger
    office.messenger.meaning = (body, ...rest) => {
      if (body === 'яд') throw new Error('never')
      return meaning(body, ...rest)
    }
    await office.messenger.sink.receive([raw('яд'), raw('после')])
    await office.restart()
    await office.time.advance(3_600_000)
    await eventually(() => office.texts(), [['после']])
    expect(await office.details()).toMatchObject({ deadLetters: 1 })
  })
})

describe('a dead letter', () => {
  const boss = OperatorId.parse('boss')

  async function aDeadLetter() {
    const office = await anOffice()
    const { id } = await office.connect()
    const { meaning } = office.messenger
    office.messenger.meaning = (body, eventKey, externalChat) => ({
      ...{ kind: 'unreadable', eventKey, externalChat, why: body },
    })
    await office.messenger.sink.receive([raw('x'.repeat(shownOfBody + 1))])
    const { letters } = office.hub.channels
    const [letter] = (await letters.page(id, null, 10)).letters
    const audited = async () =>
      (await office.hub.open.reader.all<{ action: string }>(`select action from audit order by id`)).map(
        ({ action }) => action,
      )
    const eventKey = letter?.eventKey ?? ''
    const act = () => ({
      ...{ channelId: id, eventKey },
      by: { operatorId: boss, commandId: CommandId.parse(systemRandom.uuid()), hash: 'hash' },
    })
    const answers = async () =>
      (
        await office.hub.open.reader.all<{ result: string }>('select result from command order by position, result')
      ).map(({ result }) => result)
    return { office, id, meaning, letters, letter, act, audited, answers }
  }

  it('is shown with its reason and the beginning of what came', async () => {
    const { letter, office } = await aDeadLetter()
    expect(letter).toEqual({
      ...{ eventKey: 'x'.repeat(shownOfBody + 1), at: office.time.now(), attempts: 1, reason: 'UnknownShape' },
      ...{ body: 'x'.repeat(shownOfBody), isCut: true },
    })
  })

  it('that is tried again too early stays, and becomes a message once it can be read', async () => {
    const { letters, id, act, office, meaning, audited, answers } = await aDeadLetter()
    expect(await letters.retry(act())).toEqual({ ok: true, value: { isDone: false } })
    office.messenger.meaning = () => {
      throw new TypeError('still not understood')
    }
    expect(await letters.retry(act())).toEqual({ ok: true, value: { isDone: false } })
    expect((await letters.page(id, null, 10)).letters).toMatchObject([{ reason: 'TypeError', attempts: 2 }])
    office.messenger.meaning = meaning
    expect(await letters.retry(act())).toEqual({ ok: true, value: { isDone: true } })
    expect(await office.details()).toMatchObject({ deadLetters: 0 })
    expect(await office.texts()).toHaveLength(1)
    expect(await letters.retry(act())).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect((await audited()).filter((action) => action === 'deadLetter.retried')).toHaveLength(3)
    expect(await answers()).toEqual(['{"isDone":false}', '{"isDone":false}', '{"isDone":true}'])
  })

  it('is given up once, with who did it', async () => {
    const { letters, act, office, audited, answers } = await aDeadLetter()
    expect(await letters.discard(act())).toEqual({ ok: true, value: {} })
    expect(await letters.discard(act())).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await office.details()).toMatchObject({ deadLetters: 0 })
    expect((await audited()).filter((action) => action === 'deadLetter.discarded')).toHaveLength(1)
    expect(await answers()).toEqual(['{}'])
  })

  it('is one of many that come page by page, the newest first', async () => {
    const { letters, id, office } = await aDeadLetter()
    for (const text of ['second', 'third']) await office.messenger.sink.receive([raw(text)])
    const first = await letters.page(id, null, 2)
    expect(first.letters.map(({ body }) => body)).toEqual(['third', 'second'])
    const rest = await letters.page(id, first.next, 2)
    expect([rest.letters.length, rest.next]).toEqual([1, null])
  })
})

describe('the signature of a channel', () => {
  it('stands before what the contact gets, not before what operators read; without a name it is not saved', async () => {
    const office = await anOffice()
    const { id } = await office.connect()
    await office.hub.anOperator()
    await office.messenger.sink.receive([raw('hi')])
    const [conversation] = await office.hub.conversations()
    if (conversation === undefined) throw new Error('nobody has written')
    const sign = (form: string, version: number) =>
      office.hub.desk.sign({ channelId: id, version, signature: { isOn: true, form, groupAuthor: 'name' } }, null)
    expect(await sign('Магазин', 1)).toMatchObject({
      refusal: { code: 'INVALID', fields: [{ field: 'signature.form', problem: 'nameMissing' }] },
    })
    expect(await sign('{{имя}}:', 1)).toMatchObject({ ok: true, value: { version: 2, signature: { isOn: true } } })
    expect(await sign('{{имя}}:', 1)).toMatchObject({ refusal: { code: 'CONFLICT' } })
    await office.hub.reply(conversation.id, 'ok')
    const sent = () => office.messenger.arrived.map(({ text }) => text).join('')
    await vi.waitFor(() => expect(sent()).toContain('ok'))
    expect(sent()).toContain('Анна')
    expect((await office.hub.texts(conversation.id)).at(-1)).toMatch(/^ok /)
  })
})
