import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConnectionForm } from '#protocol/connection'
import type { ChannelId } from '#protocol/ids'
import { buttonKinds } from '#protocol/reply-button'
import type { ChannelKind } from '#server/channels/channel'
import type { ChannelHub } from '#test/support/a-channel-hub'
import { eventually } from '#test/support/eventually'

/** Somebody with the messenger in his hand. */
export interface Customer {
  /** Writes; resolves when the messenger has taken it, not when the hub has it. */
  writes(text: string): Promise<void>
  /** The messenger delivers the last event once more, as every one of them sometimes does. */
  repeats(): Promise<void>
  /** What he has been sent, in the order it came; parts of a long text one by one. */
  hears(): readonly string[]
  /** Reads what he has been sent, where the messenger tells. */
  reads?(): Promise<void>
  /** Presses the only button under what he was sent last, where the messenger has buttons. */
  presses?(label: string): Promise<void>
  /** Wants nothing more of us, where the messenger knows such a thing. */
  blocks?(): Promise<void>
}

/** A hub with the messenger connected, and the far side in the test's hands. */
export interface ChannelStand {
  readonly hub: ChannelHub
  readonly kind: ChannelKind
  readonly channelId: ChannelId
  /** The settings it is connected with, and what of them nobody may ever read. */
  readonly form: ConnectionForm
  readonly secrets: readonly string[]
  /** Settings the messenger does not know; null where there is nothing to get wrong. */
  readonly wrongForm: ConnectionForm | null
  customer(name: string): Promise<Customer>
  diskIsFull(isFull: boolean): void
  /** The hub ends and begins again on the same store. */
  restart(): Promise<void>
  /** The messenger asks us to slow down at the next send. */
  slowsDown?(): void
  /** Lets the hub's clock run, where it does not by itself. */
  passes(ms: number): Promise<void>
}

/** What every messenger keeps (channels.md 10.2, 10): run by each with its own stand. */
export function channelContract(messenger: string, aStand: () => Promise<ChannelStand>): void {
  describe(`${messenger}: connecting`, () => connecting(aStand))
  describe(`${messenger}: what comes in`, () => incoming(aStand))
  describe(`${messenger}: what goes out`, () => outgoing(aStand))
  describe(`${messenger}: raw events`, () => rawEvents(aStand))
}

async function onlyConversation({ hub }: ChannelStand) {
  const [one, ...more] = await hub.conversations()
  if (one === undefined || more.length > 0) throw new Error('not exactly one conversation')
  return one.id
}

const stream = async (stand: ChannelStand) => {
  const all = await stand.hub.conversations()
  return Promise.all(all.map(({ id }) => stand.hub.texts(id)))
}

async function aCustomerWhoWrote(stand: ChannelStand, text = 'Здравствуйте') {
  const customer = await stand.customer('Вера')
  await customer.writes(text)
  await eventually(() => stream(stand), [[text]])
  return { customer, conversation: await onlyConversation(stand) }
}

function connecting(aStand: () => Promise<ChannelStand>): void {
  it('shows whose account it is, connected, and no secret anywhere', async () => {
    const { hub, channelId, secrets } = await aStand()
    const details = (await hub.desk.details()).find(({ id }) => id === channelId)
    expect(details).toMatchObject({ isConnected: true, deadLetters: 0 })
    for (const secret of secrets) expect(JSON.stringify(details)).not.toContain(secret)
  })

  it('refuses what the messenger does not know, and saves nothing', async () => {
    const { hub, wrongForm, channelId } = await aStand()
    const before = await hub.desk.details()
    if (wrongForm !== null) {
      expect(await hub.desk.check(wrongForm, null)).toMatchObject({ ok: false, refusal: { code: 'BOT_NOT_FOUND' } })
      const connected = await hub.desk.connect({ name: 'Чужой', receiver: null, form: wrongForm }, null)
      expect(connected).toMatchObject({ ok: false, refusal: { code: 'BOT_NOT_FOUND' } })
      const [channel] = before.filter(({ id }) => id === channelId)
      if (channel === undefined) throw new Error('the channel is gone')
      const { name, version } = channel
      const edited = await hub.desk.edit({ channelId, version, name, form: wrongForm }, null)
      expect(edited.ok).toBe(false)
    }
    expect(await hub.desk.details()).toEqual(before)
  })

  it('connects an account once', async () => {
    const { hub, kind, form } = await aStand()
    const checked = await kind.check(form)
    const again = await hub.desk.connect({ name: 'Ещё раз', receiver: null, form }, null)
    const isTaken = checked.ok && checked.value.accountKey !== null
    expect(again).toMatchObject(isTaken ? { ok: false, refusal: { code: 'BOT_ALREADY_CONNECTED' } } : { ok: true })
  })

  it('tells nobody who only asks that the channel is there', async () => {
    const { hub, channelId } = await aStand()
    const guess = { 'hub.mode': 'subscribe', 'hub.verify_token': 'guessed', 'hub.challenge': '1' }
    for (const query of [new URLSearchParams(), new URLSearchParams(guess)]) {
      const call = { method: 'GET', query, headers: {}, body: Buffer.alloc(0) } as const
      expect(await hub.registry.webhook(channelId, call)).toEqual(await hub.registry.webhook('nobody', call))
    }
  })

  it('keeps the history over disconnecting, and goes on after reconnecting', async () => {
    const stand = await aStand()
    const { customer } = await aCustomerWhoWrote(stand, 'До')
    expect(await stand.hub.desk.disconnect(stand.channelId, null)).toMatchObject({ ok: true })
    expect(await stand.hub.desk.reconnect(stand.channelId, null)).toMatchObject({ ok: true })
    await customer.writes('После')
    await eventually(() => stream(stand), [['До', 'После']])
  })
}

function incoming(aStand: () => Promise<ChannelStand>): void {
  it('is stored as it was written', async () => {
    const stand = await aStand()
    const text = 'Первая строка\n\nВторая: «кавычки», <b>не разметка</b>, 👩‍💻'
    await aCustomerWhoWrote(stand, text)
  })

  it('is stored once however often it is delivered', async () => {
    const stand = await aStand()
    const { customer } = await aCustomerWhoWrote(stand, 'Один раз')
    await customer.repeats()
    await customer.repeats()
    await customer.writes('И ещё')
    await eventually(() => stream(stand), [['Один раз', 'И ещё']])
  })

  it('makes one contact and one conversation of the first messages of somebody new, though they come at once', async () => {
    const stand = await aStand()
    const customer = await stand.customer('Вера')
    await Promise.all([customer.writes('Раз'), customer.writes('Два')])
    await eventually(async () => (await stream(stand)).map((texts) => texts.toSorted()), [['Два', 'Раз']])
    expect(await stand.hub.open.reader.all('select id from contact')).toHaveLength(1)
  })

  it('keeps people apart', async () => {
    const stand = await aStand()
    const [one, other] = [await stand.customer('Вера'), await stand.customer('Пётр')]
    await one.writes('Я Вера')
    await other.writes('Я Пётр')
    await eventually(async () => (await stream(stand)).toSorted(), [['Я Вера'], ['Я Пётр']])
  })

  it('is not lost while the store is full', async () => {
    const stand = await aStand()
    const { customer } = await aCustomerWhoWrote(stand, 'До')
    stand.diskIsFull(true)
    await customer.writes('Во время').catch(() => {})
    stand.diskIsFull(false)
    await stand.passes(10_000)
    await customer.repeats().catch(() => {})
    await eventually(() => stream(stand), [['До', 'Во время']])
  })

  it('goes on after a restart of the hub without loss or repeat', async () => {
    const stand = await aStand()
    const { customer } = await aCustomerWhoWrote(stand, 'До')
    await stand.restart()
    await customer.writes('После')
    await eventually(() => stream(stand), [['До', 'После']])
  })
}

function outgoing(aStand: () => Promise<ChannelStand>): void {
  it('arrives as it was written, and is called sent', async () => {
    const stand = await aStand()
    const { customer, conversation } = await aCustomerWhoWrote(stand)
    await stand.hub.reply(conversation, 'Добрый день!\nЧем помочь? <i>&amp;</i> 🧵')
    await eventually(() => customer.hears(), ['Добрый день!\nЧем помочь? <i>&amp;</i> 🧵'])
    const climbed = /\((sent|delivered|read)\)$/
    await eventually(
      async () => (await stand.hub.texts(conversation)).slice(1).every((text) => climbed.test(text)),
      true,
    )
  })

  it('arrives in order', async () => {
    const stand = await aStand()
    const { customer, conversation } = await aCustomerWhoWrote(stand)
    const texts = Array.from({ length: 6 }, (_, number) => `Ответ ${number}`)
    for (const text of texts) await stand.hub.reply(conversation, text)
    await stand.passes(10_000)
    await eventually(() => customer.hears(), texts)
  })

  it('arrives whole when it is longer than a message may be, each part within the limit', async () => {
    const stand = await aStand()
    const { customer, conversation } = await aCustomerWhoWrote(stand)
    const text = 'Слово и ещё слово. '.repeat(600).trim()
    await stand.hub.reply(conversation, text)
    await stand.passes(10_000)
    const bare = (parts: readonly string[]) => parts.join('').replaceAll(/\s/g, '')
    await eventually(() => bare(customer.hears()), bare([text]))
    for (const part of customer.hears()) expect(part.length).toBeLessThanOrEqual(stand.kind.capabilities.textLimit)
  })

  it('is called read once the customer has read it, where the messenger tells', async () => {
    const stand = await aStand()
    const { customer, conversation } = await aCustomerWhoWrote(stand)
    await stand.hub.reply(conversation, 'Прочтите')
    await eventually(() => customer.hears(), ['Прочтите'])
    expect(customer.reads !== undefined).toBe(stand.kind.capabilities.readReceipt)
    await customer.reads?.()
    if (stand.kind.capabilities.readReceipt)
      await eventually(() => stand.hub.texts(conversation), ['Здравствуйте', 'Прочтите (read)'])
  })

  it.each(buttonKinds)(
    'shows a button that is there to %s, where it has them, and takes what comes of it',
    async (kind) => {
      const stand = await aStand()
      const { customer, conversation } = await aCustomerWhoWrote(stand)
      const { kinds } = stand.kind.capabilities.buttons
      expect(customer.presses !== undefined).toBe(kinds.length > 0)
      if (!kinds.includes(kind)) {
        const reply = stand.hub.reply(conversation, 'Подходит?', {
          buttons: [{ kind, label: 'Да', url: 'https://shop.example' }],
        })
        return await expect(reply).rejects.toThrow('INVALID')
      }
      await stand.hub.reply(conversation, 'Подходит?', {
        buttons: [{ kind, label: 'Да', url: 'https://shop.example' }],
      })
      await eventually(() => customer.hears().length, 1)
      if (kind === 'link') return
      await customer.presses?.('Да')
      const { reader } = stand.hub.open
      const come = {
        press: `select 1 from entry where kind = 'system' and extra like '%"label":"Да"%'`,
        say: `select 1 from entry where author = 'contact' and text = 'Да'`,
        sharePhone: `select 1 from contact where phone like '%79990000000'`,
      }
      await eventually(async () => (await reader.all(come[kind])).length, 1)
    },
  )

  it('fails with a line in the history when the customer has blocked us, where he can', async () => {
    const stand = await aStand()
    const { customer, conversation } = await aCustomerWhoWrote(stand)
    if (customer.blocks === undefined) return
    await customer.blocks()
    const systemLines = () =>
      stand.hub.open.reader.all<{ extra: string }>(
        `select extra from entry where kind = 'system' and extra like '%contactBlocked%' and conversation_id = '${conversation}'`,
      )
    await stand.hub.reply(conversation, 'Вы здесь?').catch(() => {})
    await eventually(async () => (await systemLines()).length, 1)
  })

  it('waits when the messenger asks for it, and then leaves once and in order', async () => {
    const stand = await aStand()
    const { customer, conversation } = await aCustomerWhoWrote(stand)
    stand.slowsDown?.()
    await stand.hub.reply(conversation, 'Первый')
    await stand.hub.reply(conversation, 'Второй')
    await stand.passes(60_000)
    await eventually(() => customer.hears(), ['Первый', 'Второй'])
  })
}

function rawEvents(aStand: () => Promise<ChannelStand>): void {
  it('are understood or set aside, whatever they are: nothing throws', async () => {
    const { kind } = await aStand()
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ update_id: 1, kind: 'message', message: value })),
    )
    fc.assert(
      fc.property(body, (raw) => {
        for (const event of kind.interpret({ eventKey: 'key', externalChat: 'chat', body: raw }))
          expect(event.externalChat).toBeTypeOf('string')
      }),
      { numRuns: 300 },
    )
  })
}
